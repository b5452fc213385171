/**
 * The platform's `fetch`, looked up at each call, since tests and instrumentation replace it. Where one of ours has become it, the one
 * that was there when this was made: a page may make ours its own without calling itself for ever.
 */
export function openPlatformFetch(): typeof fetch {
  const before = typeof fetch === 'undefined' ? undefined : fetch
  return (input, init) => (isOurs(fetch) && before !== undefined ? before : fetch)(input, init)
}

/** Whether a `fetch` goes through a session. */
export function isOurs(send: typeof fetch): boolean {
  return 'headroom' in send
}
