/**
 * The outcome of `work`, or a rejection with the signal's reason as soon as it is aborted, even while foreign code (an own scorer,
 * counter or transform) does not answer.
 */
export async function untilAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work()
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => { reject(signal.reason) } // whatever it is, as the platform does
  })
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
