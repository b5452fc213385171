/** Resolves when the work is done or the time is over, whichever is first; rejects when the work does in time. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timeout: ReturnType<typeof setTimeout> | undefined
  try {
    await Promise.race([work, new Promise<void>((resolve) => { timeout = setTimeout(resolve, milliseconds) })])
  } finally {
    clearTimeout(timeout)
  }
}
