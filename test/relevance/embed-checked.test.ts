import { describe, expect, test } from 'vitest'
import { embedChecked } from '../../src/relevance/embed-checked.ts'
import type { Embedder } from '../../src/relevance/embedder.ts'
import { TimeoutError, withinTime } from '../../src/relevance/within-time.ts'

/** An embedder that answers with anything, which the types do not let through. */
const answering = (answer: (texts: readonly string[]) => unknown): Embedder => ({ id: 'own', dimensions: 2, embed: answer as Embedder['embed'] })
const soon = { timeLimitMs: 1000, signal: new AbortController().signal }

describe('what an embedder answers', () => {
  test.each([
    { name: 'plain lists, frozen', answer: (texts: readonly string[]) => Promise.resolve(Object.freeze(texts.map(() => Object.freeze([1, 0])))) },
    { name: 'without a promise', answer: (texts: readonly string[]) => texts.map(() => Float32Array.of(1, 0)) },
  ])('may be $name', async ({ answer }) => {
    expect((await embedChecked(answering(answer), ['a', 'b'], soon)).map((vector) => Array.from(vector))).toEqual([[1, 0], [1, 0]])
  })

  test('may be memory that it takes for the next answer', async () => {
    const memory = new Float32Array(2)
    const embedder = answering(async (texts) => {
      memory.fill(texts[0]!.length)
      return [memory]
    })
    const [first] = await embedChecked(embedder, ['a'], soon)
    await embedChecked(embedder, ['four'], soon)
    expect(Array.from(first!)).toEqual([1, 1])
  })

  test.each([
    { name: 'too few vectors', answer: () => [], says: '1 texts gave 0 vectors' },
    { name: 'too many', answer: () => [[1, 0], [1, 0]], says: '1 texts gave 2 vectors' },
    { name: 'a vector with a hole', answer: () => [[1, , 0].slice(0, 2)], says: 'text 0 gave a vector that holds undefined' }, // eslint-disable-line no-sparse-arrays
    { name: 'text', answer: () => [['1', '0']], says: 'text 0 gave a vector that holds 1' },
    { name: 'numbers whose products are none', answer: () => [[1e200, 0]], says: 'text 0 gave a vector whose length is past all numbers' },
  ])('is refused where it is $name', async ({ answer, says }) => {
    await expect(embedChecked(answering(answer), ['a'], soon)).rejects.toThrow(says)
  })
})

describe('a time limit', () => {
  test('rejects what does not come', async () => {
    await expect(withinTime(new Promise(() => undefined), 1)).rejects.toBeInstanceOf(TimeoutError)
  })

  test.each([2 ** 31, 1e10, Number.MAX_SAFE_INTEGER])('of %s ms is no limit of none', async (milliseconds) => {
    expect(await withinTime(new Promise((resolve) => { setTimeout(resolve, 5, 'came') }), milliseconds)).toBe('came')
  })
})
