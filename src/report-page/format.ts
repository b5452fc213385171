/** Numbers as a reader of English expects them, the same on every machine; no line breaks between a number and its unit. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `1,234,567`. */
export function whole(value: number): string {
  return grouped.format(Math.round(value))
}

const steps = [[1e12, '\u00a0trillion'], [1e9, '\u00a0billion'], [1e6, '\u00a0million']] as const

/** `1.23 million`, `45,600`: three digits that matter. */
export function short(value: number): string {
  const size = Math.abs(value)
  for (const [step, word] of steps) {
    if (size >= step * 0.99995) return `${(value / step).toPrecision(3)}${word}`
  }
  return whole(value)
}

const axisSteps = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const

/** `1.5M`, for an axis. */
export function tick(value: number): string {
  for (const [step, letter] of axisSteps) {
    if (Math.abs(value) >= step) return `${Number((value / step).toPrecision(3))}${letter}`
  }
  return String(Number(value.toPrecision(3)))
}

/** Of a share in [0, 1]: `42 %`, `4.2 %`, `0.04 %`; what is not nothing is never shown as 0. */
export function percent(share: number): string {
  const value = share * 100
  const size = Math.abs(value)
  if (size > 0 && size < 0.005) return value < 0 ? 'above -0.01\u00a0%' : 'below 0.01\u00a0%'
  return `${size === 0 || size >= 9.95 ? Math.round(value) : value.toFixed(size < 0.095 ? 2 : 1)}\u00a0%`
}

/** `$12.30`; small amounts with the digits they have. */
export function usd(value: number): string {
  const size = Math.abs(value)
  const digits = size === 0 || size >= 0.995 ? 2 : size >= 0.00995 ? 3 : 5
  const amount = new Intl.NumberFormat('en-US', { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits }).format(size)
  return `${value < 0 ? '-' : ''}$${amount}`
}

/** `0.42 ms`, `15 ms`, `2.3 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 59_950) return `${(milliseconds / 60_000).toFixed(1)}\u00a0min`
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(1)}\u00a0s`
  return `${milliseconds >= 9.95 ? Math.round(milliseconds) : milliseconds >= 0.995 ? milliseconds.toFixed(1) : milliseconds.toFixed(2)}\u00a0ms`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Of a timestamp, in UTC: `22 Nov 2026`. */
export function day(timestamp: string): string {
  return `${Number(timestamp.slice(8, 10))} ${months[Number(timestamp.slice(5, 7)) - 1]} ${timestamp.slice(0, 4)}`
}

/** Of a timestamp, in UTC: `22 Nov 2026, 14:05`. */
export function minute(timestamp: string): string {
  return `${day(timestamp)}, ${timestamp.slice(11, 16)}`
}

/** `1 request`, `2 requests`. */
export function count(value: number, thing: string): string {
  return `${whole(value)} ${thing}${value === 1 ? '' : 's'}`
}
