import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createMiniLm, type MiniLm, type MiniLmOptions, type ModelProgress } from '../../../src/relevance/drivers/minilm.ts'
import { cosine, describeEmbedder } from '../../contracts/embedder.ts'

const isPage = typeof document !== 'undefined'
const modelPath = new URL('../../../models/all-MiniLM-L6-v2/', import.meta.url).href
const config = { hidden_size: 384, model_type: 'bert' }

/** Serves the files of a model that no runtime loads; `files` replaces some. */
function serve(files: Readonly<Record<string, () => Response | Promise<Response>>> = {}): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL, { signal }: { signal: AbortSignal }) => {
    asked.push(url.href)
    const name = Object.keys(files).find((file) => url.pathname.endsWith(file))
    const answer = name === undefined ? new Response(url.pathname.endsWith('/config.json') ? JSON.stringify(config) : url.pathname.endsWith('.json') ? '{}' : 'weights') : files[name]!()
    return Promise.race([Promise.resolve(answer), new Promise<never>((_, reject) => { signal.addEventListener('abort', () => { reject(signal.reason) }) })])
  })
  return asked
}

interface FakeRuntime {
  readonly env: Record<string, unknown>
  readonly loads: Record<string, unknown>[]
  /** What the runtime got when it asked for the model. */
  readonly given: unknown[]
  readonly disposed: () => number
  readonly importTransformers: () => Promise<unknown>
}

/** What we use of Transformers.js, with a model whose answers are given. */
function createRuntime(answer: (texts: number) => Promise<Float32Array> | Float32Array = (texts) => new Float32Array(texts * 2 * 384).fill(1)): FakeRuntime {
  const env = { allowLocalModels: false, useCustomCache: false, customCache: null as unknown, useWasmCache: true, backends: { onnx: { wasm: { wasmPaths: 'https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/' as unknown, numThreads: 0 } } } }
  const loads: Record<string, unknown>[] = []
  const given: unknown[] = []
  let disposed = 0
  class Tensor {
    constructor(readonly type: string, readonly data: unknown, readonly dims: number[]) {}
    dispose(): void {}
  }
  const module = {
    env, Tensor,
    PretrainedConfig: class { constructor(values: object) { Object.assign(this, values) } },
    PreTrainedTokenizer: class { constructor() { return Object.assign(() => ({ input_ids: [101, 102] })) } },
    AutoModel: {
      async from_pretrained(name: string, options: Record<string, unknown>) {
        loads.push({ ...options, wasmPaths: env.backends.onnx.wasm.wasmPaths, numThreads: env.backends.onnx.wasm.numThreads })
        const cache = env.customCache as { match(name: string): Promise<Response | string | undefined> }
        const found = await cache.match(`/models/${name}/onnx/model_quantized.onnx`)
        given.push(found instanceof Response ? await found.text() : found, await cache.match('another/model/onnx/model_quantized.onnx'))
        return Object.assign(async ({ input_ids: { dims } }: { input_ids: Tensor }) => ({ last_hidden_state: new Tensor('float32', await answer(dims[0]!), [dims[0]!, dims[1]!, 384]) }), { dispose: async () => { disposed++ } })
      },
    },
  }
  return { env, loads, given, disposed: () => disposed, importTransformers: async () => module }
}

let folders = 0
/** Each is used once: a page keeps what it downloads. */
const folder = (): string => `https://example.test/${Date.now()}-${folders++}/minilm`

afterEach(() => { vi.unstubAllGlobals() })
afterAll(async () => { if (isPage) await caches.delete('headroom-models') })

describe('MiniLM', () => {
  let miniLm: MiniLm
  const seen: ModelProgress[] = []
  beforeAll(async () => {
    miniLm = createMiniLm({ modelPath, onProgress: (progress) => seen.push(progress) })
    await miniLm.load()
  }, 120_000)
  afterAll(() => miniLm.unload())

  describeEmbedder('MiniLM', () => miniLm)

  const texts = ['The cat sits outside', 'A feline is outdoors', 'The stock market fell']
  test('tells meanings apart', async () => {
    const [cat, feline, market] = await miniLm.embed(texts)
    // 0.565 and 0.169 in Node and Chromium alike; a processor with other instructions for int8 may differ in the third digit.
    expect(Math.abs(cosine(cat!, feline!) - 0.565)).toBeLessThan(0.01)
    expect(Math.abs(cosine(cat!, market!) - 0.169)).toBeLessThan(0.01)
  })

  test.skipIf(isPage)('gives the known figures for texts in one run', async () => {
    const together = createMiniLm({ modelPath, batchSize: 3 })
    const [cat, feline, market] = await together.embed(texts)
    await together.unload()
    expect(Math.abs(cosine(cat!, feline!) - 0.557)).toBeLessThan(0.01)
    expect(Math.abs(cosine(cat!, market!) - 0.164)).toBeLessThan(0.01)
  })

  test('told how far its files were', () => {
    expect(seen.at(-1)).toEqual({ loadedBytes: isPage ? 23_684_993 : 712_623, totalBytes: 23_684_993 })
    expect(seen.map(({ loadedBytes }) => loadedBytes)).toEqual(seen.map(({ loadedBytes }) => loadedBytes).sort((a, b) => a - b))
  })

  test('looks at no more of a text than it is told', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ')
    const [whole, same, other] = await miniLm.embed([words, `${words} and more`, `not ${words}`])
    expect(whole).toEqual(same)
    expect(whole).not.toEqual(other)
  })

  test('left the settings of Transformers.js as they were', async () => {
    const { env } = await import('@huggingface/transformers')
    expect({ local: env.allowLocalModels, remote: env.allowRemoteModels, custom: env.useCustomCache, cache: env.customCache }).toEqual({ local: !isPage, remote: true, custom: false, cache: null })
    if (isPage) expect(JSON.stringify(env.backends.onnx.wasm?.wasmPaths)).toContain('cdn.jsdelivr.net')
  })
})

describe('createMiniLm', () => {
  test.each([
    { name: 'neither a folder nor a download', options: {}, says: /npx headroom model DIR.*modelPath.*remote: true/ },
    { name: 'both', options: { modelPath: 'https://example.test/m', remote: true }, says: /contradict each other/ },
    { name: 'no path', options: { modelPath: '' }, says: /modelPath must be the path or the URL of a folder, got ''/ },
    { name: 'a path that is none', options: { modelPath: null as unknown as string }, says: /modelPath must be the path or the URL of a folder, got null/ },
    { name: 'the URL of what can hold no files', options: { modelPath: 'data:text/plain,minilm' }, says: /modelPath must be the path or the URL of a folder, got "data:text\/plain,minilm"/ },
    { name: 'no options', options: undefined as unknown as MiniLmOptions, says: /npx headroom model DIR.*modelPath.*remote: true/ },
    { name: 'no thread', options: { modelPath, threads: 0 }, says: /threads must be a whole number from 1 to 64, got 0/ },
    { name: 'two pieces', options: { modelPath, maxTokens: 2 }, says: /maxTokens must be a whole number from 3 to 512, got 2/ },
    { name: 'half a batch', options: { modelPath, batchSize: 0.5 }, says: /batchSize must be a whole number from 1 to 1024, got 0.5/ },
    { name: 'a device that is none', options: { modelPath, device: 'tpu' as 'cpu' }, says: /device must be 'cpu', 'wasm' or 'webgpu', got "tpu"/ },
    ...(isPage ? [{ name: 'threads without their files', options: { modelPath, threads: 2 }, says: /threads: 2 needs wasmPaths in a page/ }] : []),
  ] satisfies { name: string, options: MiniLmOptions, says: RegExp }[])('refuses $name at once', ({ options, says }) => {
    expect(() => createMiniLm(options)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(says) as string }))
  })

  test('does nothing before its first call, and the id names what changes its vectors', () => {
    const asked = serve()
    const ids = [{}, { maxTokens: 64 }, { batchSize: 8 }, { threads: 4, wasmPaths: '/ort/' }, { device: 'webgpu' as const }].map((options) => createMiniLm({ modelPath: 'https://example.test/a/minilm/', ...options }).id)
    expect(ids).toEqual(['minilm/q8/24', 'minilm/q8/64', 'minilm/q8/24/batch-8', 'minilm/q8/24', 'minilm/q8/24/webgpu'])
    expect(asked).toEqual([])
  })

  test('loads once for all calls, with settings that it puts back', async () => {
    const asked = serve()
    const runtime = createRuntime()
    const before = structuredClone(runtime.env)
    const base = folder()
    const miniLm = createMiniLm({ modelPath: base, threads: 2, wasmPaths: '/ort/', importTransformers: runtime.importTransformers })
    await Promise.all([miniLm.load(), miniLm.embed(['a']), miniLm.embed(['b'])])
    await miniLm.load()
    expect(asked.sort()).toEqual(['config.json', 'onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json'].map((name) => `${base}/${name}`))
    expect(runtime.loads).toEqual([expect.objectContaining({ dtype: 'q8', local_files_only: true, wasmPaths: isPage ? `${location.origin}/ort/` : '/ort/', numThreads: 2 })])
    expect(runtime.given).toEqual(['weights', undefined])
    expect(runtime.env).toEqual(before)
  })

  test('takes the copy of the bundler, not that of a server of others', async () => {
    serve()
    const runtime = createRuntime()
    await createMiniLm({ modelPath: folder(), importTransformers: runtime.importTransformers }).load()
    const threads = isPage ? 1 : Math.min(2, (await import('node:os')).availableParallelism())
    expect(runtime.loads).toEqual([expect.objectContaining({ wasmPaths: undefined, numThreads: threads })])
  })

  test('unloads, rejects what waits, and loads again', async () => {
    serve()
    let answer: (states: Float32Array) => void = () => undefined
    const runtime = createRuntime((texts) => texts === 1 ? new Promise((resolve) => { answer = resolve }) : new Float32Array())
    const miniLm = createMiniLm({ modelPath: folder(), importTransformers: runtime.importTransformers })
    await miniLm.unload()
    await miniLm.load()
    const waiting = miniLm.embed(['a', 'b'])
    await vi.waitFor(() => { expect(answer.length).toBe(1) })
    const unloading = miniLm.unload()
    answer(new Float32Array(2 * 384).fill(1))
    await expect(waiting).rejects.toThrow('unloaded while this call waited')
    await unloading
    expect(runtime.disposed()).toBe(1)
    await miniLm.load()
    expect(runtime.loads).toHaveLength(2)
  })

  test.each([
    { name: 'a missing package', options: { importTransformers: () => Promise.reject(new Error('Cannot find package')) }, says: /Cannot find package.*npm install @huggingface\/transformers/ },
    { name: 'a missing file', files: { 'tokenizer.json': () => new Response('', { status: 404, statusText: 'Not Found' }) }, says: /tokenizer\.json \(the server answered 404 Not Found\).*npx headroom model DIR.*modelPath.*remote: true/ },
    { name: 'a page in place of a file', files: { 'config.json': () => new Response('<!doctype html>') }, says: /config\.json \(not JSON/ },
    { name: 'no server', files: { '.onnx': () => Promise.reject(new TypeError('no connection')) }, says: /model_quantized\.onnx \(no connection\)/ },
    { name: 'another model', files: { '/config.json': () => new Response('{"hidden_size":768}') }, says: /holds another model: its vectors have 768 dimensions/ },
  ] satisfies { name: string, options?: Partial<MiniLmOptions>, files?: Parameters<typeof serve>[0], says: RegExp }[])('says what is wrong with $name, and may be called again', async ({ options = {}, files = {}, says }) => {
    serve(files)
    const base = folder()
    const runtime = createRuntime()
    const miniLm = createMiniLm({ modelPath: base, importTransformers: runtime.importTransformers, ...options })
    await expect(miniLm.embed(['a'])).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(says) as string }))
    if (Object.keys(files).length === 0) return
    serve()
    await miniLm.load()
  })

  test('says that the runtime did not load it, and asks for the files anew', async () => {
    const asked = serve()
    const runtime = createRuntime()
    let fails = true
    const miniLm = createMiniLm({ modelPath: folder(), importTransformers: async () => {
      const module = await runtime.importTransformers() as { AutoModel: object }
      return fails ? { ...module, AutoModel: { from_pretrained: () => Promise.reject(new Error('no more memory')) } } : module
    } })
    await expect(miniLm.load()).rejects.toThrow(/example\.test.* does not load: no more memory/)
    fails = false
    await miniLm.load()
    expect(asked).toHaveLength(8)
  })

  test('a model that answers with what is no number fails the call', async () => {
    serve()
    const runtime = createRuntime((texts) => new Float32Array(texts * 2 * 384).fill(NaN))
    await expect(createMiniLm({ modelPath: folder(), importTransformers: runtime.importTransformers }).embed(['a'])).rejects.toThrow('no number')
  })

  test('an aborted load stops the download, unless another call waits; an aborted embed leaves it', async () => {
    let isStopped = false
    const asked = serve({ '.onnx': () => new Promise<Response>(() => undefined) })
    const fetchFile = globalThis.fetch
    vi.stubGlobal('fetch', (url: URL, init: { signal: AbortSignal }) => {
      init.signal.addEventListener('abort', () => { isStopped = true })
      return fetchFile(url, init)
    })
    const runtime = createRuntime()
    const miniLm = createMiniLm({ modelPath: folder(), importTransformers: runtime.importTransformers })
    const [first, second] = [new AbortController(), new AbortController()]
    const calls = [miniLm.load({ signal: first.signal }), miniLm.load({ signal: second.signal })]
    await vi.waitFor(() => { expect(asked).toHaveLength(4) })
    first.abort('first')
    await expect(calls[0]).rejects.toBe('first')
    expect(isStopped).toBe(false)
    second.abort('second')
    await expect(calls[1]).rejects.toBe('second')
    expect(isStopped).toBe(true)

    isStopped = false
    const third = new AbortController()
    const call = miniLm.embed(['a'], { signal: third.signal })
    await vi.waitFor(() => { expect(asked).toHaveLength(8) })
    third.abort('third')
    await expect(call).rejects.toBe('third')
    expect(isStopped).toBe(false)
    await miniLm.unload()
    expect(isStopped).toBe(true)
  })

  test('a call that is aborted when the model is there leaves it there', async () => {
    const asked = serve()
    const runtime = createRuntime()
    const miniLm = createMiniLm({ modelPath: folder(), importTransformers: runtime.importTransformers })
    await miniLm.load()
    const controller = new AbortController()
    const call = miniLm.load({ signal: controller.signal }).catch(() => undefined)
    controller.abort('late')
    await call
    await miniLm.load()
    expect(runtime.loads).toHaveLength(1)
    expect(asked).toHaveLength(4)
  })

  test('a model that is made after its load was aborted is given back', async () => {
    serve()
    const runtime = createRuntime()
    let start: () => void = () => undefined
    const begun = new Promise<void>((resolve) => { start = resolve })
    let made: () => void = () => undefined
    const miniLm = createMiniLm({ modelPath: folder(), importTransformers: async () => {
      start()
      await new Promise<void>((resolve) => { made = resolve })
      return runtime.importTransformers()
    } })
    const controller = new AbortController()
    const call = miniLm.load({ signal: controller.signal })
    await begun
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
    made()
    await vi.waitFor(() => { expect(runtime.disposed()).toBe(1) })
  })

  test('a file that is missing stops the download of the others', async () => {
    const stopped: string[] = []
    let running = 0
    let answer: (response: Response) => void = () => undefined
    vi.stubGlobal('fetch', (url: URL, { signal }: { signal: AbortSignal }) => new Promise((resolve, reject) => {
      if (url.pathname.endsWith('/config.json')) answer = resolve
      if (++running === 4) answer(new Response('', { status: 404 }))
      if (!url.pathname.endsWith('/config.json')) {
        signal.addEventListener('abort', () => {
          stopped.push(url.pathname.split('/').at(-1)!)
          reject(signal.reason as Error)
        })
      }
    }))
    await expect(createMiniLm({ modelPath: folder(), importTransformers: createRuntime().importTransformers }).load()).rejects.toThrow(/config\.json \(the server answered 404/)
    expect(stopped.sort()).toEqual(['model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json'])
  })

  test.runIf(isPage)('a page downloads it once', async () => {
    const base = folder()
    const asked = serve()
    const runtime = createRuntime()
    const open = (): MiniLm => createMiniLm({ modelPath: base, importTransformers: runtime.importTransformers })
    await open().load()
    expect(asked).toHaveLength(4)
    await open().load()
    expect(asked).toHaveLength(4)
    expect(runtime.given).toEqual(['weights', undefined, 'weights', undefined])
  })

  test.runIf(isPage)('a page that is told to download it checks what it gets', async () => {
    const asked = serve()
    await expect(createMiniLm({ remote: true, importTransformers: createRuntime().importTransformers }).load()).rejects.toThrow('is not the one that is known')
    expect(asked.every((url) => url.startsWith('https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main/'))).toBe(true)
  })
})
