import { ConfigurationError, messageOf } from '../../errors.ts'
import type { MetricsRecord } from '../record.ts'

/** The part of a span of `@opentelemetry/api` that is written to. */
export interface SpanLike {
  setAttribute(name: string, value: string | number | boolean | string[]): unknown
}

/** The part of a meter of `@opentelemetry/api` that is used. */
export interface MeterLike {
  createHistogram(name: string, options: { readonly description: string; readonly unit: string; readonly advice?: { readonly explicitBucketBoundaries: number[] } }): { record(value: number, attributes: Attributes): void }
  createCounter(name: string, options: { readonly description: string; readonly unit: string }): { add(value: number, attributes: Attributes): void }
}

type Attributes = Record<string, string | number | boolean | string[]>

export interface OpenTelemetryOptions {
  /** Writes metrics. @default the global one of `@opentelemetry/api`, named `headroom-ts` */
  readonly meter?: MeterLike
  /** The span of a request; `undefined` for none. @default the active one of `@opentelemetry/api` */
  readonly getSpan?: () => SpanLike | undefined
}

/** Tells OpenTelemetry of records. */
export interface OpenTelemetryMetrics {
  /** Give it to `onRecord` of a recorder. The span is the one that is active in the caller, so call it in the request's own course. */
  add(record: MetricsRecord): void
}

/**
 * Attributes of a request's span: those of the semantic conventions for generative AI (1.37 to 1.42) where they have one, and our own under `headroom.`.
 * The conventions' `gen_ai.usage.input_tokens` is what the provider counted, so it is absent where the provider told nothing.
 */
export function spanAttributes(record: MetricsRecord): Attributes {
  const { provider, model, error } = record
  return {
    ...(provider === undefined ? {} : { 'gen_ai.provider.name': providerName(provider) }),
    ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
    ...(record.tokensInputReported === undefined ? {} : { 'gen_ai.usage.input_tokens': record.tokensInputReported }),
    ...(record.tokensOutput === undefined ? {} : { 'gen_ai.usage.output_tokens': record.tokensOutput }),
    ...(record.cachedTokensRead === undefined ? {} : { 'gen_ai.usage.cache_read.input_tokens': record.cachedTokensRead }),
    ...(record.cachedTokensWritten === undefined ? {} : { 'gen_ai.usage.cache_creation.input_tokens': record.cachedTokensWritten }),
    ...(error === undefined ? {} : { 'error.type': error.name }),
    'headroom.request.id': record.id,
    'headroom.mode': record.mode,
    'headroom.tokens.input_before': record.tokensInputBefore,
    'headroom.tokens.input_after': record.tokensInputAfter,
    'headroom.tokens.saved': record.tokensInputBefore - record.tokensInputAfter,
    'headroom.tokens.counting': record.tokenCounting,
    'headroom.transforms': Object.keys(record.tokensSavedByTransform),
    'headroom.cache.prefix_hash': record.stablePrefixHash,
    'headroom.cache.alignment_score': record.cacheAlignmentScore,
    ...(record.estimatedSavingsUsd === undefined ? {} : { 'headroom.cost.saved_usd': record.estimatedSavingsUsd }),
    ...(record.timings['total'] === undefined ? {} : { 'headroom.duration_ms': record.timings['total'] }),
    'headroom.warnings': record.warnings.length,
  }
}

/**
 * Sets attributes on the active span and records `gen_ai.client.token.usage` and `gen_ai.client.operation.duration` with the buckets of the
 * conventions, and `headroom.client.tokens.saved`. Nothing is sent anywhere unless the application has set up an SDK.
 *
 * @throws ConfigurationError when `@opentelemetry/api` is needed and not installed
 */
export async function createOpenTelemetryMetrics({ meter: ownMeter, getSpan: ownGetSpan }: OpenTelemetryOptions = {}): Promise<OpenTelemetryMetrics> {
  const api = ownMeter === undefined || ownGetSpan === undefined ? await loadApi() : undefined
  // Loaded where one of the two is missing.
  const meter: MeterLike = ownMeter ?? api!.metrics.getMeter('headroom-ts')
  const getSpan = ownGetSpan ?? (() => api!.trace.getActiveSpan())
  const tokenUsage = meter.createHistogram('gen_ai.client.token.usage', {
    description: 'Number of input and output tokens used.', unit: '{token}', advice: { explicitBucketBoundaries: tokenBounds },
  })
  const duration = meter.createHistogram('gen_ai.client.operation.duration', {
    description: 'GenAI operation duration.', unit: 's', advice: { explicitBucketBoundaries: secondBounds },
  })
  const saved = meter.createCounter('headroom.client.tokens.saved', { description: 'Input tokens saved by optimizing requests.', unit: '{token}' })

  return {
    add(record) {
      const span = getSpan()
      for (const [name, value] of Object.entries(spanAttributes(record))) span?.setAttribute(name, value)
      if (record.mode === 'simulate') return
      const { provider, model, error, tokensInputReported, tokensOutput, durationMs } = record
      const common: Attributes = {
        'gen_ai.operation.name': 'chat',
        // Required by the conventions.
        'gen_ai.provider.name': provider === undefined ? '_OTHER' : providerName(provider),
        ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
      }
      if (tokensInputReported !== undefined) tokenUsage.record(tokensInputReported, { ...common, 'gen_ai.token.type': 'input' })
      if (tokensOutput !== undefined) tokenUsage.record(tokensOutput, { ...common, 'gen_ai.token.type': 'output' })
      if (durationMs !== undefined) duration.record(durationMs / 1000, { ...common, ...(error === undefined ? {} : { 'error.type': error.name }) })
      // A counter takes no negative values; a request that grew saved nothing.
      const tokensSaved = record.tokensInputBefore - record.tokensInputAfter
      if (tokensSaved > 0) saved.add(tokensSaved, { ...common, 'headroom.mode': record.mode })
    },
  }
}

/** Bucket bounds of the conventions. */
const tokenBounds = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]
const secondBounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]

/** Names that the conventions know, where ours are others. */
const wellKnownProviders: Readonly<Record<string, string>> = {
  google: 'gcp.gemini', vertex: 'gcp.vertex_ai', azure: 'azure.ai.openai', bedrock: 'aws.bedrock', mistral: 'mistral_ai', xai: 'x_ai',
}

function providerName(provider: string): string {
  return Object.hasOwn(wellKnownProviders, provider) ? wellKnownProviders[provider]! : provider // it has it
}

/** Of the API, so that no type of it is needed by those who have it not. */
interface Api {
  readonly metrics: { getMeter(name: string): MeterLike }
  readonly trace: { getActiveSpan(): SpanLike | undefined }
}

async function loadApi(): Promise<Api> {
  try {
    return await import('@opentelemetry/api')
  } catch (error) {
    throw new ConfigurationError(`@opentelemetry/api could not be loaded; install it with: npm install @opentelemetry/api (${messageOf(error)})`, { cause: error })
  }
}
