import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEmbeddingQueue } from '../../src/relevance/embedding-queue.ts'
import type { EmbeddingQueue, SentenceModel } from '../../src/relevance/embedding-queue.ts'
import { meanPool } from '../../src/relevance/mean-pool.ts'
import { describeEmbedder } from '../contracts/embedder.ts'
import { hashVector } from './hash-embedder.ts'

/** A model whose pieces are the code units; `ran` holds the texts of every run. */
function createModel(run: (texts: readonly string[]) => Promise<readonly Float32Array[]> = async (texts) => texts.map(hashVector)): SentenceModel & { readonly ran: string[][] } {
  const ran: string[][] = []
  return {
    ran,
    encode: (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
    run(batch) {
      const texts = batch.map((units) => String.fromCharCode(...units))
      ran.push(texts)
      return run(texts)
    },
    release: async () => undefined,
  }
}

const open = (model: SentenceModel, batchSize = 1): EmbeddingQueue => createEmbeddingQueue(model, { batchSize, pause: () => Promise.resolve() })

describeEmbedder('a queue before a model', () => {
  const queue = open(createModel(), 3)
  return { id: 'queue', dimensions: 4, embed: (texts, { signal } = {}) => queue.embed(texts, signal) }
})

describe('the queue before a model', () => {
  test('calls of any texts, together, get their own vectors, and no text runs twice', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 6 }), { maxLength: 5 }), fc.integer({ min: 1, max: 4 }), async (calls, batchSize) => {
      const model = createModel()
      const queue = open(model, batchSize)
      const answers = await Promise.all(calls.map((texts) => queue.embed(texts)))
      expect(answers).toEqual(calls.map((texts) => texts.map(hashVector)))
      expect(model.ran.flat().sort()).toEqual([...new Set(calls.flat())].sort())
      expect(model.ran.every((batch) => batch.length <= batchSize)).toBe(true)
    }), { numRuns: 50 })
  })

  test('texts of one length go together', async () => {
    const model = createModel()
    const queue = open(model, 2)
    await Promise.all([queue.embed(['aaaa', 'b', 'cccc']), queue.embed(['d', 'eee', 'ff'])])
    expect(model.ran).toEqual([['b', 'd'], ['ff', 'eee'], ['aaaa', 'cccc']])
  })

  test('a call that came first is not kept waiting by those that come while it runs', async () => {
    const later: Promise<unknown>[] = []
    const model = createModel(async (texts) => {
      if (texts[0] === '1') later.push(queue.embed(['4', '5']))
      return texts.map(hashVector)
    })
    const queue = open(model)
    await queue.embed(['1', '2', '3'])
    await Promise.all(later)
    expect(model.ran.flat()).toEqual(['1', '2', '3', '4', '5'])
  })

  test('what only an aborted call waits for is not begun; what another waits for is', async () => {
    const controller = new AbortController()
    const model = createModel(async (texts) => {
      if (texts[0] === '1') controller.abort('enough')
      return texts.map(hashVector)
    })
    const queue = open(model)
    const [aborted, other] = [queue.embed(['1', '2', '3', '4'], controller.signal), queue.embed(['3'])]
    await expect(aborted).rejects.toBe('enough')
    expect(await other).toEqual([hashVector('3')])
    expect(model.ran).toEqual([['1'], ['3']])
    expect(await queue.embed(['4'])).toEqual([hashVector('4')])
  })

  test('a call that is aborted does not wait for a model that never answers', async () => {
    const queue = open(createModel(() => new Promise(() => undefined)))
    const controller = new AbortController()
    const call = queue.embed(['a'], controller.signal)
    await Promise.resolve()
    controller.abort('no patience')
    await expect(call).rejects.toBe('no patience')
  })

  test.each([
    { name: 'what is no number', answer: () => [Float32Array.of(1, NaN)], says: 'something that is no number' },
    { name: 'infinity', answer: () => [Float32Array.of(Infinity, 0)], says: 'something that is no number' },
    { name: 'too few vectors', answer: () => [], says: 'too few vectors' },
    { name: 'an error', answer: () => { throw new Error('out of memory') }, says: 'out of memory' },
  ])('a model that answers with $name fails the calls that wait for it, and no others', async ({ answer, says }) => {
    const queue = open(createModel(async (texts) => texts[0] === 'bad' ? answer() : texts.map(hashVector)))
    const [bad, good] = [queue.embed(['bad', 'ok']), queue.embed(['ok'])]
    await expect(bad).rejects.toThrow(says)
    expect(await good).toEqual([hashVector('ok')])
    await expect(queue.embed(['bad'])).rejects.toThrow(says)
  })

  test('a closed queue rejects what waits and what comes, after the run that is on its way', async () => {
    let answer: (vectors: readonly Float32Array[]) => void = () => undefined
    const model = createModel(() => new Promise((resolve) => { answer = resolve }))
    const queue = open(model)
    const call = queue.embed(['a', 'b'])
    await new Promise<void>((resolve) => { setTimeout(resolve, 0) })
    const closing = queue.close(new Error('closed'))
    await expect(call).rejects.toThrow('closed')
    await expect(queue.embed(['c'])).rejects.toThrow('closed')
    answer([hashVector('a')])
    await closing
    expect(model.ran).toEqual([['a']])
  })

  test('twenty thousand texts are taken in at once', async () => {
    const model = createModel()
    const texts = Array.from({ length: 20_000 }, (_, i) => String(i))
    expect(await open(model, 1000).embed(texts)).toHaveLength(texts.length)
    expect(model.ran).toHaveLength(20)
  })
})

describe('meanPool', () => {
  test('is the mean without the padding, of unit length', () => {
    const states = Float32Array.of(/* text one */ 1, 0, 3, 8, 9, 9, /* text two */ -1, 0, 0, 0, 0, 0)
    const [first, second] = meanPool(states, [2, 1], 3, 2)
    expect(first![0]).toBeCloseTo(1 / Math.sqrt(5), 3)
    expect(first![1]).toBeCloseTo(2 / Math.sqrt(5), 3)
    expect(Array.from(second!)).toEqual([-1, 0])
  })

  test('hides what the order of additions leaves', () => {
    const [one, other] = [Float32Array.of(0.3, 0.7), Float32Array.of(0.3 + 1e-7, 0.7 - 1e-7)]
    expect(meanPool(one, [1], 1, 2)).toEqual(meanPool(other, [1], 1, 2))
  })
})
