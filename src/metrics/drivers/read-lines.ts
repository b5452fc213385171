import type { OpenFile } from './file-system.ts'

/** One line of a file, without its end, as bytes that are there until the next group is asked for. */
export interface Line {
  readonly source: Buffer
  /** Where in `source` it begins, and where it ends, not included. */
  readonly from: number
  readonly until: number
  /** Where it begins, in bytes. */
  readonly offset: number
  readonly bytes: number
  /** False for the last line of a file that does not end with a line feed: it may still be written. */
  readonly isEnded: boolean
}

export interface LineRange {
  /** In bytes. @default 0 */
  readonly from?: number
  /** In bytes, not included. @default the end of the file */
  readonly to?: number
  /** Read at once, and so the work between two turns of the event loop. @default 256 KiB */
  readonly chunkBytes?: number
}

/** Longer ones come without any bytes, so that a file that is none of ours cannot fill the memory. */
const maxLineBytes = 32_000_000
const lineFeed = 10
const noBytes = Buffer.alloc(0)

export function textOf({ source, from, until }: Line): string {
  return source.toString('utf8', from, until)
}

/** Lines in groups, one group for each chunk that is read; empty lines are left out. The next chunk is read while a group is looked at. */
export async function* readLines(file: OpenFile, { from = 0, to = Infinity, chunkBytes = 262_144 }: LineRange = {}): AsyncGenerator<readonly Line[]> {
  let [chunk, next] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)]
  const readAt = async (position: number): Promise<number> => position >= to ? 0 : (await file.read(next, 0, Math.min(chunkBytes, to - position), position)).bytesRead
  /** The beginning of a line whose end has not been read. */
  let begun: Buffer[] = []
  let [begunBytes, begunAt] = [0, from]
  const line = (start: number, end: number, isEnded: boolean): Line => {
    const bytes = begunBytes + end - start
    if (begunBytes === 0) return { source: chunk, from: start, until: end, offset: begunAt, bytes, isEnded }
    const source = bytes > maxLineBytes ? noBytes : Buffer.concat([...begun, chunk.subarray(start, end)])
    return { source, from: 0, until: source.length, offset: begunAt, bytes, isEnded }
  }
  let reading = readAt(from)
  try {
    for (let position = from; ;) {
      const bytesRead = await reading
      if (bytesRead === 0) break
      ;[chunk, next] = [next, chunk]
      reading = readAt(position + bytesRead)
      reading.catch(() => undefined) // awaited when its turn comes
      const lines: Line[] = []
      let start = 0
      for (;;) {
        const end = chunk.indexOf(lineFeed, start)
        if (end === -1 || end >= bytesRead) break
        if (begunBytes + end - start > 0) lines.push(line(start, end, true))
        start = end + 1
        begun = []
        begunBytes = 0
        begunAt = position + start
      }
      const left = bytesRead - start
      if (left > 0 && begunBytes <= maxLineBytes) begun.push(Buffer.from(chunk.subarray(start, bytesRead)))
      begunBytes += left
      position += bytesRead
      if (lines.length > 0) yield lines
    }
  } finally {
    // Broken off: the file is closed by whoever opened it, so nothing may still be reading.
    await reading.catch(() => undefined)
  }
  if (begunBytes > 0) yield [line(0, 0, false)]
}
