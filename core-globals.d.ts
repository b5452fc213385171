/**
 * All that core files may use beside the language: what browsers, workers and Node have alike.
 * Only `tsconfig.core.json` reads this; elsewhere the platform's own types say the same.
 */

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** For the timings of a report and nothing else: the output never depends on the time. */
declare const performance: { now(): number }

/** For time limits of foreign scorers. */
declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timeout: unknown): void

/** To tell a worker's stores what its page hears. */
declare class Event {
  constructor(type: string)
  readonly type: string
}

declare class TextEncoder {
  encode(text: string): Uint8Array
}

/** For ids of records and nothing else: no output depends on chance. */
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array }

// The parts of the Fetch standard that a client in the middle needs.

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean })
  decode(bytes?: Uint8Array | ArrayBuffer, options?: { readonly stream?: boolean }): string
}

declare class URL {
  constructor(url: string, base?: string)
  readonly href: string
  readonly hostname: string
  readonly pathname: string
}

declare class Headers {
  constructor(init?: HeadersInit)
  get(name: string): string | null
  has(name: string): boolean
  set(name: string, value: string): void
  delete(name: string): void
  forEach(callback: (value: string, name: string) => void): void
}
type HeadersInit = Headers | Record<string, string> | [string, string][]

interface RequestInit {
  method?: string
  headers?: HeadersInit
  body?: unknown
  signal?: AbortSignal | null
}

declare class Request {
  constructor(input: Request | string, init?: RequestInit)
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
  readonly bodyUsed: boolean
  readonly signal: AbortSignal
  clone(): Request
  text(): Promise<string>
}

interface ReadableStreamDefaultReader<Chunk> {
  read(): Promise<{ done: false, value: Chunk } | { done: true, value?: Chunk }>
  cancel(reason?: unknown): Promise<void>
}
interface ReadableStreamDefaultController<Chunk> {
  enqueue(chunk: Chunk): void
  close(): void
  error(reason?: unknown): void
}
declare class ReadableStream<Chunk> {
  constructor(
    source: { pull?(controller: ReadableStreamDefaultController<Chunk>): Promise<void>, cancel?(reason?: unknown): Promise<void> },
    strategy?: { readonly highWaterMark?: number },
  )
  getReader(): ReadableStreamDefaultReader<Chunk>
}

declare class Response {
  constructor(body: ReadableStream<Uint8Array> | string | null, init?: { readonly status?: number, readonly statusText?: string, readonly headers?: HeadersInit })
  readonly ok: boolean
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array> | null
  readonly url: string
  readonly redirected: boolean
  readonly type: string
}

declare function fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>

declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
