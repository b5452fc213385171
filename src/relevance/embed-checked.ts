import { awaitUntilAborted } from '../until-aborted.ts'
import type { Embedder } from './embedder.ts'
import { withinTime } from './within-time.ts'

/**
 * The vectors of an embedder that may be anybody's: as many as there are texts, of its dimensions, all numbers, and so that they can be
 * compared. They are copies: an embedder may answer with views of memory that its next answer takes.
 *
 * @throws TimeoutError where it does not answer in time; the signal that it was given is aborted then, so that it stops
 */
export async function embedChecked(
  embedder: Embedder, texts: readonly string[], { timeLimitMs, signal }: { readonly timeLimitMs: number; readonly signal: AbortSignal | undefined },
): Promise<readonly Float64Array[]> {
  const work = new AbortController()
  const abort = (): void => { work.abort(signal?.reason) }
  signal?.throwIfAborted()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const vectors = await withinTime(awaitUntilAborted(Promise.resolve(embedder.embed(texts, { signal: work.signal })), signal), timeLimitMs)
    check(vectors, texts.length, embedder.dimensions)
    return vectors.map((vector) => new Float64Array(vector))
  } catch (error) {
    work.abort(error)
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

function check(vectors: readonly ArrayLike<number>[], count: number, dimensions: number): void {
  if (vectors.length !== count) throw new RangeError(`${count} texts gave ${vectors.length} vectors`)
  for (const [i, vector] of vectors.entries()) {
    if (vector.length !== dimensions) throw new RangeError(`text ${i} gave a vector of ${vector.length} dimensions, and not ${dimensions}`)
    let squared = 0
    for (let at = 0; at < dimensions; at++) {
      const value = vector[at]! // its length is known
      if (!Number.isFinite(value)) throw new RangeError(`text ${i} gave a vector that holds ${String(value)}`)
      squared += value * value
    }
    // A cosine with it would be no number, and rows without one stand in any order.
    if (squared === Infinity) throw new RangeError(`text ${i} gave a vector whose length is past all numbers`)
  }
}
