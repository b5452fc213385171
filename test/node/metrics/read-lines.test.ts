import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OpenFile } from '../../../src/metrics/drivers/file-system.ts'
import { readLines, textOf } from '../../../src/metrics/drivers/read-lines.ts'

/** A file of some bytes that gives at most so many at once. */
function openBytes(bytes: Buffer, atOnce = Infinity, onRead: (position: number) => Promise<void> = () => Promise.resolve()): OpenFile {
  const refuse = (): Promise<never> => Promise.reject(new Error('not for this'))
  return {
    write: refuse, stat: refuse, close: refuse,
    async read(buffer, offset, length, position) {
      await onRead(position)
      return { bytesRead: bytes.copy(buffer, offset, position, Math.min(bytes.length, position + Math.min(length, atOnce))) }
    },
  }
}

test('whatever is in a file, and however little comes at once, its lines come with their places', async () => {
  const texts = fc.array(fc.oneof({ weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) }, { weight: 2, arbitrary: fc.constant('\n') }), { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), async (text, chunkBytes, atOnce) => {
    const bytes = Buffer.from(text)
    const found: unknown[] = []
    for await (const lines of readLines(openBytes(bytes, atOnce), { chunkBytes })) {
      for (const line of lines) found.push([textOf(line), line.offset, line.bytes, line.isEnded])
    }
    const expected: unknown[] = []
    let offset = 0
    const pieces = bytes.toString().split('\n')
    for (const [i, piece] of pieces.entries()) {
      const length = Buffer.byteLength(piece)
      if (length > 0) expected.push([piece, offset, length, i < pieces.length - 1])
      offset += length + 1
    }
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected))
  }), { numRuns: 60 })
})

test('the next chunk is read while one is looked at, and nothing is being read any more when this ends', async () => {
  const asked: number[] = []
  let [begun, ended] = [0, 0]
  const file = openBytes(Buffer.from('a\nb\nc\nd\n'), Infinity, async (position) => {
    asked.push(position)
    begun++
    await new Promise((resolve) => { setImmediate(resolve) })
    ended++
  })
  for await (const [line] of readLines(file, { chunkBytes: 2 })) {
    expect(textOf(line!)).toBe('a')
    expect(asked).toEqual([0, 2])
    break
  }
  expect([begun, ended]).toEqual([2, 2])
})

test('an error comes when its chunk would, after all lines before it', async () => {
  const file = openBytes(Buffer.from('a\nb\nc\n'), Infinity, (position) => position === 2 ? Promise.reject(new Error('bad sector')) : Promise.resolve())
  const found: string[] = []
  const read = async (): Promise<void> => {
    for await (const lines of readLines(file, { chunkBytes: 2 })) {
      await new Promise((resolve) => { setImmediate(resolve) })
      found.push(...lines.map(textOf))
    }
  }
  await expect(read()).rejects.toThrow('bad sector')
  expect(found).toEqual(['a'])
})
