// Records
export { createRecord } from './metrics/record.ts'
export type { DecisionRecord, ErrorRecord, MetricsRecord, ReportedUsage, RequestFacts } from './metrics/record.ts'
export { readRecord } from './metrics/read-record.ts'

// Stores
export { openMetricsStore } from './metrics/open-store.ts'
export type { OpenStoreOptions } from './metrics/open-store.ts'
export { createMemoryStore } from './metrics/memory-store.ts'
export type { MemoryStoreOptions } from './metrics/memory-store.ts'
export type { MetricsFilter, MetricsQuery, MetricsStore, PruneLimits, PruneOutcome } from './metrics/store.ts'

// Summaries
export { summarizeRecords } from './metrics/summarize.ts'
export type { CacheSummary, Distribution, MetricsSummary, SummaryTotals } from './metrics/summarize.ts'
export type { MeasureName, ToolTotals } from './metrics/tally.ts'

// Recording
export { createRecorder } from './metrics/recorder.ts'
export type { MetricsRecorder, RecorderCounts, RecorderOptions } from './metrics/recorder.ts'

// Prometheus
export { createPrometheusMetrics, prometheusContentType } from './metrics/prometheus.ts'
export type { PrometheusMetrics } from './metrics/prometheus.ts'

// Plumbing
export type { Logger } from './logger.ts'
export type { Waste } from './report/types.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
