import { dirname, join } from 'node:path'
import { HeadroomError, StorageError, codeOf, messageOf } from '../../errors.ts'
import { guardLogger, silentLogger } from '../../logger.ts'
import type { Logger } from '../../logger.ts'
import { makeFolder } from '../../make-folder.ts'
import { group, nonEmptyText, positiveNumber, rule, withMethods } from '../../option-checks.ts'
import type { MetricsRecord } from '../record.ts'
import { dayOf } from '../timestamp.ts'
import { isMatch, resolveFilter, resolveLimits, resolveQuery } from '../store.ts'
import type { MetricsStore, ResolvedQuery } from '../store.ts'
import { createSummary } from '../summarize.ts'
import type { SummaryBuilder } from '../summarize.ts'
import { nodeFileSystem, orAbsent } from './file-system.ts'
import type { FileFacts, FileSystem, OpenFile } from './file-system.ts'
import { readFigures } from './read-figures.ts'
import { readInOrder } from './read-in-order.ts'
import { readLines } from './read-lines.ts'
import { countSegment, readFacts, writeFacts } from './segment-facts.ts'
import type { CountedSegment, SegmentFacts } from './segment-facts.ts'
import { activeName, isSealedBefore, listSegments, rollUpPath, sealActive } from './segments.ts'
import type { Segment } from './segments.ts'
import { findStateFolder, readSurroundings } from './state-folder.ts'

export interface FileStoreOptions {
  /** Where the files are; it is made when the first record is written. @default `metrics` in the state folder of the platform */
  readonly folder?: string
  /** Size from which a file is renamed and a new one begun, in bytes; pruning deletes whole files. @default 8 MB */
  readonly maxFileBytes?: number
  /** Told of lines that cannot be read. @default silent */
  readonly logger?: Logger
  /** @default node:fs/promises */
  readonly fileSystem?: FileSystem
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

const checkOptions = group({
  folder: nonEmptyText,
  maxFileBytes: positiveNumber,
  logger: withMethods('a logger', 'debug', 'info', 'warn', 'error'),
  fileSystem: withMethods('a file system', 'open', 'mkdir', 'readdir', 'rename', 'stat', 'unlink', 'readFile', 'writeFile'),
  now: rule('a function', (value) => typeof value === 'function'),
})

/** Of all stores: Node warns of more than ten listeners, and a process may have many sessions. */
const leavers = new Set<() => void>()
const leaveAll = (): void => {
  for (const leave of leavers) leave()
}

/**
 * Records in files: one JSON line each, appended in one write per batch, so that several processes may share a folder. A file is renamed
 * when it is large or its day (UTC) is over; beside every file that is no longer written to lies a roll-up of it by day, from which summaries
 * are made. Neither files nor folder are readable for other users.
 *
 * @throws ConfigurationError for a wrong option
 */
export function createFileStore(options: FileStoreOptions = {}): MetricsStore {
  checkOptions(options, '')
  const { folder, maxFileBytes = 8_000_000, logger: unguarded = silentLogger, fileSystem: fs = nodeFileSystem, now = Date.now } = options
  const logger = guardLogger(unguarded)
  /** Facts of sealed segments by name: counted again only when a segment has grown. */
  const known = new Map<string, KnownSegment>()
  const toldAbout = new Set<string>()
  let place = folder
  /** Writing calls follow each other; the last of them. */
  let writing: Promise<unknown> = Promise.resolve()
  /** Roll-ups in the making. */
  let counting: Promise<unknown> = Promise.resolve()
  /** The roll-up that is being written; it never rejects. */
  let keeping: Promise<unknown> = Promise.resolve()
  let isClosed = false

  /** Found late, so that creating a store never fails. */
  const findFolder = (): string => place ??= join(findStateFolder(readSurroundings()), 'metrics')

  const guard = async <T>(doing: string, work: (folder: string) => Promise<T>): Promise<T> => {
    if (isClosed) throw new StorageError('the metrics store is closed')
    try {
      return await work(findFolder())
    } catch (error) {
      throw toStorageError(error, doing, place)
    }
  }
  const afterWriting = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work)
    writing = done.catch(() => undefined) // whoever called gets the error; the next call goes on
    return done
  }
  const tellUnreadable = (name: string, lines: number): void => {
    if (lines === 0 || toldAbout.has(name)) return
    toldAbout.add(name)
    logger.warn(`${lines === 1 ? '1 line' : `${lines} lines`} of the metrics file ${name} could not be read and ${lines === 1 ? 'was' : 'were'} left out`)
  }

  /** Facts of a segment: from its roll-up, or counted and then kept. `undefined` when it has gone. */
  const factsOf = async (segment: Segment, file: OpenFile | undefined = segment.file): Promise<SegmentFacts | undefined> => {
    const earlier = segment.isSealed ? await readFacts(fs, segment) : undefined
    if (earlier?.bytes === segment.bytes) return earlier
    const count = (opened: OpenFile): Promise<CountedSegment | undefined> => countSegment(opened, segment, { earlier })
    const counted = file === undefined ? await withFile(segment.path, count) : await count(file)
    if (counted === undefined) return undefined
    const { facts, lasting } = counted
    if (segment.isSealed && lasting.bytes !== earlier?.bytes) {
      // Written while the next segment is read; one at a time, since each holds its text in memory.
      await keeping
      keeping = writeFacts(fs, segment, lasting)
    }
    tellUnreadable(segment.name, facts.rollUp.unreadable)
    return facts
  }
  const rangeOf = async (segment: Segment): Promise<KnownSegment | undefined> => {
    const remembered = known.get(segment.name)
    if (segment.isSealed && remembered?.bytes === segment.bytes) return remembered
    const facts = await factsOf(segment)
    if (facts === undefined) return undefined
    const { bytes, first, last, records, rollUp: { unreadable } } = facts
    const found: KnownSegment = { bytes, first, last, records, unreadable }
    if (segment.isSealed) known.set(segment.name, found)
    return found
  }
  const withFile = async <T>(path: string, work: (file: OpenFile) => Promise<T>): Promise<T | undefined> => {
    const file = await orAbsent(fs.open(path, 'r'))
    if (file === undefined) return undefined
    try {
      return await work(file)
    } finally {
      await file.close()
    }
  }
  const withSegments = async <T>(at: string, work: (segments: readonly Segment[]) => Promise<T>): Promise<T> => {
    const segments = await listSegments(fs, at)
    try {
      return await work(segments)
    } finally {
      await closeAll(segments)
    }
  }

  const openActive = async (at: string): Promise<OpenFile> => {
    const open = (): Promise<OpenFile> => fs.open(join(at, activeName), 'a', 0o600)
    try {
      return await open()
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      await makeFolder(at, { mkdir: fs.mkdir.bind(fs), dirname }, 0o700)
      return open()
    }
  }
  /** The file to append to: a new one when the present one is full or of another day. */
  const openForAppend = async (at: string): Promise<OpenFile> => {
    const file = await openActive(at)
    try {
      const facts = await file.stat()
      if (!isDue(facts)) return file
      const sealed = await sealActive(fs, at, facts, now())
      if (sealed === undefined) return file
      await file.close()
      counting = counting.then(() => rollUpSealed(sealed, facts.size))
    } catch (error) {
      await file.close()
      throw error
    }
    return openActive(at)
  }
  const isDue = ({ size, mtimeMs }: FileFacts): boolean =>
    size >= maxFileBytes || (size > 0 && dayOf(new Date(mtimeMs).toISOString()) !== dayOf(new Date(now()).toISOString()))
  /** In small steps and between requests. It is a convenience: without it the next summary does the same. */
  const rollUpSealed = async (path: string, bytes: number): Promise<void> => {
    const segment: Segment = { name: path.slice(path.lastIndexOf('metrics-')), path, isSealed: true, bytes }
    try {
      const counted = await withFile(path, (file) => countSegment(file, segment, { isStopped: () => isClosed, chunkBytes: 32_768 }))
      if (counted !== undefined) await writeFacts(fs, segment, counted.lasting)
    } catch (error) {
      logger.debug(`no roll-up of ${path}: ${messageOf(error)}`)
    }
  }

  const addRaw = async (segment: Segment, wanted: ResolvedQuery, into: SummaryBuilder): Promise<void> => {
    const add = async (file: OpenFile): Promise<void> => {
      let unreadable = 0
      for await (const lines of readLines(file, { to: segment.bytes })) {
        for (const line of lines) {
          const record = readFigures(line)
          if (record === undefined) unreadable += line.isEnded || segment.isSealed ? 1 : 0
          else if (isMatch(record, wanted)) into.add(record)
        }
      }
      into.addUnreadable(unreadable)
      tellUnreadable(segment.name, unreadable)
    }
    if (segment.file === undefined) await withFile(segment.path, add)
    else await add(segment.file)
  }

  return {
    name: 'file',
    append: (records) => afterWriting(() => guard('write', async (at) => {
      if (records.length === 0) return
      const file = await openForAppend(at)
      try {
        await writeLines(file, records)
      } finally {
        await file.close()
      }
    })),
    async *query(query) {
      const wanted = resolveQuery(query)
      const segments = await guard('read', (at) => listSegments(fs, at))
      try {
        const ranges = new Map<Segment, { readonly first: string; readonly last: string }>()
        for (const segment of segments) {
          const range = await rangeOf(segment)
          if (range !== undefined && range.records > 0 && range.last >= wanted.from && range.first < wanted.until) ranges.set(segment, range)
        }
        yield* readInOrder(ranges, wanted, (path) => orAbsent(fs.open(path, 'r')))
      } catch (error) {
        throw toStorageError(error, 'read', place)
      } finally {
        await closeAll(segments)
      }
    },
    async summarize(filter) {
      const wanted = resolveFilter(filter)
      return guard('read', (at) => withSegments(at, async (segments) => {
        const summary = createSummary()
        for (const segment of segments) {
          if (!segment.isSealed) {
            await addRaw(segment, wanted, summary)
            continue
          }
          const facts = await factsOf(segment)
          if (facts === undefined) continue
          const isInside = facts.first >= wanted.from && facts.last < wanted.until
          const isOutside = facts.last < wanted.from || facts.first >= wanted.until
          if (isInside || isOutside) summary.merge(isInside ? facts.rollUp : { cells: [], unreadable: facts.rollUp.unreadable }, wanted)
          else await addRaw(segment, wanted, summary)
        }
        await keeping
        return summary.build()
      }))
    },
    async prune(limits) {
      const { oldest, maxBytes } = resolveLimits(limits)
      return afterWriting(() => guard('prune', (at) => withSegments(at, async (segments) => {
        let bytes = segments.reduce((total, segment) => total + segment.bytes, 0)
        let recordsDeleted = 0
        for (const segment of segments) {
          if (!segment.isSealed) continue
          const range = await rangeOf(segment)
          if (range === undefined || (bytes <= maxBytes && !isOld(segment, range, oldest))) continue
          await keeping // or it would come back after its segment went
          await deleteSegment(fs, segment)
          known.delete(segment.name)
          bytes -= segment.bytes
          recordsDeleted += range.records
        }
        return { recordsDeleted }
      })))
    },
    clear: () => afterWriting(() => guard('clear', (at) => withSegments(at, async (segments) => {
      await keeping
      for (const segment of segments) await deleteSegment(fs, segment)
      known.clear()
    }))),
    async close() {
      await writing
      isClosed = true
      await counting
      await keeping
    },
    onLeave(flush) {
      const leaver = (): void => { flush() }
      if (leavers.size === 0) process.on('beforeExit', leaveAll)
      leavers.add(leaver)
      return () => {
        leavers.delete(leaver)
        if (leavers.size === 0) process.off('beforeExit', leaveAll)
      }
    },
  }
}

/** What is remembered of a sealed segment. */
interface KnownSegment extends Pick<SegmentFacts, 'bytes' | 'first' | 'last' | 'records'> {
  readonly unreadable: number
}

/** Lines that cannot be read may be records of a later version, written by another program: those are as old as the end of their file. */
function isOld(segment: Segment, { last, unreadable }: KnownSegment, oldest: string): boolean {
  return last < oldest && (unreadable === 0 || isSealedBefore(segment, oldest))
}

/**
 * One write for all lines: with O_APPEND others' lines stand before or behind them. It begins with a line feed too, so that a line that a
 * dying process tore is not glued to the first of ours.
 */
async function writeLines(file: OpenFile, records: readonly MetricsRecord[]): Promise<void> {
  const bytes = Buffer.from(`\n${records.map((record) => JSON.stringify(record)).join('\n')}\n`, 'utf8')
  let written = 0
  try {
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written)
      if (bytesWritten === 0) throw new StorageError('the disk took no bytes')
      written += bytesWritten
    }
  } catch (error) {
    throw new StorageError(`metrics could not be written: ${messageOf(error)}`, { cause: error, details: { recordsWritten: countLines(bytes.subarray(1, Math.max(1, written))) } })
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

/** The roll-up after its segment: alone it is of no use, but a segment without one is whole. */
async function deleteSegment(fs: FileSystem, { path }: Segment): Promise<void> {
  await orAbsent(fs.unlink(path))
  await orAbsent(fs.unlink(rollUpPath(path)))
}

async function closeAll(segments: readonly Segment[]): Promise<void> {
  for (const { file } of segments) await file?.close()
}

function toStorageError(error: unknown, doing: string, folder: string | undefined): HeadroomError {
  if (error instanceof HeadroomError) return error
  const code = codeOf(error)
  return new StorageError(`cannot ${doing} metrics in ${folder ?? 'the state folder'}: ${messageOf(error)}`, {
    cause: error, details: { folder: folder ?? null, ...(code === undefined ? {} : { systemCode: code }) },
  })
}
