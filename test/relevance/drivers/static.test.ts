import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { loadStaticTable, type StaticTableProgress } from '../../../src/relevance/drivers/static.ts'
import { packPieces } from '../../../src/relevance/pack-pieces.ts'
import type { StaticTable } from '../../../src/relevance/static-table.ts'

const vocabulary = '[UNK]\ncat\ndog\n'
const packed = packPieces(vocabulary)
const vectors = Uint8Array.of(0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0xfb, 12)

/** Serves the small table, in parts; every address is used once, since loads are shared. */
function serve(files: Readonly<Record<string, Response | Promise<Response> | Error>>): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL, { signal }: { signal: AbortSignal }) => {
    asked.push(url.href)
    const file = files[url.pathname.split('/').at(-1)!]!
    if (file instanceof Error) throw file
    return Promise.race([Promise.resolve(file), new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => { reject(signal.reason) })
    })])
  })
  return asked
}

function inParts(bytes: Uint8Array, parts: number, headers: Record<string, string> = {}): Response {
  const size = Math.ceil(bytes.length / parts)
  return new Response(new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  }), { headers })
}

const whole = (): Record<string, Response> => ({
  'vectors.i8': inParts(vectors, 3, { 'content-length': String(vectors.length) }),
  'vocab.bin': inParts(packed, 2, { 'content-length': String(packed.length) }),
})

afterEach(() => { vi.unstubAllGlobals() })

describe('loadStaticTable', () => {
  let own: StaticTable
  beforeAll(async () => { own = await loadStaticTable() })

  test('finds the files of the package and reads them once', async () => {
    vi.stubGlobal('fetch', () => { throw new Error('asked again') })
    expect(own.dimensions).toBe(128)
    expect(await loadStaticTable()).toBe(own)
    expect(await Promise.all([loadStaticTable({}), loadStaticTable({ onProgress: () => undefined })])).toEqual([own, own])
  })

  test.each([
    { name: 'packed', given: packed },
    { name: 'as text', given: vocabulary },
  ])('takes bytes with a vocabulary $name', async ({ given }) => {
    for (const rows of [vectors, new Int8Array(vectors.buffer)]) {
      const table = await loadStaticTable({ vectors: rows, vocabulary: given })
      expect(Array.from(table.vectorOf('cat Dog, cat').sum)).toEqual([6, 8, -5, 12])
    }
  })

  test('loads from a folder, with or without a slash at its end, and shares the load', async () => {
    const asked = serve(whole())
    const tables = await Promise.all([loadStaticTable({ baseUrl: 'https://example.test/a' }), loadStaticTable({ baseUrl: new URL('https://example.test/a/') })])
    expect(tables[0]).toBe(tables[1])
    expect(tables[0].dimensions).toBe(4)
    expect(asked).toEqual(['https://example.test/a/vectors.i8', 'https://example.test/a/vocab.bin'])
  })

  test('tells how far it is', async () => {
    serve(whole())
    const seen: StaticTableProgress[] = []
    await loadStaticTable({ baseUrl: 'https://example.test/progress', onProgress: (progress) => seen.push(progress) })
    expect(seen).toHaveLength(5)
    const loaded = seen.map((progress) => progress.loadedBytes)
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b))
    expect(seen.at(-1)).toEqual({ loadedBytes: vectors.length + packed.length, totalBytes: vectors.length + packed.length })
  })

  test.each([
    { name: 'does not say how long its answer is', headers: {} },
    { name: 'says how long its answer is compressed', headers: { 'content-length': '5', 'content-encoding': 'gzip' } },
  ])('names no total where the server $name', async ({ headers }) => {
    serve({ 'vectors.i8': inParts(vectors, 1, headers), 'vocab.bin': inParts(packed, 1) })
    const seen: StaticTableProgress[] = []
    await loadStaticTable({ baseUrl: `https://example.test/total-${Object.keys(headers).length}`, onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toEqual({ loadedBytes: vectors.length + packed.length, totalBytes: undefined })
  })

  test.each([
    { name: 'that are missing', folder: 'missing', files: { 'vectors.i8': new Response('', { status: 404, statusText: 'Not Found' }), 'vocab.bin': inParts(packed, 1) }, says: /vectors\.i8 \(the server answered 404 Not Found\).*baseUrl/ },
    { name: 'that no server has', folder: 'down', files: { 'vectors.i8': inParts(vectors, 1), 'vocab.bin': new TypeError('no connection') }, says: /vocab\.bin \(no connection\).*baseUrl/ },
    { name: 'that are a page which says they are missing', folder: 'page', files: { 'vectors.i8': new Response('<p>home'), 'vocab.bin': new Response('<p>home') }, says: /example\.test.*are not the files of a static table: .*no packed vocabulary/ },
    { name: 'that do not belong together', folder: 'mixed', files: { 'vectors.i8': inParts(vectors.slice(1), 1), 'vocab.bin': inParts(packed, 1) }, says: /are not the files of a static table: vectors must have/ },
  ])('says what is wrong with files $name, and may be called again', async ({ folder, files, says }) => {
    serve(files)
    const baseUrl = `https://example.test/${folder}`
    await expect(loadStaticTable({ baseUrl })).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(says) as string }))
    serve(whole())
    expect((await loadStaticTable({ baseUrl })).dimensions).toBe(4)
  })

  test.each([
    { name: 'vectors without a vocabulary', options: { vectors }, says: /belong together/ },
    { name: 'a vocabulary without vectors', options: { vocabulary }, says: /belong together/ },
    { name: 'vectors of another vocabulary', options: { vectors: vectors.slice(1), vocabulary }, says: /multiple of 4/ },
    { name: 'vectors that are no bytes', options: { vectors: vectors.buffer as unknown as Uint8Array, vocabulary }, says: /vectors must be a Uint8Array or an Int8Array, got ArrayBuffer/ },
    { name: 'vectors of wider numbers', options: { vectors: Float32Array.from(vectors) as unknown as Uint8Array, vocabulary }, says: /vectors must be a Uint8Array or an Int8Array, got Float32Array/ },
    { name: 'a vocabulary that is no bytes', options: { vectors, vocabulary: packed.buffer as unknown as Uint8Array }, says: /vocabulary must be a Uint8Array or the text of a vocab\.txt, got ArrayBuffer/ },
    { name: 'a folder that is none', options: { baseUrl: 'http://' }, says: /baseUrl must be the URL of a folder/ },
  ])('refuses $name', async ({ options, says }) => {
    await expect(loadStaticTable(options)).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(says) as string }))
  })

  test('an aborted call rejects with the reason, and starts nothing when it comes too late', async () => {
    const asked = serve(whole())
    await expect(loadStaticTable({ baseUrl: 'https://example.test/late', signal: AbortSignal.abort('too late') })).rejects.toBe('too late')
    expect(asked).toEqual([])
  })

  test('a call that is aborted when the table is there leaves it there', async () => {
    const asked = serve(whole())
    const baseUrl = 'https://example.test/there'
    const table = await loadStaticTable({ baseUrl })
    const controller = new AbortController()
    const call = loadStaticTable({ baseUrl, signal: controller.signal }).catch(() => undefined)
    controller.abort('late')
    await call
    expect(await loadStaticTable({ baseUrl })).toBe(table)
    expect(asked).toHaveLength(2)
  })

  test('a file that is missing stops the download of the other', async () => {
    let isStopped = false
    vi.stubGlobal('fetch', (url: URL, { signal }: { signal: AbortSignal }) => url.pathname.endsWith('vocab.bin')
      ? Promise.resolve(new Response('', { status: 404 }))
      : new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          isStopped = true
          reject(signal.reason as Error)
        })
      }))
    await expect(loadStaticTable({ baseUrl: 'https://example.test/half' })).rejects.toThrow(/vocab\.bin \(the server answered 404/)
    expect(isStopped).toBe(true)
  })

  test('never says that more is there than comes', async () => {
    serve({ 'vectors.i8': inParts(vectors, 1, { 'content-length': '5' }), 'vocab.bin': inParts(packed, 1, { 'content-length': '5' }) })
    const seen: StaticTableProgress[] = []
    await loadStaticTable({ baseUrl: 'https://example.test/hidden-encoding', onProgress: (progress) => seen.push(progress) })
    expect(seen.every(({ loadedBytes, totalBytes }) => totalBytes === undefined || totalBytes >= loadedBytes)).toBe(true)
  })

  test('an aborted call leaves the others their download; the last one ends it', async () => {
    const slow = deferred<Response>()
    serve({ ...whole(), 'vectors.i8': slow.promise })
    const [first, second] = [new AbortController(), new AbortController()]
    const baseUrl = 'https://example.test/aborted'
    const calls = [loadStaticTable({ baseUrl, signal: first.signal }), loadStaticTable({ baseUrl, signal: second.signal })]
    first.abort('first gone')
    await expect(calls[0]).rejects.toBe('first gone')
    slow.resolve(inParts(vectors, 1))
    expect((await calls[1])!.dimensions).toBe(4)

    serve({ ...whole(), 'vectors.i8': new Promise<Response>(() => undefined) })
    const third = new AbortController()
    const gone = loadStaticTable({ baseUrl: 'https://example.test/gone', signal: third.signal })
    third.abort('third gone')
    await expect(gone).rejects.toBe('third gone')
    // A later call begins anew.
    serve(whole())
    expect((await loadStaticTable({ baseUrl: 'https://example.test/gone' })).dimensions).toBe(4)
  })
})

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((done) => { resolve = done })
  return { promise, resolve }
}
