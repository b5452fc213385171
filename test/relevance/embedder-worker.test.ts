import { afterAll, describe, expect, test, vi } from 'vitest'
import { createMiniLmWorker } from '../../src/relevance/drivers/minilm-worker.ts'
import { openEmbedderWorker, serveEmbedder } from '../../src/relevance/embedder-worker.ts'
import type { EmbedderWorkerLike, FromEmbedderWorker, LoadableEmbedder, ToEmbedderWorker } from '../../src/relevance/embedder-worker.ts'
import { cosine, describeEmbedder } from '../contracts/embedder.ts'
import { createHashEmbedder } from './hash-embedder.ts'

const isPage = typeof document !== 'undefined'
const modelPath = new URL('../../models/all-MiniLM-L6-v2/', import.meta.url).href

interface Ends { readonly worker: EmbedderWorkerLike; fail(message: string): void; readonly isTerminated: () => boolean }

/** Both sides in this thread, with copies of messages between them. */
function connect(create: Parameters<typeof serveEmbedder>[1]): Ends {
  type Listener<Message> = (event: { readonly data: Message }) => void
  const outside: Listener<FromEmbedderWorker>[] = []
  const inside: Listener<ToEmbedderWorker>[] = []
  const failing: ((event: { readonly message?: string }) => void)[] = []
  let isTerminated = false
  const send = <Message>(listeners: readonly Listener<Message>[], data: Message): void => {
    const copy = structuredClone(data)
    queueMicrotask(() => { if (!isTerminated) for (const listener of listeners) listener({ data: copy }) })
  }
  serveEmbedder({ postMessage: (message) => { send(outside, message) }, addEventListener: (_, listener) => { inside.push(listener) } }, create)
  return {
    worker: {
      postMessage: (message) => { send(inside, message) },
      addEventListener: (type: string, listener: never) => { (type === 'message' ? outside : type === 'error' ? failing : []).push(listener) },
      terminate: () => { isTerminated = true },
    },
    fail: (message) => { for (const listener of failing) listener({ message }) },
    isTerminated: () => isTerminated,
  }
}

const loadable = (part: Partial<LoadableEmbedder> = {}): LoadableEmbedder => ({ ...createHashEmbedder(), load: async () => undefined, unload: async () => undefined, ...part })
const open = (create: Parameters<typeof serveEmbedder>[1], more: { onProgress?: (progress: unknown) => void } = {}): { embedder: LoadableEmbedder; started: Ends[] } => {
  const started: Ends[] = []
  const startWorker = (): EmbedderWorkerLike => {
    const ends = connect(create)
    started.push(ends)
    return ends.worker
  }
  return { embedder: openEmbedderWorker({ id: 'hash', dimensions: 4, options: { some: 'option' }, startWorker, ...more }), started }
}

describeEmbedder('an embedder in a worker', () => open(() => loadable()).embedder)

describe('an embedder in a worker', () => {
  test('starts with its first call, gets its options, and tells of progress', async () => {
    const seen: unknown[] = []
    const { embedder, started } = open((options, onProgress) => loadable({ load: async () => { onProgress(options) } }), { onProgress: (progress) => seen.push(progress) })
    expect(started).toHaveLength(0)
    await embedder.load()
    expect(seen).toEqual([{ some: 'option' }])
    await embedder.embed(['a'])
    expect(started).toHaveLength(1)
  })

  test('an aborted call aborts on the other side', async () => {
    const signals: AbortSignal[] = []
    const { embedder } = open(() => loadable({ embed: (_, { signal } = {}) => new Promise((_resolve, reject) => {
      signals.push(signal!)
      signal!.addEventListener('abort', () => { reject(signal!.reason) })
    }) }))
    const controller = new AbortController()
    const call = embedder.embed(['a'], { signal: controller.signal })
    await vi.waitFor(() => { expect(signals).toHaveLength(1) })
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
    await vi.waitFor(() => { expect(signals[0]!.aborted).toBe(true) })
  })

  test.each([
    { name: 'options that are refused there', create: () => { throw new Error('no such option') }, says: 'no such option' },
    { name: 'a model that fails', create: () => loadable({ embed: () => Promise.reject(new Error('out of memory')) }), says: 'out of memory' },
  ])('$name reject the call', async ({ create, says }) => {
    await expect(open(create).embedder.embed(['a'])).rejects.toThrow(says)
  })

  test('options that cannot be sent reject each call, and leave no worker behind', async () => {
    const started: Ends[] = []
    const startWorker = (): EmbedderWorkerLike => {
      const ends = connect(() => loadable())
      started.push(ends)
      return ends.worker
    }
    const embedder = openEmbedderWorker({ id: 'hash', dimensions: 4, options: { importTransformers: () => undefined }, startWorker })
    for (let call = 0; call < 2; call++) await expect(embedder.embed(['a'])).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining('cannot be sent to a worker') as string }))
    expect(started.map((ends) => ends.isTerminated())).toEqual([true, true])
  })

  test('a worker that dies rejects what waits, and the next call starts another', async () => {
    const { embedder, started } = open(() => loadable(started.length > 1 ? {} : { embed: () => new Promise(() => undefined) }))
    const call = embedder.embed(['a'])
    started[0]!.fail('out of memory')
    await expect(call).rejects.toThrow("the embedder's worker failed: out of memory")
    expect(started[0]!.isTerminated()).toBe(true)
    expect(await embedder.embed(['a'])).toHaveLength(1)
    expect(started).toHaveLength(2)
  })

  test('unload ends the worker, also one that never answers; the next call starts another', async () => {
    let hangs = true
    const { embedder, started } = open(() => loadable(hangs ? { embed: () => new Promise(() => undefined) } : {}))
    const call = embedder.embed(['a'])
    await Promise.resolve()
    const unloading = embedder.unload()
    await expect(call).rejects.toThrow('unloaded while this call waited')
    await unloading
    expect(started[0]!.isTerminated()).toBe(true)
    hangs = false
    expect(await embedder.embed(['a'])).toHaveLength(1)
    expect(started).toHaveLength(2)
  })
})

describe('createMiniLmWorker', () => {
  const opened: LoadableEmbedder[] = []
  afterAll(async () => { for (const embedder of opened) await embedder.unload() })

  test('refuses wrong options at once', () => {
    expect(() => createMiniLmWorker({ modelPath, maxTokens: 1, startWorker: () => { throw new Error('started') } })).toThrow('maxTokens must be')
  })

  test.skipIf(isPage)('says that there are no workers', () => {
    expect(() => createMiniLmWorker({ modelPath })).toThrow('there are no web workers here; use createMiniLm()')
  })

  test.runIf(isPage)('embeds in a worker of its own while the page goes on', async () => {
    let loaded = 0
    const embedder = createMiniLmWorker({ modelPath, onProgress: ({ loadedBytes }) => { loaded = loadedBytes } })
    opened.push(embedder)
    await embedder.load()
    expect(loaded).toBe(23_684_993)
    const [cat, feline, market] = await embedder.embed(['The cat sits outside', 'A feline is outdoors', 'The stock market fell'])
    expect(Math.abs(cosine(cat!, feline!) - 0.565)).toBeLessThan(0.01)
    expect(Math.abs(cosine(cat!, market!) - 0.169)).toBeLessThan(0.01)
  }, 120_000)

  test.runIf(isPage)('says that the model is not where it was told', async () => {
    const embedder = createMiniLmWorker({ modelPath: '/models/nowhere' })
    opened.push(embedder)
    await expect(embedder.load()).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining('/models/nowhere/') as string }))
  })
})
