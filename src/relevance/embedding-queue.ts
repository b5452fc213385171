import { HeadroomError } from '../errors.ts'
import { awaitUntilAborted } from '../until-aborted.ts'

/** A model that runs in this process. */
export interface SentenceModel {
  /** Ids of a text's pieces, cut at the longest length, with those that begin and end a text. */
  encode(text: string): readonly number[]
  /** @returns one vector of unit length for each text of the batch */
  run(batch: readonly (readonly number[])[]): Promise<readonly Float32Array[]>
  /** Gives its memory back. Nothing runs then, and nothing will. */
  release(): Promise<void>
}

export interface EmbeddingQueue {
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>
  /** Rejects what waits and takes nothing more. @returns when the batch that runs has ended */
  close(reason: Error): Promise<void>
}

export interface EmbeddingQueueOptions {
  /** Texts of one run. */
  readonly batchSize: number
  /** Lets what else waits have its turn: events of a page, messages of a worker. */
  readonly pause: () => Promise<void>
}

/** A text that calls wait for. */
interface Job {
  readonly text: string
  readonly vector: Promise<Float32Array>
  readonly resolve: (vector: Float32Array) => void
  readonly reject: (error: unknown) => void
  waiting: number
}

/**
 * Feeds a model that can do one thing at a time. Calls that come together share batches and texts: a text that two of them, or one twice,
 * ask for is embedded once. Texts of one length go together, since all of a batch cost as much as its longest. What only aborted calls
 * wait for is not begun.
 */
export function createEmbeddingQueue(model: SentenceModel, { batchSize, pause }: EmbeddingQueueOptions): EmbeddingQueue {
  const jobs = new Map<string, Job>()
  let arrived: Job[] = []
  /** Longest first, taken from the end. */
  let sorted: Job[] = []
  let pumping: Promise<void> | undefined
  let closed: Error | undefined

  const takeBatch = (): Job[] => {
    if (arrived.length > 0) {
      // By units of text: what they come to in pieces is known only when they are encoded, which waits until they run.
      // What came before goes before: a call that has a time limit must not wait for newer ones.
      sorted = [...arrived.reverse(), ...sorted].sort((a, b) => batchSize > 1 ? b.text.length - a.text.length : 0)
      arrived = []
    }
    const batch: Job[] = []
    while (batch.length < batchSize && sorted.length > 0) {
      const job = sorted.pop()!
      if (job.waiting > 0) batch.push(job)
      else jobs.delete(job.text)
    }
    return batch
  }
  const pump = async (): Promise<void> => {
    await Promise.resolve() // calls of the same moment come together
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      try {
        const vectors = await model.run(batch.map(({ text }) => model.encode(text)))
        for (const [i, job] of batch.entries()) settle(job, vectors[i])
      } catch (error) {
        for (const job of batch) job.reject(error)
      }
      for (const job of batch) jobs.delete(job.text)
      await pause()
    }
  }
  const startPump = (): void => {
    pumping ??= pump().finally(() => {
      pumping = undefined
      if (arrived.length > 0) startPump()
    })
  }

  return {
    async embed(texts, signal) {
      signal?.throwIfAborted()
      if (closed !== undefined) throw closed
      const wanted = new Map<string, Job>()
      for (const text of texts) {
        if (wanted.has(text)) continue
        let job = jobs.get(text)
        if (job === undefined) {
          job = createJob(text)
          jobs.set(text, job)
          arrived.push(job)
        }
        job.waiting++
        wanted.set(text, job)
      }
      if (arrived.length > 0) startPump()
      let isWaiting = true
      const leave = (): void => {
        if (isWaiting) for (const job of wanted.values()) job.waiting--
        isWaiting = false
      }
      signal?.addEventListener('abort', leave, { once: true }) // at once, before another batch is taken
      try {
        const vectors = new Map(await awaitUntilAborted(Promise.all(Array.from(wanted.values(), async (job) => [job.text, await job.vector] as const)), signal))
        return texts.map((text) => vectors.get(text)!) // each text has its job
      } finally {
        signal?.removeEventListener('abort', leave)
        leave()
      }
    },
    async close(reason) {
      closed = reason
      for (const job of jobs.values()) job.reject(reason)
      jobs.clear()
      arrived = []
      sorted = []
      await pumping
    },
  }
}

function createJob(text: string): Job {
  let resolve!: Job['resolve'], reject!: Job['reject'] // a promise calls its executor at once
  const vector = new Promise<Float32Array>((onVector, onError) => { [resolve, reject] = [onVector, onError] })
  vector.catch(() => undefined) // its calls may all have been aborted
  return { text, vector, resolve, reject, waiting: 0 }
}

function settle(job: Job, vector: Float32Array | undefined): void {
  if (vector?.every(Number.isFinite)) job.resolve(vector)
  else job.reject(new HeadroomError(vector === undefined ? 'the embedding model answered with too few vectors' : 'the embedding model answered with something that is no number'))
}
