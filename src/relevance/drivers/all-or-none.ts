/** Reads what is of use only together: the first part that fails stops the others, and so does `signal`. */
export async function allOrNone<Parts extends readonly unknown[]>(signal: AbortSignal, read: (signal: AbortSignal) => { readonly [Part in keyof Parts]: Promise<Parts[Part]> }): Promise<Parts> {
  const reading = new AbortController()
  const abort = (): void => { reading.abort(signal.reason) }
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.all(read(reading.signal)) as unknown as Parts // one value for each promise, in their order
  } catch (error) {
    reading.abort(error)
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
