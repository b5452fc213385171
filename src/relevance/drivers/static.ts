import { ConfigurationError, messageOf } from '../../errors.ts'
import { createStaticTable, type StaticTable } from '../static-table.ts'
import { awaitUntilAborted } from '../../until-aborted.ts'
import { allOrNone } from './all-or-none.ts'
import { createFetchFile, readLocalFile } from './read-file.ts'

export { createStaticScorer } from '../static-scorer.ts'
export type { StaticTable, StaticVector } from '../static-table.ts'

/** How far a download is. */
export interface StaticTableProgress {
  readonly loadedBytes: number
  /** Undefined where the server does not say. */
  readonly totalBytes: number | undefined
}

/** Where the table comes from: the package's own files unless said otherwise. */
export interface LoadStaticTableOptions {
  /** A folder with copies of the package's `models/static/vectors.i8` and `vocab.bin`; in a page it may be relative to the page. */
  readonly baseUrl?: string | URL
  /** The rows themselves, in place of files. */
  readonly vectors?: Uint8Array | Int8Array
  /** What the rows belong to: the bytes of `vocab.bin`, or the text of a `vocab.txt` (which takes longer). */
  readonly vocabulary?: Uint8Array | string
  /** Rejects this call; the download stops once no call waits for it. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: StaticTableProgress) => void
}

/** A download that calls share. */
interface SharedLoad {
  readonly table: Promise<StaticTable>
  readonly abort: AbortController
  readonly listeners: Set<(progress: StaticTableProgress) => void>
  waiting: number
  /** There is nothing more to stop then. */
  isLoaded: boolean
}

const loads = new Map<string, SharedLoad>()

/**
 * Loads the static table, 4.3 MB in two files, on the first call; later and concurrent calls share it, and a failed one may be repeated.
 * In Node from the package's own files, in a page from where its bundler put them, or from `baseUrl`, or from the bytes given.
 *
 * @throws ConfigurationError where the files are missing, are others, or `vectors` comes without `vocabulary`
 */
export async function loadStaticTable(options: LoadStaticTableOptions = {}): Promise<StaticTable> {
  const { baseUrl, vectors, vocabulary, signal, onProgress } = options
  signal?.throwIfAborted()
  if (vectors !== undefined || vocabulary !== undefined) {
    if (vectors === undefined || vocabulary === undefined) {
      throw new ConfigurationError('vectors and vocabulary belong together: give both, or none to load the files of the package')
    }
    if (typeof vocabulary !== 'string' && !isBytes(vocabulary)) {
      throw new ConfigurationError(`vocabulary must be a Uint8Array or the text of a vocab.txt, got ${nameOf(vocabulary)}`, { details: { option: 'vocabulary' } })
    }
    return createStaticTable(asInt8(vectors), typeof vocabulary === 'string' ? (await import('../pack-pieces.ts')).packPieces(vocabulary) : vocabulary)
  }
  // Spelled out, so that bundlers see the two files and put them beside the page.
  const urls = baseUrl === undefined
    ? { vectors: new URL('../../../models/static/vectors.i8', import.meta.url), vocabulary: new URL('../../../models/static/vocab.bin', import.meta.url) }
    : filesIn(baseUrl)
  const load = loads.get(urls.vectors.href) ?? startLoad(urls, baseUrl === undefined)
  load.waiting++
  if (onProgress) load.listeners.add(onProgress)
  try {
    return await awaitUntilAborted(load.table, signal)
  } finally {
    load.waiting--
    if (onProgress) load.listeners.delete(onProgress)
    if (load.waiting === 0 && signal?.aborted && !load.isLoaded) load.abort.abort(signal.reason)
  }
}

interface TableUrls {
  readonly vectors: URL
  readonly vocabulary: URL
}

function startLoad(urls: TableUrls, own: boolean): SharedLoad {
  const abort = new AbortController()
  const listeners: SharedLoad['listeners'] = new Set()
  const load: SharedLoad = { table: readTable(urls, own, abort.signal, (progress) => { for (const listener of listeners) listener(progress) }), abort, listeners, waiting: 0, isLoaded: false }
  const forget = (): void => { if (loads.get(urls.vectors.href) === load) loads.delete(urls.vectors.href) }
  loads.set(urls.vectors.href, load)
  load.table.then(() => { load.isLoaded = true }, forget)
  // Else a call that comes while the aborted download winds down would share its failure.
  abort.signal.addEventListener('abort', forget, { once: true })
  return load
}

async function readTable(urls: TableUrls, own: boolean, signal: AbortSignal, report: (progress: StaticTableProgress) => void): Promise<StaticTable> {
  let loadedBytes = 0
  const totals: (number | undefined)[] = []
  const onBytes = (bytes: number): void => {
    loadedBytes += bytes
    const total = totals.length < 2 ? undefined : totals.reduce((sum, one) => sum === undefined || one === undefined ? undefined : sum + one, 0)
    // A server of another origin may say how long its answer is compressed, and hide that it is.
    report({ loadedBytes, totalBytes: total === undefined ? undefined : Math.max(total, loadedBytes) })
  }
  // A bundler names its copy by its content; a folder of the user's may be another after an upgrade.
  const fetchFile = createFetchFile(own ? 'force-cache' : 'default')
  const read = async (url: URL, reading: AbortSignal): Promise<Uint8Array> => {
    try {
      return await (url.protocol === 'file:' ? readLocalFile : fetchFile)(url, reading, onBytes, (total) => totals.push(total))
    } catch (error) {
      throw signal.aborted ? signal.reason : notFound(url, messageOf(error), error)
    }
  }
  const [vectors, vocabulary] = await allOrNone<[Uint8Array, Uint8Array]>(signal, (reading) => [read(urls.vectors, reading), read(urls.vocabulary, reading)])
  try {
    return createStaticTable(asInt8(vectors), vocabulary)
  } catch (error) {
    throw new ConfigurationError(`${urls.vectors.href} and ${urls.vocabulary.href} are not the files of a static table: ${messageOf(error)}`, { cause: error })
  }
}

function notFound(url: URL, reason: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `the static table could not be loaded from ${url.href} (${reason}); serve the package's models/static and name the folder as baseUrl, or give vectors and vocabulary`,
    { details: { url: url.href }, cause },
  )
}

function filesIn(baseUrl: string | URL): TableUrls {
  const folder = baseUrl instanceof URL ? baseUrl.href : baseUrl
  try {
    const base = new URL(folder.endsWith('/') ? folder : `${folder}/`, globalThis.location?.href)
    return { vectors: new URL('vectors.i8', base), vocabulary: new URL('vocab.bin', base) }
  } catch (error) {
    throw new ConfigurationError(`baseUrl must be the URL of a folder, such as file:///srv/static/ or https://example.org/static/, got ${folder}`, { details: { baseUrl: folder }, cause: error })
  }
}

function asInt8(bytes: Uint8Array | Int8Array): Int8Array {
  if (!isBytes(bytes)) throw new ConfigurationError(`vectors must be a Uint8Array or an Int8Array, got ${nameOf(bytes)}`, { details: { option: 'vectors' } })
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** By what it is and not by its class, of which each window has its own. */
function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) && 'length' in value && value.byteLength === value.length
}

function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
