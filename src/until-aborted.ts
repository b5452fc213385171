/**
 * The outcome of `work`, or a rejection with the signal's reason as soon as it is aborted, even while foreign code (an own scorer,
 * counter or transform) does not answer. Work does not start for a signal that is aborted already.
 */
export async function untilAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted()
  return awaitUntilAborted(work(), signal)
}

/** The same for work that others wait for too: it goes on when this call leaves. */
export async function awaitUntilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  work.catch(() => undefined) // it may fail when nobody waits for it any more
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => { reject(signal.reason) } // whatever it is, as the platform does
  })
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
