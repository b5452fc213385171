import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { codeOf } from '../../errors.ts'
import { orAbsent } from './file-system.ts'
import type { FileFacts, FileSystem, OpenFile } from './file-system.ts'

/** Where records are appended. When it is large or of another day it is renamed, and a new one begins. */
export const activeName = 'metrics.jsonl'
/** A sealed segment: when it was sealed, in UTC, and a random part, since several processes may seal at once. */
const sealedName = /^metrics-(\d{17})-[0-9a-f]{8}\.jsonl$/

/** One file of records. */
export interface Segment {
  readonly name: string
  readonly path: string
  readonly isSealed: boolean
  readonly bytes: number
  /** A handle on the active one, which keeps naming it when it is sealed meanwhile. */
  readonly file?: OpenFile
}

/** The segments of a folder in the order of their sealing, the active one last; [] for a folder that is not there. Close the active one's file. */
export async function listSegments(fs: FileSystem, folder: string): Promise<Segment[]> {
  // Opened before the folder is read: when it is sealed in between, it is also found under its new name, and told by its inode.
  const active = await orAbsent(fs.open(join(folder, activeName), 'r'))
  try {
    const facts = await active?.stat()
    const segments: Segment[] = []
    for (const name of await sealedNames(fs, folder)) {
      const path = join(folder, name)
      const sealed = await orAbsent(fs.stat(path))
      if (sealed !== undefined && !isSame(sealed, facts)) segments.push({ name, path, isSealed: true, bytes: sealed.size })
    }
    if (active !== undefined && facts !== undefined) segments.push({ name: activeName, path: join(folder, activeName), isSealed: false, bytes: facts.size, file: active })
    return segments
  } catch (error) {
    await active?.close()
    throw error
  }
}

/** Names of the sealed segments, oldest first. */
export async function sealedNames(fs: FileSystem, folder: string): Promise<string[]> {
  const names = await orAbsent(fs.readdir(folder)) ?? []
  return names.filter((name) => sealedName.test(name)).sort()
}

/** Where the roll-up of a sealed segment is kept. */
export function rollUpPath(segmentPath: string): string {
  return segmentPath.replace(/\.jsonl$/, '.rollup.json')
}

/**
 * Renames the active segment, unless another process has just done so. Whoever has it open goes on writing to it, so nothing is lost.
 *
 * @param facts of the file that is to be sealed
 * @returns where it is now, or undefined when it was not renamed
 */
export async function sealActive(fs: FileSystem, folder: string, facts: FileFacts, now: number): Promise<string | undefined> {
  const path = join(folder, activeName)
  const [newest] = (await sealedNames(fs, folder)).slice(-1)
  const current = await orAbsent(fs.stat(path))
  if (current === undefined || !isSame(current, facts)) return undefined
  // After all that are there, even if the clock went back: the order of names is the order of arrival.
  const stamp = [stampOf(now), newest === undefined ? '' : nextStamp(newest)].sort()[1]! // two of them
  const sealed = join(folder, `metrics-${stamp}-${randomBytes(4).toString('hex')}.jsonl`)
  try {
    await fs.rename(path, sealed)
    return sealed
  } catch (error) {
    // Sealed by another process, or held open by one where the system does not rename open files: the next append tries again.
    if (['ENOENT', 'EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}

/** Inode numbers are only unique on one device, and 0 where a file system has none. */
function isSame(file: FileFacts, other: FileFacts | undefined): boolean {
  return other !== undefined && file.ino === other.ino && file.dev === other.dev
}

/** Whether the segment's last line was written before this time, an ISO 8601 text or '' for the beginning of all. */
export function isSealedBefore({ name }: Segment, timestamp: string): boolean {
  const stamp = sealedName.exec(name)?.[1]
  return stamp !== undefined && stamp < timestamp.replace(/\D/g, '')
}

/** 17 digits that sort as times do. */
function stampOf(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, '')
}

function nextStamp(name: string): string {
  return String(BigInt(sealedName.exec(name)?.[1] ?? '0') + 1n).padStart(17, '0')
}
