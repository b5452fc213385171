import type { MetricsRecord } from './record.ts'
import type { RecorderCounts } from './recorder.ts'

/** The `content-type` of the text. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8'

/** Counts requests since it was made, as Prometheus wants it: whoever scrapes keeps the history, so no store is read for it. */
export interface PrometheusMetrics {
  /** Give it to `onRecord` of a recorder. */
  add(record: MetricsRecord): void
  /** @param counts of a recorder, to tell of lost records as well */
  toPrometheus(counts?: RecorderCounts): string
}

interface Histogram {
  readonly bounds: readonly number[]
  /** One more than bounds: the last is for what is above all of them. */
  readonly counts: number[]
  sum: number
}

/** Shares of the tokens that were sent; above 1 for a request that grew. */
const ratioBounds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
/** In seconds. What we take is milliseconds; embeddings may take seconds. */
const latencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const durationBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
/** Names come from outside; the others are together under `(other)`, since every label value is a series that Prometheus keeps. */
const maxNames = 100

/**
 * Counters and histograms in the text format of Prometheus 0.0.4, under the names of the Python project where it has them. Counters only
 * grow: a request that got larger adds to `headroom_tokens_added_total` and takes nothing from `headroom_tokens_saved_total`. Simulations
 * count in `headroom_requests_total` alone, since nothing of them is sent.
 */
export function createPrometheusMetrics(): PrometheusMetrics {
  const requests: Record<MetricsRecord['mode'], number> = { audit: 0, optimize: 0, simulate: 0 }
  const models = new Map<string, { readonly labels: string; requests: number; tokensSaved: number }>()
  const transforms = new Map<string, number>()
  const ratios = createHistogram(ratioBounds)
  const latencies = createHistogram(latencyBounds)
  const durations = createHistogram(durationBounds)
  const totals = {
    failed: 0, warnings: 0, tokensBefore: 0, tokensInput: 0, tokensOutput: 0, tokensSaved: 0, tokensAdded: 0, costSavedUsd: 0,
    cacheHits: 0, cacheMisses: 0, cachedTokensRead: 0, cachedTokensWritten: 0,
  }
  let alignment: number | undefined
  /** What was given up when a recorder was closed may be written after all; a counter does not go back. */
  let lost = 0

  const countModel = (record: MetricsRecord, saved: number): void => {
    const { provider = '(unknown)', model = '(unknown)' } = record
    let labels = renderLabels({ provider, model })
    if (!models.has(labels) && models.size >= maxNames) labels = renderLabels({ provider: '(other)', model: '(other)' })
    const counted = models.get(labels) ?? { labels, requests: 0, tokensSaved: 0 }
    counted.requests++
    counted.tokensSaved += Math.max(0, saved)
    models.set(labels, counted)
  }

  return {
    add(record) {
      requests[record.mode]++
      if (record.mode === 'simulate') return
      const { tokensInputBefore, tokensInputAfter, cachedTokensRead, timings, durationMs } = record
      const saved = tokensInputBefore - tokensInputAfter
      totals.failed += record.error === undefined ? 0 : 1
      totals.warnings += record.warnings.length
      totals.tokensBefore += tokensInputBefore
      totals.tokensInput += tokensInputAfter
      totals.tokensOutput += record.tokensOutput ?? 0
      totals.tokensSaved += Math.max(0, saved)
      totals.tokensAdded += Math.max(0, -saved)
      totals.costSavedUsd += Math.max(0, record.estimatedSavingsUsd ?? 0)
      if (cachedTokensRead !== undefined) {
        totals.cacheHits += cachedTokensRead > 0 ? 1 : 0
        totals.cacheMisses += cachedTokensRead > 0 ? 0 : 1
        totals.cachedTokensRead += cachedTokensRead
      }
      totals.cachedTokensWritten += record.cachedTokensWritten ?? 0
      alignment = record.cacheAlignmentScore
      observe(ratios, tokensInputBefore === 0 ? 1 : tokensInputAfter / tokensInputBefore)
      if (timings['total'] !== undefined) observe(latencies, timings['total'] / 1000)
      if (durationMs !== undefined) observe(durations, durationMs / 1000)
      countModel(record, saved)
      if (record.mode !== 'optimize') return
      for (const [name, tokens] of Object.entries(record.tokensSavedByTransform)) {
        const transform = transforms.has(name) || transforms.size < maxNames ? name : '(other)'
        transforms.set(transform, (transforms.get(transform) ?? 0) + Math.max(0, tokens))
      }
    },
    toPrometheus(counts) {
      const byModel = [...models.values()]
      lost = Math.max(lost, counts?.lost ?? 0)
      return [
        ...renderSeries('headroom_requests_total', 'counter', 'Requests, by mode.', Object.entries(requests).map(([mode, value]) => [renderLabels({ mode }), value])),
        ...renderOne('headroom_requests_failed_total', 'counter', 'Requests that ended with an error.', totals.failed),
        ...renderOne('headroom_warnings_total', 'counter', 'Warnings in reports.', totals.warnings),
        ...renderOne('headroom_tokens_input_before_total', 'counter', 'Input tokens before any transform.', totals.tokensBefore),
        ...renderOne('headroom_tokens_input_total', 'counter', 'Input tokens sent.', totals.tokensInput),
        ...renderOne('headroom_tokens_output_total', 'counter', 'Output tokens that providers reported.', totals.tokensOutput),
        ...renderOne('headroom_tokens_saved_total', 'counter', 'Input tokens saved, by requests that got smaller.', totals.tokensSaved),
        ...renderOne('headroom_tokens_added_total', 'counter', 'Input tokens added, by requests that got larger.', totals.tokensAdded),
        ...renderOne('headroom_cost_saved_usd_total', 'counter', 'US dollars saved, of models whose price is known.', totals.costSavedUsd),
        ...renderHistogram('headroom_compression_ratio', 'Input tokens sent as a share of those before.', ratios),
        ...renderHistogram('headroom_latency_seconds', 'Time that optimizing took.', latencies),
        ...renderHistogram('headroom_request_duration_seconds', 'Time from the call to the end of the answer, where it is known.', durations),
        ...(alignment === undefined ? [] : renderOne('headroom_cache_alignment_score', 'gauge', 'Share of the prefix before its first volatile text, of the last request.', alignment)),
        ...renderOne('headroom_cache_hits_total', 'counter', 'Requests of which the provider read a part from its prefix cache.', totals.cacheHits),
        ...renderOne('headroom_cache_misses_total', 'counter', 'Requests of which the provider read nothing from its prefix cache.', totals.cacheMisses),
        ...renderOne('headroom_cached_tokens_read_total', 'counter', 'Input tokens read from prefix caches.', totals.cachedTokensRead),
        ...renderOne('headroom_cached_tokens_written_total', 'counter', 'Input tokens written to prefix caches.', totals.cachedTokensWritten),
        ...renderSeries('headroom_transform_tokens_saved_total', 'counter', 'Input tokens saved, by transform.', [...transforms].map(([transform, value]) => [renderLabels({ transform }), value])),
        ...renderSeries('headroom_model_requests_total', 'counter', 'Requests sent, by provider and model.', byModel.map(({ labels, requests: value }) => [labels, value])),
        ...renderSeries('headroom_model_tokens_saved_total', 'counter', 'Input tokens saved, by provider and model.', byModel.map(({ labels, tokensSaved: value }) => [labels, value])),
        ...(counts === undefined ? [] : renderOne('headroom_metrics_records_lost_total', 'counter', 'Records of requests that could not be kept.', lost)),
        '',
      ].join('\n')
    },
  }
}

function createHistogram(bounds: readonly number[]): Histogram {
  return { bounds, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }
}

/** A value counts in the first bucket whose bound is not below it. One below 0 counts as 0: the sum is a counter. */
function observe(histogram: Histogram, seen: number): void {
  const value = Math.max(0, seen)
  const found = histogram.bounds.findIndex((bound) => value <= bound)
  histogram.counts[found === -1 ? histogram.bounds.length : found]! += 1 // one count for each bound and one more
  histogram.sum += value
}

function renderSeries(name: string, type: 'counter' | 'gauge', help: string, series: readonly (readonly [string, number])[]): string[] {
  return series.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...series.map(([labels, value]) => `${name}${labels} ${value}`)]
}

function renderOne(name: string, type: 'counter' | 'gauge', help: string, value: number): string[] {
  return renderSeries(name, type, help, [['', value]])
}

/** Buckets are cumulative in this format. */
function renderHistogram(name: string, help: string, { bounds, counts, sum }: Histogram): string[] {
  let count = 0
  const buckets = counts.map((inBucket, index) => {
    count += inBucket
    return `${name}_bucket{le="${bounds[index] ?? '+Inf'}"} ${count}`
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...buckets, `${name}_sum ${sum}`, `${name}_count ${count}`]
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',')}}`
}

/** The three characters that the format escapes. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
