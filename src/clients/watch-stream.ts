/** Who hears of a stream that passes by. */
export interface StreamWatcher<Chunk> {
  readonly chunk: (chunk: Chunk) => void
  /** Once, at the end: with what broke the stream, or without an error where it is over or its reader leaves. */
  readonly end: (error?: unknown) => void
}

/** The same chunks, handed on one by one as they are asked for. */
export function watchStream<Chunk>(stream: ReadableStream<Chunk>, watcher: StreamWatcher<Chunk>): ReadableStream<Chunk> {
  const reader = stream.getReader()
  return new ReadableStream<Chunk>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) {
          watcher.end()
          controller.close()
          return
        }
        watcher.chunk(value)
        controller.enqueue(value)
      } catch (error) {
        watcher.end(error)
        controller.error(error)
      }
    },
    cancel(reason) {
      watcher.end()
      return reader.cancel(reason)
    },
  }, { highWaterMark: 0 }) // nothing is read ahead of the one who asks
}
