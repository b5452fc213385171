import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The parsed body; undefined when it is no JSON. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A document as JSON; a text as it is; a list as the pieces of a stream of events. */
  readonly body: unknown
}

export interface ProviderServer {
  readonly url: string
  readonly received: ReceivedRequest[]
  /** Replies in this order; the last one stays. */
  reply(...replies: Reply[]): void
  close(): Promise<void>
}

/** A provider on this machine: writes down what it gets and answers what it is told. */
export async function startProvider(): Promise<ProviderServer> {
  const received: ReceivedRequest[] = []
  let replies: readonly Reply[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      received.push({ path: request.url ?? '', headers: request.headers, text, body: (text.startsWith('{') ? JSON.parse(text) : undefined) as ReceivedRequest['body'] })
      const [reply = { status: 500, body: 'no reply was set' }, ...rest] = replies
      if (rest.length > 0) replies = rest
      const { status = 200, headers = {}, body } = reply
      if (Array.isArray(body)) {
        response.writeHead(status, { 'content-type': 'text/event-stream', ...headers })
        for (const piece of body) response.write(piece)
        response.end()
      } else {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(typeof body === 'string' ? body : JSON.stringify(body))
      }
    })
  })
  // A machine that pauses for longer than the usual five seconds must not find its connection closed.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    reply(...next) { replies = next },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

/** Events as a provider streams them, each with its name where it has a `type`. */
export const events = (values: readonly (Readonly<Record<string, unknown>> | string)[]): string[] =>
  values.map((value) => (typeof value === 'string' ? `data: ${value}\n\n` : `${typeof value.type === 'string' ? `event: ${value.type}\n` : ''}data: ${JSON.stringify(value)}\n\n`))

/** A tool result in which one of 120 rows answers the question. */
export const jobs = JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished without any errors' })))
