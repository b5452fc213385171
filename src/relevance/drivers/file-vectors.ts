import { appendFile, mkdir, readFile, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../make-folder.ts'
import { checkMaxVectors } from '../memory-vectors.ts'
import type { VectorCache } from '../vector-cache.ts'
import { findCacheFolder } from './cache-folder.ts'

export interface FileVectorsOptions {
  /** @default `vectors` in the user's cache folder for this package */
  readonly folder?: string
  /** Vectors kept at most; MiniLM's take 2 KB each. @default 16384 */
  readonly maxVectors?: number
}

const keyLength = 16
const line = /^([\da-f]{16}) ([A-Za-z\d+/]+={0,2})$/

/**
 * Vectors in two files of lines, for Node: a key, and the bytes of a vector in base64. When the newer file holds half of what there is room
 * for it takes the place of the older one, which goes. Several programs may share a folder; each sees what the others had written when it
 * first looked. A line that was cut off is skipped.
 */
export function createFileVectors({ folder = join(findCacheFolder({ platform: process.platform, env: process.env, home: homedir() }), 'vectors'), maxVectors = 16_384 }: FileVectorsOptions = {}): VectorCache {
  checkMaxVectors(maxVectors)
  const [newer, older] = [join(folder, 'vectors.txt'), join(folder, 'vectors-older.txt')]
  const half = Math.max(1, Math.floor(maxVectors / 2))
  let files: Promise<{ newest: Map<string, string>; oldest: Map<string, string> }> | undefined
  let writing: Promise<void> = Promise.resolve()

  const open = (): NonNullable<typeof files> => {
    files ??= Promise.all([readVectors(newer), readVectors(older)]).then(([newest, oldest]) => ({ newest, oldest }))
    files.catch(() => { files = undefined })
    return files
  }
  return {
    async read(keys) {
      const { newest, oldest } = await open()
      return keys.map((key) => decode(newest.get(key) ?? oldest.get(key)))
    },
    write(entries) {
      const mine = writing.then(async () => {
        const kept = await open()
        for (let at = 0; at < entries.length;) {
          if (kept.newest.size >= half) {
            await rename(newer, older).catch(ignoreMissing)
            kept.oldest = kept.newest
            kept.newest = new Map()
          }
          const part = entries.slice(at, at + half - kept.newest.size)
          at += part.length
          await makeFolder(folder, { mkdir, dirname })
          const lines = part.map(({ key, vector }) => [key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')] as const)
          // Begins with a line feed: what a program that died had begun ends there.
          await appendFile(newer, lines.map(([key, bytes]) => `\n${key} ${bytes}`).join(''))
          for (const [key, bytes] of lines) kept.newest.set(key, bytes)
        }
      })
      writing = mine.catch(() => undefined)
      return mine
    },
  }
}

async function readVectors(path: string): Promise<Map<string, string>> {
  let text: string
  try {
    text = await readFile(path, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const vectors = new Map<string, string>()
  for (const one of text.split('\n')) if (line.test(one)) vectors.set(one.slice(0, keyLength), one.slice(keyLength + 1))
  return vectors
}

/** Another program did it before us, or somebody emptied the folder. */
function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}

function decode(text: string | undefined): Float32Array | undefined {
  if (text === undefined) return undefined
  const bytes = Uint8Array.from(Buffer.from(text, 'base64')) // aligned: a buffer may begin anywhere
  return bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined
}
