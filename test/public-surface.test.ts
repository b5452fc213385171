/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import * as core from '../src/index.ts'
import coreText from '../src/index.ts?raw'

// A name that is added, renamed or removed here is a decision about the package, and a line in CHANGELOG.md.

test('the package has these entries and this command', () => {
  expect(Object.keys(manifest.exports)).toEqual(['.', './openai', './anthropic', './google', './fetch', './relevance/static', './package.json'])
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
    'ClientPlan',
    'Conversation',
    'CostQuestion',
    'CrushOptions',
    'Crushed',
    'Decision',
    'DecisionMemory',
    'Edit',
    'FormatOptions',
    'Headroom',
    'HeadroomClientOptions',
    'HeadroomErrorCode',
    'HeadroomErrorOptions',
    'HeadroomFields',
    'HeadroomStats',
    'KeepReason',
    'LoadedCounter',
    'Logger',
    'Message',
    'OpaquePart',
    'OptimizedMessages',
    'OptimizedRequest',
    'Options',
    'Part',
    'Path',
    'Plan',
    'Prepared',
    'Provider',
    'RelevanceOptions',
    'Report',
    'ResolvedOptions',
    'ResolvedSmartCrusherOptions',
    'Role',
    'Scorer',
    'ScorerContext',
    'SessionMetricsOptions',
    'SessionOptions',
    'SetupCheck',
    'SmartCrusherOptions',
    'SystemPart',
    'TextPart',
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
    'WindowReport',
    'WireFormat',
    'WithFields',
    'Wrapped',
  ])
})

test('the version is that of the package', () => {
  expect(core.version).toBe(manifest.version)
})
