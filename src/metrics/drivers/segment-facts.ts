import { randomBytes } from 'node:crypto'
import { createRollUp } from '../roll-up.ts'
import type { RollUp, RollUpBuilder } from '../roll-up.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { readFigures } from './read-figures.ts'
import { readLines } from './read-lines.ts'
import type { Line } from './read-lines.ts'
import { rollUpPath } from './segments.ts'
import type { Segment } from './segments.ts'

/** What the records of one segment come to. */
export interface SegmentFacts {
  /** How much of the segment this is about. */
  readonly bytes: number
  readonly records: number
  /** Earliest and latest timestamp, '' for none. */
  readonly first: string
  readonly last: string
  readonly rollUp: RollUp
}

/** Changes with the shape of what is written; roll-ups of another version are made anew. */
const factsVersion = 1

/** Facts of any records, counted one by one. */
export interface FactsBuilder {
  readonly rollUp: RollUpBuilder
  /** @returns false for a line that is no record and will never be one */
  addLine(line: Line): boolean
  build(bytes: number): SegmentFacts
}

function createFacts(earlier?: SegmentFacts): FactsBuilder {
  const rollUp = createRollUp()
  let { records, first, last } = earlier ?? { records: 0, first: '', last: '' }
  if (earlier !== undefined) rollUp.merge(earlier.rollUp)
  return {
    rollUp,
    addLine(line) {
      const record = readFigures(line)
      if (record === undefined) return false
      rollUp.add(record)
      records++
      if (first === '' || record.timestamp < first) first = record.timestamp
      if (record.timestamp > last) last = record.timestamp
      return true
    },
    build: (bytes) => ({ bytes, records, first, last, rollUp: rollUp.toRollUp() }),
  }
}

export interface CountedSegment {
  readonly facts: SegmentFacts
  /** Without a last line that has no end yet: more of it may come, from a process that had the file open before it was renamed. */
  readonly lasting: SegmentFacts
}

/**
 * Reads a segment, or what has come to it since `earlier`.
 *
 * @param isStopped looked at between chunks; the outcome is then undefined
 */
export async function countSegment(file: OpenFile, segment: Segment, { earlier, isStopped, chunkBytes }: {
  readonly earlier?: SegmentFacts | undefined
  readonly isStopped?: () => boolean
  readonly chunkBytes?: number
} = {}): Promise<CountedSegment | undefined> {
  const counter = createFacts(earlier)
  const range = { from: earlier?.bytes ?? 0, to: segment.bytes, ...(chunkBytes === undefined ? {} : { chunkBytes }) }
  let lasting: SegmentFacts | undefined
  for await (const lines of readLines(file, range)) {
    if (isStopped?.()) return undefined
    for (const line of lines) {
      const { offset, isEnded } = line
      // Only the very last line has no end.
      if (!isEnded) lasting = counter.build(offset)
      // In the active segment it may still be being written; in a sealed one it is torn, as far as anyone knows.
      if (!counter.addLine(line) && (isEnded || segment.isSealed)) counter.rollUp.addUnreadable()
    }
  }
  const facts = counter.build(segment.bytes)
  return { facts, lasting: lasting ?? facts }
}

/** @returns undefined when there is none that fits: it can be made again from the segment */
export async function readFacts(fs: FileSystem, segment: Segment): Promise<SegmentFacts | undefined> {
  try {
    const { version, ...facts } = JSON.parse(await fs.readFile(rollUpPath(segment.path), 'utf8')) as SegmentFacts & { readonly version: number }
    // Written whole or not at all, so the version stands for the rest. A segment never gets shorter: this one would be of another file.
    return version === factsVersion && facts.bytes <= segment.bytes ? facts : undefined
  } catch {
    return undefined // not there, not readable or not JSON: all the same to the caller
  }
}

/** @returns false when it could not be kept, as on a read-only disk; it is then counted again the next time */
export async function writeFacts(fs: FileSystem, segment: Segment, facts: SegmentFacts): Promise<boolean> {
  const path = rollUpPath(segment.path)
  // Several processes may write the same one; each renames a whole file into place.
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await fs.writeFile(unfinished, JSON.stringify({ version: factsVersion, ...facts }), { mode: 0o600 })
    await fs.rename(unfinished, path)
    return true
  } catch {
    await fs.unlink(unfinished).catch(() => undefined) // most likely it was never made
    return false
  }
}
