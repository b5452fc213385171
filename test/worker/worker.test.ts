import { afterEach, describe, expect, test } from 'vitest'
import { createHeadroomWorker } from '../../src/worker.ts'
import { openWorker } from '../../src/worker/create-headroom-worker.ts'
import type { HeadroomWorker, WorkerLike } from '../../src/worker/create-headroom-worker.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import type { ToWorker } from '../../src/worker/protocol.ts'
import { serveHeadroom } from '../../src/worker/serve-headroom.ts'
import type { OwnOptions, WorkerScope } from '../../src/worker/serve-headroom.ts'
import { countTokens } from '../../src/count-tokens.ts'
import { crush } from '../../src/crush.ts'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import { optimize } from '../../src/optimize.ts'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import { createConceptEmbedder } from '../relevance/concept-embedder.ts'
import type { SessionOptions } from '../../src/options.ts'

const rows = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: 'finished without any errors' })))
const messages = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'list', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content: rows, own: { kept: true } },
]

const opened: HeadroomWorker[] = []
afterEach(async () => { for (const worker of opened.splice(0)) await worker.close().catch(() => undefined) })

/** Both ends in one thread, with everything that crosses copied as between threads. */
function createLoopback(own?: OwnOptions, onEvent: (type: string) => void = () => undefined): { worker: WorkerLike, crash: (message: string) => void } {
  const channel = new MessageChannel()
  const listen = (port: MessagePort) => (listener: (event: never) => void): void => {
    port.addEventListener('message', listener as unknown as (event: MessageEvent) => void)
    port.start()
  }
  serveHeadroom({ postMessage: (message) => { channel.port2.postMessage(message) }, addEventListener: (_, listener) => { listen(channel.port2)(listener) }, dispatchEvent: ({ type }: { readonly type: string }) => { onEvent(type); return true } } satisfies WorkerScope, own)
  let fail: ((event: { message: string }) => void) | undefined
  const worker = {
    postMessage: (message: ToWorker) => { channel.port1.postMessage(message) },
    addEventListener(type: string, listener: (event: never) => void) { if (type === 'message') listen(channel.port1)(listener); else if (type === 'error') fail = listener as typeof fail },
    terminate() { channel.port1.close() },
  }
  return { worker: worker as unknown as WorkerLike, crash: (message) => { fail?.({ message }) } }
}

const open = (options: SessionOptions = {}, own?: OwnOptions): HeadroomWorker => {
  const headroom = openWorker(createLoopback(own).worker, options)
  opened.push(headroom)
  return headroom
}

const hasWorkers = typeof Worker !== 'undefined'
const ways: readonly (readonly [name: string, create: (options?: SessionOptions) => HeadroomWorker])[] = [
  ['across a channel', open],
  ...(hasWorkers ? [['in a worker of its own', (options?: SessionOptions) => { const headroom = createHeadroomWorker(options); opened.push(headroom); return headroom }] as const] : []),
]

describe.each(ways)('%s', (_, create) => {
  test('requests come out as without it, and what no edit names is the very same reference', async () => {
    const headroom = create({ model: 'gpt-4o-mini' })
    const expected = await optimize(messages, { model: 'gpt-4o-mini' })
    const { messages: smaller, report } = await headroom.optimize(messages)
    expect(smaller).toEqual(expected.messages)
    expect({ ...report, timings: {} }).toEqual({ ...expected.report, timings: {} })
    expect(smaller[0]).toBe(messages[0])
    expect((smaller[2] as { own: unknown }).own).toBe(messages[2]!.own)
    const body = { model: 'gpt-4o-mini', messages: messages.slice(0, 1) }
    expect((await headroom.optimize(body)).request).toBe(body)
  })

  test('the other functions answer as without it', async () => {
    const headroom = create({ model: 'gpt-4o-mini' })
    expect((await headroom.crush(rows, { query: 'What failed?' })).text).toBe((await crush(rows, { query: 'What failed?', model: 'gpt-4o-mini' })).text)
    expect(await headroom.countTokens(rows, 'gpt-4o')).toEqual(await countTokens(rows, 'gpt-4o'))
    expect((await headroom.simulate(messages)).mode).toBe('simulate')
    expect((await headroom.getStats()).session.requestsTotal).toBe(1)
    expect(await headroom.getMetrics({ mode: 'optimize' })).toHaveLength(1)
    expect(await headroom.getSummary()).toMatchObject({ totalRequests: 1, simulations: 1 })
    expect(await headroom.validateSetup()).toMatchObject({ valid: true })
  })

  test('records are heard on this side, by each listener until it has heard enough, and counted for Prometheus', async () => {
    const headroom = create()
    const [first, second]: [MetricsRecord[], MetricsRecord[]] = [[], []]
    const endFirst = headroom.onRecord((record) => { first.push(record) })
    await headroom.crush(rows)
    await headroom.getMetrics()
    const endSecond = headroom.onRecord((record) => { second.push(record) })
    await headroom.crush(rows)
    await headroom.getMetrics()
    endFirst()
    endFirst()
    await headroom.crush(rows)
    await headroom.getMetrics()
    endSecond()
    await headroom.crush(rows)
    expect(await headroom.toPrometheus()).toContain('headroom_requests_total{mode="optimize"} 4\n')
    expect([first.length, second.length]).toEqual([2, 2])
    expect(first[1]).toBe(second[0])
    expect((await headroom.getMetrics()).map(({ id }) => id).reverse().slice(0, 3)).toEqual([...first, second[1]].map((record) => record!.id))
  })

  test('an aborted call rejects with the reason, and the next one works', async () => {
    const headroom = create()
    const controller = new AbortController()
    const reason = new Error('never mind')
    const running = headroom.optimize(messages, { signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    await expect(headroom.optimize(messages, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect((await headroom.optimize(messages)).report.tokensSaved).toBeGreaterThan(0)
  })

  test('mistakes come back as the errors that they are', async () => {
    await expect(create().optimize(messages, { modle: 'x' } as object)).rejects.toMatchObject({ name: 'ConfigurationError', code: 'CONFIGURATION', details: { option: 'modle' } })
    await expect(create().crush(7 as unknown as string)).rejects.toMatchObject({ name: 'ValidationError', code: 'VALIDATION' })
  })

  test('reports and log lines are told on this side', async () => {
    const lines: string[] = []
    const seen: unknown[] = []
    const ignore = (): void => undefined
    const headroom = create({ logger: { debug: ignore, info: (line) => lines.push(line), warn: ignore, error: ignore }, onReport: (report, sent) => seen.push(report.tokensSaved, sent) })
    const { messages: smaller, report } = await headroom.optimize(messages)
    expect(seen).toEqual([report.tokensSaved, smaller])
    expect(lines.filter((line) => line.includes('tokens'))).not.toEqual([])
  })

  test('what cannot be copied is optimized on this side, with all options of the session', async () => {
    const odd = [...messages, { role: 'user', content: 'and?', toString: () => 'me' }]
    const reports: unknown[] = []
    const headroom = create({ model: 'gpt-4o-mini', smartCrusher: { minItemsToAnalyze: 4 }, onReport: (report) => { reports.push(report) } })
    const { messages: smaller, report } = await headroom.optimize(odd, { smartCrusher: { maxItemsAfterCrush: 30 } })
    expect(smaller[3]).toBe(odd[3])
    expect(smaller.slice(0, 3)).toEqual((await optimize(messages, { model: 'gpt-4o-mini', smartCrusher: { minItemsToAnalyze: 4, maxItemsAfterCrush: 30 } })).messages)
    expect(reports).toEqual([report])
    const reason = new Error('never mind')
    await expect(create({ signal: AbortSignal.abort(reason) }).optimize(odd)).rejects.toBe(reason)
  })

  test('nothing is added for the provider\'s cache, as optimize never does', async () => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'system', content: 'Be brief. '.repeat(600) }, ...messages.slice(0, 1)] }
    expect((await create({ cacheOptimizer: { enabled: true } }).optimize(body)).request).toBe(body)
  })

  test('after closing, calls reject', async () => {
    const headroom = create()
    await headroom.close()
    await expect(headroom.optimize(messages)).rejects.toThrow('closed')
  })
})

test('what a listener throws, now or later, is a log line, and one that is none is refused at once', async () => {
  const lines: string[] = []
  const ignore = (): void => undefined
  const headroom = open({ logger: { debug: ignore, info: ignore, warn: (line) => { lines.push(line) }, error: ignore } })
  headroom.onRecord(() => { throw new Error('now') })
  headroom.onRecord((() => Promise.reject(new Error('later'))) as () => void)
  await headroom.crush(rows)
  await headroom.getMetrics()
  expect(lines).toEqual(['onRecord failed: now', 'onRecord failed: later'])
  expect(() => headroom.onRecord('log' as unknown as () => void)).toThrow('onRecord takes a function, got string')
})

test('without metrics there is nothing to listen to, whichever side switches them off', async () => {
  expect(() => open({ metrics: false }).onRecord(() => undefined)).toThrow('metrics are switched off')
  const lines: string[] = []
  const ignore = (): void => undefined
  const headroom = open({ logger: { debug: ignore, info: ignore, warn: (line) => { lines.push(line) }, error: ignore } }, { metrics: false })
  headroom.onRecord(() => undefined)
  await expect(headroom.toPrometheus()).rejects.toThrow('metrics are switched off')
  expect(lines).toEqual([expect.stringContaining('onRecord hears nothing')])
})

test('a page that may be about to end tells its worker, until the session is closed', async () => {
  let leave: (() => void) | undefined
  const heard: string[] = []
  const headroom = openWorker(createLoopback({}, (type) => { heard.push(type) }).worker, {}, (callback) => {
    leave = callback
    return () => { leave = undefined }
  })
  leave!()
  await headroom.getStats()
  expect(heard).toEqual(['pagehide'])
  await headroom.close()
  expect(leave).toBeUndefined()
})

test('a worker that crashes fails what waits for it, and what comes later', async () => {
  const { worker, crash } = createLoopback()
  const headroom = openWorker(worker, {})
  const waiting = headroom.optimize(messages)
  crash('out of memory')
  await expect(waiting).rejects.toThrow('the worker failed: out of memory')
  await expect(headroom.optimize(messages)).rejects.toThrow('out of memory')
})

test.each<{ option: string, options: SessionOptions }>([
  { option: 'transforms', options: { transforms: [{ name: 'own', apply: () => ({ edits: [], decisions: [], warnings: [] }) }] } },
  { option: 'tokenCounter', options: { tokenCounter: { count: (text) => text.length } } },
  { option: 'smartCrusher.relevance.scorer', options: { smartCrusher: { relevance: { scorer: { name: 'own', score: () => [] } } } } },
  { option: 'relevance.scorer', options: { toolProfiles: { list: { relevance: { scorer: { name: 'own', score: () => [] } } } } } },
  { option: 'smartCrusher.relevance.embedder', options: { smartCrusher: { relevance: { embedder: createConceptEmbedder() } } } },
  { option: 'metrics.store', options: { metrics: { store: createMemoryStore() } } },
])('$option cannot cross, and this is said', ({ option, options }) => {
  expect(() => open(options)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(`${option} cannot cross to a worker`) as string }))
})

describe('the options of a worker\'s own side', () => {
  const relevance = async () => ({ table: await loadStaticTable(), embedder: createConceptEmbedder() })

  test('may hold a table and an embedder, and calls wait for them', async () => {
    const headroom = open({ smartCrusher: { relevance: { maxEmbeddedRows: 8 } } }, async () => ({ smartCrusher: { index: false, relevance: await relevance() } }))
    const { report, messages: smaller } = await headroom.optimize(messages)
    expect(report.decisions[0]!.relevance).toBe('hybrid (bm25, static, embedding)')
    const expected = await optimize(messages, { smartCrusher: { index: false, relevance: { maxEmbeddedRows: 8, ...await relevance() } } })
    expect(smaller).toEqual(expected.messages)
  })

  test('give way to the page\'s', async () => {
    const headroom = open({ smartCrusher: { relevance: { tier: 'bm25' } } }, { smartCrusher: { relevance: await relevance() } })
    expect((await headroom.optimize(messages)).report.decisions[0]!.relevance).toBe('bm25')
  })

  test('that cannot be loaded reject the calls, and say why', async () => {
    const headroom = open({}, () => Promise.reject(new Error('no such table')))
    await expect(headroom.optimize(messages)).rejects.toThrow('no such table')
    const wrong = open({}, { smartCrusher: { relevance: { tier: 'static' } } })
    await expect(wrong.optimize(messages)).rejects.toMatchObject({ code: 'CONFIGURATION' })
  })
})

test.skipIf(hasWorkers)('where there are no workers, this is said', () => {
  expect(() => createHeadroomWorker()).toThrow('there are no web workers here')
})
