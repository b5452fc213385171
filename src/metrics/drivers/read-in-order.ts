import type { MetricsRecord } from '../record.ts'
import { readRecordText } from '../read-record.ts'
import { isMatch } from '../store.ts'
import type { ResolvedQuery } from '../store.ts'
import type { OpenFile } from './file-system.ts'
import { readLines, textOf } from './read-lines.ts'
import type { Segment } from './segments.ts'

/** Where the matching records of some segments stand, in columns: 32 bytes a record, so that the records themselves need not be held. */
interface Places {
  readonly times: number[]
  readonly segments: number[]
  readonly offsets: number[]
  readonly bytes: number[]
}

interface Range {
  readonly first: string
  readonly last: string
}

/** Records read at once, of at most so many bytes or one by one: they may hold whole requests. */
const batchSize = 500
const maxBatchBytes = 4_000_000
/** Bytes between two lines that are read along rather than skipped, as far as all of it is no more than a batch. */
const maxGap = 65_536

/**
 * The records of segments by time, and records of one time by arrival. Segments whose times do not overlap are read one after the other;
 * of those that do, first the times of the lines and then the lines.
 *
 * @param segments in the order of their arrival, with the times of their records
 * @param open resolves to undefined for a file that has gone meanwhile; its records are left out
 */
export async function* readInOrder(
  segments: ReadonlyMap<Segment, Range>, wanted: ResolvedQuery, open: (path: string) => Promise<OpenFile | undefined>,
): AsyncGenerator<MetricsRecord> {
  const groups = groupOverlapping(segments)
  if (wanted.newestFirst) groups.reverse()
  let left = wanted.limit
  for (const group of groups) {
    if (left <= 0) return
    const files = await Promise.all(group.map((segment) => segment.file ?? open(segment.path)))
    try {
      const places = await findPlaces(group, files, wanted)
      const order = orderOf(places.times, wanted.newestFirst)
      for (let start = 0; start < order.length && left > 0;) {
        const end = endOfBatch(order, start, places.bytes)
        // Some of them may turn out to be no records, so what is left is counted by what came.
        const records = (await readBatch(order.slice(start, end), places, files)).slice(0, left)
        start = end
        left -= records.length
        yield* records
      }
    } finally {
      // The active segment's file is the caller's.
      await Promise.all(files.map((file, i) => group[i]!.file === undefined ? file?.close() : undefined)) // one file for each segment
    }
  }
}

/** Segments in groups that overlap in time, groups by time, each in the order of arrival. */
function groupOverlapping(segments: ReadonlyMap<Segment, Range>): Segment[][] {
  const arrival = [...segments.keys()]
  const byTime = [...segments].sort(([, a], [, b]) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  const groups: Segment[][] = []
  let last = ''
  for (const [segment, range] of byTime) {
    const group = groups.at(-1)
    if (group !== undefined && range.first <= last) group.push(segment)
    else groups.push([segment])
    if (range.last > last) last = range.last
  }
  for (const group of groups) group.sort((a, b) => arrival.indexOf(a) - arrival.indexOf(b))
  return groups
}

async function findPlaces(group: readonly Segment[], files: readonly (OpenFile | undefined)[], wanted: ResolvedQuery): Promise<Places> {
  const places: Places = { times: [], segments: [], offsets: [], bytes: [] }
  for (const [index, { bytes: to }] of group.entries()) {
    const file = files[index]
    if (file === undefined) continue
    for await (const lines of readLines(file, { to })) {
      for (const line of lines) {
        const timestamp = findTimestamp(textOf(line), wanted)
        const time = Date.parse(timestamp ?? '')
        // Also for a text that only looks like a time: it would spoil the order of the others.
        if (Number.isNaN(time)) continue
        places.times.push(time)
        places.segments.push(index)
        places.offsets.push(line.offset)
        places.bytes.push(line.bytes)
      }
    }
  }
  return places
}

/** Every record of ours begins so; a quote within an id would be escaped. */
const beginning = /^\{"version":1,"id":"(?:[^"\\]|\\.)*","timestamp":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/

/**
 * The time of a line that may match, without parsing the rest where only times are asked for: the line is parsed when its turn comes.
 *
 * @returns undefined for a line that does not match or is no record, as far as was looked
 */
function findTimestamp(text: string, wanted: ResolvedQuery): string | undefined {
  const isByTimeOnly = wanted.model === undefined && wanted.mode === undefined && wanted.provider === undefined
  const timestamp = isByTimeOnly ? beginning.exec(text)?.[1] : undefined
  if (timestamp !== undefined) return timestamp >= wanted.from && timestamp < wanted.until ? timestamp : undefined
  const record = readRecordText(text)
  return record !== undefined && isMatch(record, wanted) ? record.timestamp : undefined
}

/** Indices by time; those of one time keep their order, or have it turned round with the rest. */
function orderOf(times: readonly number[], newestFirst: boolean): number[] {
  const order = Array.from(times, (_, index) => index)
  order.sort((a, b) => times[a]! - times[b]! || a - b) // indices of times
  return newestFirst ? order.reverse() : order
}

/** Where a batch ends that begins at `start`, not included; at least one is in it. */
function endOfBatch(order: readonly number[], start: number, bytesOf: readonly number[]): number {
  let bytes = 0
  let end = start
  while (end < order.length && end - start < batchSize) {
    bytes += bytesOf[order[end]!]! // indices of places
    if (bytes > maxBatchBytes && end > start) break
    end++
  }
  return end
}

/** The records at some places, in the order of the places; neighbours are read in one go. */
async function readBatch(batch: readonly number[], places: Places, files: readonly (OpenFile | undefined)[]): Promise<MetricsRecord[]> {
  // Every column has an entry for each index, and every segment among them a file: it was read from.
  const segmentOf = (index: number): number => places.segments[index]!
  const startOf = (index: number): number => places.offsets[index]!
  const endOf = (index: number): number => places.offsets[index]! + places.bytes[index]!
  const byPlace = [...batch].sort((a, b) => segmentOf(a) - segmentOf(b) || startOf(a) - startOf(b))
  const records = new Map<number, MetricsRecord>()
  for (let i = 0; i < byPlace.length;) {
    const first = byPlace[i]!
    let end = i + 1
    while (end < byPlace.length && segmentOf(byPlace[end]!) === segmentOf(first) && startOf(byPlace[end]!) - endOf(byPlace[end - 1]!) <= maxGap
      && endOf(byPlace[end]!) - startOf(first) <= maxBatchBytes) end++
    const from = startOf(first)
    const bytes = await readBytes(files[segmentOf(first)]!, from, endOf(byPlace[end - 1]!) - from)
    for (; i < end; i++) {
      const index = byPlace[i]!
      const record = readRecordText(bytes.toString('utf8', startOf(index) - from, endOf(index) - from))
      if (record !== undefined) records.set(index, record)
    }
  }
  return batch.flatMap((index) => records.get(index) ?? [])
}

async function readBytes(file: OpenFile, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(buffer, done, length - done, from + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return buffer
}
