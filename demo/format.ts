const whole = new Intl.NumberFormat('en-US')

/** A whole number with thousands set apart: `45,000`. */
export function formatCount(value: number): string {
  return whole.format(value)
}

/** A price in US dollars with the digits that matter, and no exponent: `$0.0021`, `$3.40`. */
export function formatUsd(value: number): string {
  const size = Math.abs(value)
  return `$${value.toFixed(size >= 0.01 || size === 0 ? 2 : Math.min(12, 1 - Math.floor(Math.log10(size))))}`
}

/** `4.3 MB` */
export function formatBytes(bytes: number): string {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : bytes >= 1000 ? `${Math.round(bytes / 1000)} KB` : `${bytes} bytes`
}

/** `37 ms`, `1.4 s` */
export function formatMs(ms: number): string {
  if (ms < 1) return 'under 1 ms'
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`
}

/** `92.1 %`; never 100 where something is left, nor 0 where something was saved. */
export function formatPercent(percent: number): string {
  const rounded = percent.toFixed(1)
  return `${rounded === '100.0' && percent < 100 ? '99.9' : rounded} %`
}
