import { scaleBand, scaleLinear } from 'd3-scale'
import { line, stack } from 'd3-shape'
import type { SeriesPoint } from 'd3-shape'
import type { Bucket, BucketUnit } from '../collect.ts'
import { count, day, percent, short, tick } from '../format.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'

// A drawing is stretched to the width that there is; words stand beside it as HTML, or they would be stretched too.
const width = 1000
const height = 240
/** Bars of a few buckets are no wider than this. */
const maxBarWidth = 56
const maxLabels = 6

/** Bars by time: input tokens sent, and on top of them those that were saved. */
export function tokensChart(buckets: readonly Bucket[], unit: BucketUnit, label: string): Html {
  const series = stack<Bucket>().keys(['sent', 'saved']).value(({ tokensSent, tokensSaved }, key) => key === 'sent' ? tokensSent : Math.max(0, tokensSaved))([...buckets])
  const x = bandOf(buckets)
  const y = scaleLinear().domain([0, Math.max(1, ...buckets.map(({ tokensSent, tokensSaved }) => tokensSent + Math.max(0, tokensSaved)))]).range([height, 0]).nice(4)
  const barWidth = Math.min(x.bandwidth(), maxBarWidth)
  const bar = (kind: string, i: number, [bottom, top]: SeriesPoint<Bucket>): Html | undefined => top <= bottom ? undefined
    : html`<rect class="${kind}" x="${round(x(i)! + (x.bandwidth() - barWidth) / 2)}" y="${round(y(top))}" width="${round(barWidth)}" height="${round(y(bottom) - y(top))}"/>` // x knows every index
  const bars = buckets.flatMap((bucket, i): Html[] => bucket.requests === 0 ? [] : [html`<g><title>${describeBucket(bucket, unit)}</title>${series.map((one) => bar(one.key, i, one[i]!) ?? html``)}</g>`]) // a point for each bucket
  return frame({ buckets, unit, label, ticks: y.ticks(4).map((value) => ({ place: y(value), text: tick(value) })), drawing: html`${bars}` })
}

/** A line by time: the share of the input that providers read from their caches. Gaps where they told nothing. */
export function cacheChart(buckets: readonly Bucket[], unit: BucketUnit, label: string): Html {
  const x = bandOf(buckets)
  const y = scaleLinear().domain([0, 1]).range([height, 0])
  const center = (i: number): number => x(i)! + x.bandwidth() / 2 // x knows every index
  const isKnown = ({ tokensCacheable }: Bucket): boolean => tokensCacheable > 0
  const share = ({ tokensCached, tokensCacheable }: Bucket): number => tokensCached / tokensCacheable
  const path = line<Bucket>().defined(isKnown).x((_, i) => round(center(i))).y((bucket) => round(y(share(bucket))))([...buckets]) ?? ''
  // A line of one point is none: each is also drawn by itself, as a stroke without length and with round ends.
  const points = buckets.flatMap((bucket, i): Html[] => isKnown(bucket)
    ? [html`<path class="point" d="M${round(center(i))},${round(y(share(bucket)))}h0"><title>${bucketName(bucket.start, unit)}: ${percent(share(bucket))} read from caches</title></path>`] : [])
  return frame({ buckets, unit, label, ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ place: y(value), text: percent(value) })), drawing: html`<path class="line" d="${path}"/>${points}` })
}

function bandOf(buckets: readonly Bucket[]) {
  return scaleBand<number>().domain(buckets.map((_, i) => i)).range([0, width]).paddingInner(buckets.length > 200 ? 0 : 0.25).paddingOuter(0.1)
}

interface Frame {
  readonly buckets: readonly Bucket[]
  readonly unit: BucketUnit
  readonly label: string
  readonly ticks: readonly { readonly place: number; readonly text: string }[]
  readonly drawing: Html
}

/** Lines and words around a drawing. The words are hidden from screen readers: the table below says the same. */
function frame({ buckets, unit, label, ticks, drawing }: Frame): Html {
  const every = Math.ceil(buckets.length / maxLabels)
  const labels = buckets.flatMap(({ start }, i): Html[] => i % every !== 0 ? []
    : [html`<span${i % (2 * every) === 0 ? html`` : html` class="minor"`} style="left:${round(100 * (i + 0.5) / buckets.length)}%">${axisName(start, unit)}</span>`])
  return html`<div class="plot">
<div class="y" aria-hidden="true">${ticks.map(({ place, text }) => html`<span style="top:${round(100 * place / height)}%">${text}</span>`)}</div>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="grid" d="${ticks.map(({ place }) => `M0,${round(place)}H${width}`).join('')}"/>${drawing}</svg>
<div class="x" aria-hidden="true">${labels}</div>
</div>`
}

function describeBucket(bucket: Bucket, unit: BucketUnit): string {
  const { requests, tokensSent, tokensSaved } = bucket
  return `${bucketName(bucket.start, unit)}: ${count(requests, 'request')}, ${short(tokensSent)} tokens sent, ${short(tokensSaved)} saved`
}

/** `22 Nov 2026`, `22 Nov 2026, 14:00`, `week of 16 Nov 2026`. */
export function bucketName(start: number, unit: BucketUnit): string {
  const timestamp = new Date(start).toISOString()
  return unit === 'hour' ? `${day(timestamp)}, ${timestamp.slice(11, 16)}` : unit === 'day' ? day(timestamp) : `week of ${day(timestamp)}`
}

function axisName(start: number, unit: BucketUnit): string {
  const timestamp = new Date(start).toISOString()
  return unit === 'hour' ? timestamp.slice(11, 16) : day(timestamp).replace(/ \d{4}$/, '')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
