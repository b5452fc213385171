import { scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { html } from '../html.ts'
import type { Html } from '../html.ts'

// Stretched to the width that there is; 100 units are all of it.
const width = 100
const height = 10

export interface Part {
  /** A class of the style sheet. */
  readonly kind: string
  readonly value: number
}

/**
 * One bar in a table whose numbers stand beside it: parts one behind the other.
 *
 * @param whole value of a bar of full width
 */
export function bar(parts: readonly Part[], whole: number): Html {
  const x = scaleLinear().domain([0, Math.max(whole, Number.MIN_VALUE)]).range([0, width]).clamp(true)
  const values = Object.fromEntries(parts.map(({ value }, i) => [String(i), Math.max(0, value)]))
  const series = stack().keys(Object.keys(values))([values])
  const rects = series.map((one, i): Html => {
    const [from, to] = one[0]! // one row went in
    // What is there is seen, however little it is.
    const size = to > from ? Math.max(x(to) - x(from), 0.4) : 0
    return html`<rect class="${parts[i]!.kind}" x="${round(x(from))}" y="0" width="${round(size)}" height="${height}"/>` // as many series as parts
  })
  return html`<svg class="bar" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><rect class="track" x="0" y="0" width="${width}" height="${height}"/>${rects}</svg>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
