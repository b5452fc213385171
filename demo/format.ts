const count = new Intl.NumberFormat('en-US')

/** A whole number with thousands set apart: `45,000`. */
export function formatCount(value: number): string {
  return count.format(value)
}

/** A price in US dollars with the digits that matter: `$0.0021`. */
export function formatUsd(value: number): string {
  return `$${value >= 0.01 || value === 0 ? value.toFixed(2) : value.toPrecision(2)}`
}
