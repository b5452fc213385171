import type { Options } from '../options.ts'
import type { Answer, Headroom } from '../session.ts'
import type { Usage } from '../usage/usage.ts'
import { prepareCall } from './call-session.ts'
import { openSession, readCallWishes, usageOf } from './middleware-call.ts'
import type { MiddlewareOptions, MiddlewareSession } from './middleware-call.ts'

/**
 * A middleware for `createAgent`, as `createMiddleware` makes one. Written without LangChain's types, so that it fits those of every
 * version: the request goes to the handler with everything that LangChain has put into it.
 */
export interface HeadroomAgentMiddleware {
  readonly name: 'HeadroomMiddleware'
  readonly wrapModelCall: <Request extends AgentRequest, Handled, Response>(request: Request, handler: (request: Handled) => Response | Promise<Response>) => Promise<Response>
  /** The session behind it. */
  readonly headroom: Headroom
}

/** What a request of an agent carries that is looked at here. */
export interface AgentRequest {
  readonly messages: readonly unknown[]
  readonly systemMessage?: unknown
  readonly tools?: readonly unknown[]
  readonly model?: unknown
  readonly modelSettings?: Readonly<Record<string, unknown>> | undefined
  readonly runtime?: { readonly signal?: AbortSignal | undefined } | undefined
}

/**
 * A middleware that makes every request of an agent smaller on its way to the model. The agent's own state keeps the messages as they
 * are; what goes to the model are instances of the same classes with the same ids. Calls of one middleware share a session: what was
 * decided for a tool result holds for every later step that carries it.
 *
 * `x-headroom-mode`, `-keep-turns`, `-output-buffer-tokens` and `-bypass` among `modelSettings.headers` hold for one call and do not leave.
 *
 * @throws ConfigurationError for wrong options; a call with a wrong header rejects with one
 */
export function createHeadroomMiddleware(options: MiddlewareOptions = {}): HeadroomAgentMiddleware {
  const session = openSession(options)
  const middleware = {
    name: 'HeadroomMiddleware' as const,
    headroom: session.headroom,
    async wrapModelCall<Request extends AgentRequest, Handled, Response>(request: Request, handler: (request: Handled) => Response | Promise<Response>): Promise<Response> {
      const { request: outgoing, finish } = await prepareRequest(session, request)
      try {
        // What LangChain hands to a middleware is what it takes back from it.
        const response = await handler(outgoing as unknown as Handled)
        finish(answerOf(response))
        return response
      } catch (error) {
        finish({ error })
        throw error
      }
    },
  }
  // LangChain tells a middleware from a function of the same form by this.
  return Object.defineProperty(middleware, Symbol.for('AgentMiddleware'), { value: true, enumerable: true })
}

interface PreparedRequest<Request> {
  readonly request: Request
  readonly finish: (answer: Answer) => void
}

async function prepareRequest<Request extends AgentRequest>(session: MiddlewareSession, request: Request): Promise<PreparedRequest<Request>> {
  const { messages, systemMessage, tools, model, modelSettings } = request
  const headers = modelSettings?.headers
  const wishes = readCallWishes(isFields(headers) ? headers : undefined)
  const signal = request.runtime?.signal
  const outgoing = wishes.headers === headers || !isFields(headers) ? request : { ...request, modelSettings: { ...modelSettings, headers: wishes.headers } }
  const callOptions: Options = { ...wishes.options, format: 'langchain', ...(signal === undefined ? {} : { signal }) }
  // Without the agent's state beside it, which has the same messages again.
  const body = { messages, systemMessage, tools, model }
  const prepared = await prepareCall(session.headroom, body, callOptions, session.logger)
  if (prepared === undefined) return { request: outgoing, finish: () => undefined }
  const { request: changed, finish } = prepared
  return { request: changed === body ? outgoing : { ...outgoing, ...changesOf(body, changed) }, finish }
}

type Body = { readonly [Key in 'messages' | 'systemMessage' | 'tools']: AgentRequest[Key] }

/** Only what changed: LangChain compares the system message with the one that it gave. */
function changesOf(before: Body, after: Body): Partial<Body> {
  const known = new Set(before.messages)
  return {
    ...(after.messages === before.messages ? {} : { messages: after.messages.map((message) => (known.has(message) ? message : renewArguments(message))) }),
    ...(after.systemMessage === before.systemMessage ? {} : { systemMessage: renewArguments(after.systemMessage) }),
    ...(after.tools === before.tools ? {} : { tools: after.tools }),
  }
}

/**
 * A message remembers what it was constructed from, and some write or construct it anew from that: it is to be its content of now.
 *
 * @param message a copy of ours
 */
function renewArguments(message: unknown): unknown {
  if (!isFields(message) || !isFields(message.lc_kwargs) || message.lc_kwargs.content === message.content) return message
  return Object.defineProperty(message, 'lc_kwargs', { value: { ...message.lc_kwargs, content: message.content }, writable: true, enumerable: true, configurable: true })
}

function answerOf(response: unknown): Answer {
  const usage = readUsageMetadata(response)
  return usage === undefined ? {} : { usage }
}

/** Of a message, or of one beside a structured answer. */
function readUsageMetadata(response: unknown): Usage | undefined {
  if (!isFields(response)) return undefined
  const message = Array.isArray(response.messages) ? response.messages.find((candidate: unknown) => isFields(candidate) && candidate.usage_metadata !== undefined) as unknown : response
  const metadata = isFields(message) ? message.usage_metadata : undefined
  if (!isFields(metadata)) return undefined
  const details = isFields(metadata.input_token_details) ? metadata.input_token_details : {}
  return usageOf({
    tokensInput: metadata.input_tokens,
    tokensOutput: metadata.output_tokens,
    cachedTokensRead: details.cache_read,
    cachedTokensWritten: details.cache_creation,
  })
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
