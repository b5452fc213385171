/**
 * Loads on first use, and once: to import again what is there already costs an engine as long as reading a kilobyte, and a request
 * passes a dozen such places. A load that failed may be tried again.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  const forget = (error: unknown): never => {
    loading = undefined
    throw error
  }
  return () => loading ??= load().catch(forget)
}
