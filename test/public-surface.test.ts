/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import * as aiSdk from '../src/ai-sdk.ts'
import * as core from '../src/index.ts'
import * as langChain from '../src/langchain.ts'
import * as indexedDb from '../src/metrics/drivers/indexeddb-store.ts'
import * as openTelemetry from '../src/metrics/drivers/opentelemetry.ts'
import * as metrics from '../src/metrics.ts'
import coreText from '../src/index.ts?raw'

// A name that is added, renamed or removed here is a decision about the package, and a line in CHANGELOG.md.

test('the package has these entries and this command', () => {
  expect(Object.keys(manifest.exports)).toEqual(['.', './openai', './anthropic', './google', './ai-sdk', './langchain', './worker', './fetch', './relevance/static', './embeddings', './embeddings/worker', './embeddings/file', './embeddings/indexeddb', './metrics', './metrics/file', './metrics/indexeddb', './metrics/opentelemetry', './report', './package.json'])
  expect(manifest.bin).toEqual({ headroom: 'dist/cli.js' })
})

test('the core entry exports these values', () => {
  expect(Object.keys(core).sort()).toEqual([
    'AnthropicProvider',
    'CacheError',
    'CompressionError',
    'ConfigurationError',
    'GoogleProvider',
    'HeadroomClient',
    'HeadroomError',
    'OpenAIProvider',
    'ProviderError',
    'StorageError',
    'TokenizationError',
    'TransformError',
    'ValidationError',
    'countTokens',
    'createHeadroom',
    'crush',
    'expand',
    'explainPrefixChange',
    'formatReport',
    'isHeadroomError',
    'optimize',
    'simulate',
    'version',
  ])
})

test('the core entry exports these types', () => {
  const types = [...coreText.matchAll(/^export type \{([^}]*)\}/gm)].flatMap(([, names]) => names!.split(',').map((name) => name.trim()).filter(Boolean))
  expect(types.sort()).toEqual([
    'Answer',
    'ArrayDecision',
    'BlockAction',
    'CacheAlignerOptions',
    'CacheHint',
    'ClientPlan',
    'Conversation',
    'CostQuestion',
    'CrushOptions',
    'Crushed',
    'Decision',
    'DecisionMemory',
    'Difference',
    'Edit',
    'EmbedContext',
    'Embedder',
    'FormatOptions',
    'Headroom',
    'HeadroomClientOptions',
    'HeadroomErrorCode',
    'HeadroomErrorOptions',
    'HeadroomFields',
    'HeadroomStats',
    'KeepReason',
    'LineCounts',
    'LoadedCounter',
    'Logger',
    'Message',
    'OpaquePart',
    'OptimizedMessages',
    'OptimizedRequest',
    'Options',
    'Part',
    'PartDecision',
    'Path',
    'Plan',
    'PrefixChange',
    'Prepared',
    'Provider',
    'RelevanceOptions',
    'RelevanceTier',
    'RepeatsOptions',
    'Report',
    'ResolvedCacheAlignerOptions',
    'ResolvedOptions',
    'ResolvedRepeatsOptions',
    'ResolvedRollingWindowOptions',
    'ResolvedSmartCrusherOptions',
    'ResolvedTextResultsOptions',
    'Role',
    'RollingWindowOptions',
    'Scorer',
    'ScorerContext',
    'SessionMetricsOptions',
    'SessionOptions',
    'SetupCheck',
    'SmartCrusherOptions',
    'StaticTable',
    'StaticVector',
    'SystemPart',
    'TextPart',
    'TextResultsOptions',
    'TextSlot',
    'TokenCount',
    'TokenCounter',
    'ToolCallPart',
    'ToolDefinition',
    'ToolProfile',
    'ToolResultPart',
    'Transform',
    'TransformContext',
    'TransformOutcome',
    'Usage',
    'Waste',
    'WindowCut',
    'WindowReport',
    'WireFormat',
    'WithFields',
    'Wrapped',
  ])
})

test('the metrics entries export these values', () => {
  expect(Object.keys(metrics).filter((name) => !name.endsWith('Error')).sort()).toEqual([
    'createMemoryStore', 'createPrometheusMetrics', 'createRecord', 'createRecorder', 'openMetricsStore', 'prometheusContentType', 'readRecord', 'summarizeRecords',
  ])
  expect(Object.keys(indexedDb)).toEqual(['createIndexedDbStore'])
  expect(Object.keys(openTelemetry).sort()).toEqual(['createOpenTelemetryMetrics', 'spanAttributes'])
})

test.each([
  { name: 'ai-sdk', entry: aiSdk, own: ['headroomMiddleware'] },
  { name: 'langchain', entry: langChain, own: ['createHeadroomMiddleware'] },
])('the entry $name exports its middleware and the errors', ({ entry, own }) => {
  expect(Object.keys(entry).sort()).toEqual([...Object.keys(core).filter((name) => /^(.*Error|isHeadroomError)$/.test(name)), ...own].sort())
})

test('the version is that of the package', () => {
  expect(core.version).toBe(manifest.version)
})
