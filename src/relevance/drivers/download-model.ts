import { ConfigurationError, StorageError, messageOf } from '../../errors.ts'
import { makeFolder } from '../../make-folder.ts'
import { allOrNone } from './all-or-none.ts'
import { findCacheFolder } from './cache-folder.ts'
import { importBuiltin } from './import-builtin.ts'
import { checkSha256, modelFileSizes, modelSha256, remoteModel } from './model-files.ts'
import type { ModelFileName, ModelProgress } from './model-files.ts'
import { createFetchFile } from './read-file.ts'

const names = Object.keys(modelFileSizes) as ModelFileName[]

/** The model in the user's cache folder, downloaded where it is not there yet. @returns the folder's URL */
export async function downloadToCacheFolder(signal: AbortSignal, onProgress: ((progress: ModelProgress) => void) | undefined): Promise<URL> {
  const [files, os, path, url] = await Promise.all([importBuiltin('node:fs/promises'), importBuiltin('node:os'), importBuiltin('node:path'), importBuiltin('node:url')])
  const folder = path.join(findCacheFolder({ platform: process.platform, env: process.env, home: os.homedir() }), 'all-MiniLM-L6-v2')
  const isThere = await Promise.all(names.map((name) => files.access(path.join(folder, name)))).then(() => true, () => false)
  if (!isThere) await downloadModel(folder, { signal, ...(onProgress === undefined ? {} : { onProgress }) })
  return new URL(`${url.pathToFileURL(folder).href}/`)
}

export interface DownloadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ModelProgress) => void
}

/**
 * Downloads the model from huggingface.co, 24 MB, and checks that it is the known one. A file is there whole or not at all.
 *
 * @throws ConfigurationError that names the address and what the server said; StorageError where the folder cannot be written
 */
export async function downloadModel(folder: string, { signal = new AbortController().signal, onProgress }: DownloadOptions = {}): Promise<void> {
  const totals: Record<string, number> = { ...modelFileSizes }
  const fetchFile = createFetchFile('default')
  let loadedBytes = 0
  const fetchOne = async (name: ModelFileName, reading: AbortSignal): Promise<readonly [ModelFileName, Uint8Array<ArrayBuffer>]> => {
    const url = new URL(name, remoteModel)
    try {
      return [name, await fetchFile(url, reading, (bytes) => {
        loadedBytes += bytes
        onProgress?.({ loadedBytes, totalBytes: Math.max(loadedBytes, Object.values(totals).reduce((sum, total) => sum + total, 0)) })
      }, (bytes) => { totals[name] = bytes ?? totals[name]! })]
    } catch (error) {
      throw signal.aborted ? signal.reason : new ConfigurationError(`MiniLM could not be downloaded from ${url.href} (${messageOf(error)})`, { details: { url: url.href }, cause: error })
    }
  }
  const files = new Map(await allOrNone<(readonly [ModelFileName, Uint8Array<ArrayBuffer>])[]>(signal, (reading) => names.map((name) => fetchOne(name, reading))))
  await checkSha256(files.get('onnx/model_quantized.onnx')!, modelSha256, new URL(remoteModel))
  const path = await importBuiltin('node:path')
  try {
    for (const [name, bytes] of files) await writeWhole(path.join(folder, name), bytes)
  } catch (cause) {
    throw new StorageError(`${folder} could not be written: ${messageOf(cause)}`, { cause })
  }
}

async function writeWhole(name: string, bytes: Uint8Array): Promise<void> {
  const [files, path] = await Promise.all([importBuiltin('node:fs/promises'), importBuiltin('node:path')])
  await makeFolder(path.dirname(name), { mkdir: files.mkdir, dirname: path.dirname })
  const unfinished = `${name}.${crypto.randomUUID()}.part` // others, also of this program, may download at once
  try {
    await files.writeFile(unfinished, bytes)
    await files.rename(unfinished, name)
  } catch (error) {
    await files.rm(unfinished, { force: true })
    throw error
  }
}
