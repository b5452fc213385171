import { importBuiltin } from './import-builtin.ts'

/** Reads a file and tells how far it is: `onTotal` once, undefined where nobody says how long it is, then `onBytes` for each part. */
export type ReadFile = (url: URL, signal: AbortSignal, onBytes: (bytes: number) => void, onTotal: (bytes: number | undefined) => void) => Promise<Uint8Array<ArrayBuffer>>

/** From the file system of Node. */
export const readLocalFile: ReadFile = async (url, signal, onBytes, onTotal) => {
  const { readFile } = await importBuiltin('node:fs/promises')
  const bytes = await readFile(url, { signal })
  onTotal(bytes.length)
  onBytes(bytes.length)
  return bytes
}

/** By `fetch`; rejects where the server answers anything but success. */
export function createFetchFile(cache: RequestCache): ReadFile {
  return async (url, signal, onBytes, onTotal) => {
    const response = await fetch(url, { signal, cache })
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim())
    const length = Number(response.headers.get('content-length'))
    onTotal(length > 0 && !response.headers.get('content-encoding') ? length : undefined)
    if (!response.body) return new Uint8Array(await response.arrayBuffer())
    const chunks: Uint8Array[] = []
    for (let reader = response.body.getReader(), chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      chunks.push(chunk.value)
      onBytes(chunk.value.length)
    }
    return joined(chunks)
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
