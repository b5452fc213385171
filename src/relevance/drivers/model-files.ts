import { ConfigurationError, messageOf } from '../../errors.ts'
import { allOrNone } from './all-or-none.ts'
import { importBuiltin } from './import-builtin.ts'
import { createFetchFile, readLocalFile } from './read-file.ts'

/** How far a download is. */
export interface ModelProgress {
  readonly loadedBytes: number
  /** As the server says; where it does not, or sends a file compressed, as MiniLM's own files are. */
  readonly totalBytes: number
}

/** The files of a model, as far as they are needed. */
export interface ModelFiles {
  readonly config: Record<string, unknown>
  readonly tokenizer: Record<string, unknown>
  readonly tokenizerConfig: Record<string, unknown>
  /** The bytes, or the path of a file, which the runtime reads by itself. */
  readonly model: Uint8Array<ArrayBuffer> | string
  /** Where they are from, in words. */
  readonly place: string
  /** Remembers what was downloaded, now that it is known to work; forgets it where it does not. */
  settle(isGood: boolean): Promise<void>
}

/** Names in a model's folder, with the bytes that MiniLM's have. */
export const modelFileSizes = { 'config.json': 612, 'tokenizer.json': 711_661, 'tokenizer_config.json': 350, 'onnx/model_quantized.onnx': 22_972_370 } as const
export type ModelFileName = keyof typeof modelFileSizes

/** Where `remote: true` downloads from. */
export const remoteModel = 'https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main/'
/** Of `onnx/model_quantized.onnx`. */
export const modelSha256 = 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1'

const downloads = 'headroom-models'

type Json = Record<string, unknown>

/**
 * Reads a model's files from a folder: of the file system (`file:`), or of a server. What a page downloads is kept in the browser's
 * `caches` under its address, where the browser has them and lets us.
 *
 * @param base the folder, with a slash at its end
 * @param sha256 of the model, where it is to be checked
 * @throws ConfigurationError that names the file that is missing or wrong, and the ways to get it
 */
export async function readModelFiles(base: URL, signal: AbortSignal, onProgress: (progress: ModelProgress) => void, sha256?: string): Promise<ModelFiles> {
  const isLocal = base.protocol === 'file:'
  const store = isLocal ? undefined : await openDownloads()
  const totals: Record<string, number> = { ...modelFileSizes }
  const fetched = new Map<URL, Uint8Array<ArrayBuffer>>()
  let loadedBytes = 0
  const readFile = isLocal ? readLocalFile : createFetchFile('default')
  const readFrom = (reading: AbortSignal) => async (name: ModelFileName): Promise<Uint8Array<ArrayBuffer>> => {
    const url = new URL(name, base)
    try {
      const kept = await store?.match(url)
      const onBytes = (bytes: number): void => {
        loadedBytes += bytes
        onProgress({ loadedBytes, totalBytes: Math.max(loadedBytes, Object.values(totals).reduce((sum, total) => sum + total, 0)) })
      }
      const onTotal = (bytes: number | undefined): void => { totals[name] = bytes ?? totals[name]! }
      if (kept !== undefined) {
        const bytes = new Uint8Array(await kept.arrayBuffer())
        onTotal(bytes.length)
        onBytes(bytes.length)
        return bytes
      }
      reading.throwIfAborted() // looking for what is kept takes a moment
      const bytes = await readFile(url, reading, onBytes, onTotal)
      fetched.set(url, bytes)
      return bytes
    } catch (error) {
      throw signal.aborted ? signal.reason : notFound(url, messageOf(error), error)
    }
  }
  const [config, tokenizer, tokenizerConfig, model] = await allOrNone<[Json, Json, Json, ModelFiles['model']]>(signal, (reading) => {
    const read = readFrom(reading)
    return [
      readJson(base, 'config.json', read), readJson(base, 'tokenizer.json', read), readJson(base, 'tokenizer_config.json', read),
      isLocal ? findLocalModel(base) : read('onnx/model_quantized.onnx'),
    ]
  })
  if (sha256 !== undefined && typeof model !== 'string') await checkSha256(model, sha256, base)
  return {
    config, tokenizer, tokenizerConfig, model, place: base.href,
    async settle(isGood) {
      if (store === undefined) return
      try {
        if (isGood) await Promise.all(Array.from(fetched, ([url, bytes]) => store.put(url, new Response(bytes, { headers: { 'content-length': String(bytes.length) } }))))
        else await Promise.all(Object.keys(modelFileSizes).map((name) => store.delete(new URL(name, base))))
      } catch {
        // A full or forbidden store costs the next page a download, and nothing else.
      }
    },
  }
}

/** `undefined` where there are none (Node, pages that are not served safely) or where they are forbidden (some private windows). */
async function openDownloads(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(downloads)
  } catch {
    return undefined
  }
}

async function readJson(base: URL, name: ModelFileName, read: (name: ModelFileName) => Promise<Uint8Array>): Promise<Record<string, unknown>> {
  const bytes = await read(name)
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown> // any object can be read by its keys
    throw new SyntaxError('not an object')
  } catch (error) {
    // Servers of pages often answer with their start page instead of 404.
    throw notFound(new URL(name, base), `not JSON: ${messageOf(error)}`, error)
  }
}

/** @returns the path: ONNX Runtime maps the file instead of holding a second copy */
async function findLocalModel(base: URL): Promise<string> {
  const url = new URL('onnx/model_quantized.onnx', base)
  const [{ access }, { fileURLToPath }] = await Promise.all([importBuiltin('node:fs/promises'), importBuiltin('node:url')])
  try {
    await access(url)
  } catch (error) {
    throw notFound(url, messageOf(error), error)
  }
  return fileURLToPath(url)
}

export async function checkSha256(bytes: Uint8Array<ArrayBuffer>, expected: string, place: URL): Promise<void> {
  // Browsers have it on pages that are served safely only; there the address is all that vouches for the file.
  if (globalThis.crypto?.subtle === undefined) return
  const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (digest !== expected) {
    throw new ConfigurationError(`the model from ${place.href} (${bytes.length} bytes) is not the one that is known: its SHA-256 is ${digest}, not ${expected}`, { details: { digest, expected } })
  }
}

function notFound(url: URL, reason: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `MiniLM could not be loaded from ${url.href} (${reason}); "npx headroom model DIR" puts its files into a folder: name it, or where it is served, as modelPath, or say remote: true`,
    { details: { url: url.href }, cause },
  )
}
