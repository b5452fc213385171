import { expect, test, vi } from 'vitest'
import { watchStream } from '../../src/clients/watch-stream.ts'

test('hands on whatever is streamed, to its end', async () => {
  const chunks = [1, undefined, null, '', { last: true }]
  const stream = new ReadableStream<unknown>({ start(controller) { for (const chunk of chunks) controller.enqueue(chunk); controller.close() } })
  const watcher = { chunk: vi.fn(), end: vi.fn() }
  const reader = watchStream(stream, watcher).getReader()
  const read: unknown[] = []
  for (let next = await reader.read(); !next.done; next = await reader.read()) read.push(next.value)
  expect(read).toEqual(chunks)
  expect(watcher.chunk.mock.calls).toEqual(chunks.map((chunk) => [chunk]))
  expect(watcher.end.mock.calls).toEqual([[]])
})
