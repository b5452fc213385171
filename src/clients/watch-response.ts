import { watchDocument, watchEvents } from '../usage/watch-usage.ts'
import type { UsageWatch } from '../usage/watch-usage.ts'
import type { Usage } from '../usage/usage.ts'
import { watchStream } from './watch-stream.ts'

/** What became of a response's body. */
export type BodyEnd = { readonly usage?: Usage, readonly error?: unknown }

/**
 * A response that says what it cost when its body is over, cancelled or broken. The body is handed on piece by piece, as it is asked for.
 *
 * The very same response comes back, and `end` is called at once, where there is no body in which usage could stand, and for what a
 * caller's own `fetch` answers with that is no response of the platform.
 */
export function watchResponse(response: Response, end: (outcome: BodyEnd) => void): Response {
  const { status, statusText, headers, body } = response
  const watch = isStream(body) && isHeaders(headers) ? findWatch(headers.get('content-type') ?? '') : undefined
  if (body === null || watch === undefined) {
    end({})
    return response
  }
  const watched = new Response(watchBody(body, watch, end), { status, statusText, headers })
  // A response that we make has no address; the one that we got has.
  for (const key of ['url', 'redirected', 'type'] as const) Object.defineProperty(watched, key, { value: response[key], configurable: true })
  return watched
}

function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'getReader' in body
}

function isHeaders(headers: unknown): boolean {
  return typeof headers === 'object' && headers !== null && 'get' in headers
}

function findWatch(contentType: string): UsageWatch | undefined {
  if (/^(text\/event-stream|application\/(x-)?ndjson|application\/jsonl)\b/i.test(contentType)) return watchEvents()
  return /^application\/([\w.+-]+\+)?json\b/i.test(contentType) ? watchDocument() : undefined
}

function watchBody(body: ReadableStream<Uint8Array>, watch: UsageWatch, end: (outcome: BodyEnd) => void): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder()
  return watchStream(body, {
    chunk(chunk: unknown) {
      if (typeof chunk === 'string') watch.write(chunk) // what a caller's own `fetch` may stream
      else if (chunk instanceof ArrayBuffer || ArrayBuffer.isView(chunk)) watch.write(decoder.decode(chunk as Uint8Array, { stream: true }))
    },
    end(error) {
      watch.write(decoder.decode())
      const usage = watch.end()
      end({ ...(usage === undefined ? {} : { usage }), ...(error === undefined ? {} : { error }) })
    },
  })
}
