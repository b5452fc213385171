/** Something did not answer in time. */
export class TimeoutError extends Error {}

/** What a timer takes; it fires at once for more. */
const longestTimer = 2_147_483_647

/** The value of a promise, if it comes in time. @throws TimeoutError */
export async function withinTime<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError()), Math.min(longestTimer, Math.max(0, milliseconds)))
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
