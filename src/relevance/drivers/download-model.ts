import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, posix, win32 } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError, messageOf } from '../../errors.ts'
import { checkSha256, modelFileSizes, modelSha256, remoteModel } from './model-files.ts'
import type { ModelFileName, ModelProgress } from './model-files.ts'
import { createFetchFile } from './read-file.ts'

const names = Object.keys(modelFileSizes) as ModelFileName[]

/** Node's process, as far as folders depend on it. */
export interface CachePlatform {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * The folder for what can be fetched again: `%LOCALAPPDATA%\headroom\Cache` on Windows, `~/Library/Caches/headroom` on macOS, elsewhere
 * `$XDG_CACHE_HOME/headroom`, by default `~/.cache/headroom` (XDG Base Directory Specification 0.8; a relative path counts as not set).
 */
export function findCacheFolder({ platform, env, home }: CachePlatform = { platform: process.platform, env: process.env, home: homedir() }): string {
  const set = (path: typeof posix, value: string | undefined): string | undefined => value !== undefined && path.isAbsolute(value) ? value : undefined
  if (platform === 'win32') return win32.join(set(win32, env['LOCALAPPDATA']) ?? win32.join(home, 'AppData', 'Local'), 'headroom', 'Cache')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'headroom')
  return posix.join(set(posix, env['XDG_CACHE_HOME']) ?? posix.join(home, '.cache'), 'headroom')
}

/** The model in the user's cache folder, downloaded where it is not there yet. @returns the folder's URL */
export async function downloadToCacheFolder(signal: AbortSignal, onProgress: ((progress: ModelProgress) => void) | undefined): Promise<URL> {
  const folder = join(findCacheFolder(), 'all-MiniLM-L6-v2')
  const isThere = await Promise.all(names.map((name) => access(join(folder, name)))).then(() => true, () => false)
  if (!isThere) await downloadModel(folder, { signal, ...(onProgress === undefined ? {} : { onProgress }) })
  return new URL(`${pathToFileURL(folder).href}/`)
}

export interface DownloadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ModelProgress) => void
}

/**
 * Downloads the model from huggingface.co, 24 MB, and checks that it is the known one. A file is there whole or not at all.
 *
 * @throws ConfigurationError that names the address and what the server said
 */
export async function downloadModel(folder: string, { signal = new AbortController().signal, onProgress }: DownloadOptions = {}): Promise<void> {
  const totals: Record<string, number> = { ...modelFileSizes }
  const fetchFile = createFetchFile('default')
  let loadedBytes = 0
  const fetchOne = async (name: ModelFileName): Promise<readonly [ModelFileName, Uint8Array<ArrayBuffer>]> => {
    const url = new URL(name, remoteModel)
    try {
      return [name, await fetchFile(url, signal, (bytes) => {
        loadedBytes += bytes
        onProgress?.({ loadedBytes, totalBytes: Math.max(loadedBytes, Object.values(totals).reduce((sum, total) => sum + total, 0)) })
      }, (bytes) => { totals[name] = bytes ?? totals[name]! })]
    } catch (error) {
      throw signal.aborted ? signal.reason : new ConfigurationError(`MiniLM could not be downloaded from ${url.href} (${messageOf(error)})`, { details: { url: url.href }, cause: error })
    }
  }
  const files = new Map(await Promise.all(names.map(fetchOne)))
  await checkSha256(files.get('onnx/model_quantized.onnx')!, modelSha256, new URL(remoteModel))
  for (const [name, bytes] of files) await writeWhole(join(folder, name), bytes)
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.part`
  try {
    await writeFile(unfinished, bytes)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
