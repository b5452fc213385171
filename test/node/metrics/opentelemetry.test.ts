import { AsyncLocalStorage } from 'node:async_hooks'
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api'
import type { Context, ContextManager } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { createOpenTelemetryMetrics } from '../../../src/metrics/drivers/opentelemetry.ts'
import { recordOf } from '../../arbitraries/metrics-record.ts'

/** As the SDK's for Node, in as much as the test needs. */
function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  return manager
}

test('the active span of the real API gets the attributes; without an SDK nothing happens', async () => {
  const { add } = await createOpenTelemetryMetrics()
  add(recordOf({ tokensOutput: 5, durationMs: 10 }))
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  context.setGlobalContextManager(createContextManager())
  const span = provider.getTracer('test').startSpan('chat gpt-4o-mini')
  context.with(trace.setSpan(context.active(), span), () => { add(recordOf({ tokensOutput: 7 })) })
  span.end()
  const [exported] = exporter.getFinishedSpans()
  expect(exported!.attributes).toMatchObject({ 'gen_ai.provider.name': 'openai', 'gen_ai.usage.output_tokens': 7, 'headroom.tokens.saved': 750, 'headroom.transforms': ['smart-crusher'] })
  context.disable()
})
