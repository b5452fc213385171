import type { Options } from '../options.ts'
import type { Answer, Headroom, Prepared } from '../session.ts'
import { readAiSdkUsage } from './ai-sdk-usage.ts'
import { prepareCall } from './call-session.ts'
import { openSession, readCallWishes } from './middleware-call.ts'
import type { MiddlewareOptions, MiddlewareSession } from './middleware-call.ts'
import { watchStream } from './watch-stream.ts'

/**
 * A middleware for `wrapLanguageModel`. Written without the SDK's types, so that it fits those of every version: a method takes and
 * gives back whatever the SDK has there.
 */
export interface HeadroomMiddleware {
  /** The one that version 6 asks for and 7 takes. */
  readonly specificationVersion: 'v3'
  readonly transformParams: <Params extends CallParams>(call: { readonly params: Params, readonly model?: CalledModel }) => Promise<Params>
  readonly wrapGenerate: <Result extends object>(call: { readonly doGenerate: () => PromiseLike<Result>, readonly params: object }) => Promise<Result>
  readonly wrapStream: <Result extends StreamResult>(call: { readonly doStream: () => PromiseLike<Result>, readonly params: object }) => Promise<Result>
  /** The session behind it. */
  readonly headroom: Headroom
}

/** What a call carries that is looked at here. */
export interface CallParams {
  readonly prompt: readonly unknown[]
  readonly headers?: Record<string, string | undefined> | undefined
  readonly abortSignal?: AbortSignal | undefined
}

export interface CalledModel {
  readonly provider: string
  readonly modelId: string
}

export interface StreamResult {
  readonly stream: ReadableStream<unknown>
}

/**
 * A middleware that makes every call smaller on its way to the model. Calls of one middleware share a session: what was decided for a
 * tool result holds for every later step that carries it, in the next call too.
 *
 * `x-headroom-mode`, `-keep-turns`, `-output-buffer-tokens` and `-bypass` among the `headers` of a call hold for it alone and do not leave.
 *
 * @throws ConfigurationError for wrong options; a call with a wrong header rejects with one
 */
export function headroomMiddleware(options: MiddlewareOptions = {}): HeadroomMiddleware {
  const session = openSession(options)
  /** What is under way, by the parameters that the model is called with; a caller may use the same ones for several calls at once. */
  const underWay = new WeakMap<object, Finish[]>()
  return {
    specificationVersion: 'v3',
    headroom: session.headroom,
    async transformParams({ params, model }) {
      const { params: changed, finish } = await prepareParams(session, params, model)
      if (finish !== undefined) underWay.set(changed, [...underWay.get(changed) ?? [], finish])
      return changed
    },
    async wrapGenerate({ doGenerate, params }) {
      const finish = take(underWay, params)
      try {
        const result = await doGenerate()
        finish(answerOf(result))
        return result
      } catch (error) {
        finish({ error })
        throw error
      }
    },
    async wrapStream({ doStream, params }) {
      const finish = take(underWay, params)
      try {
        const result = await doStream()
        // The chunks are those of the stream that it stands for.
        return { ...result, stream: watchChunks(result.stream, finish) }
      } catch (error) {
        finish({ error })
        throw error
      }
    },
  }
}

type Finish = (answer: Answer) => void

interface PreparedParams<Params> {
  readonly params: Params
  readonly finish?: Finish
}

async function prepareParams<Params extends CallParams>(session: MiddlewareSession, params: Params, model: CalledModel | undefined): Promise<PreparedParams<Params>> {
  const wishes = readCallWishes(params.headers)
  // Ours are gone; what is left is what the caller had.
  const outgoing = wishes.headers === params.headers ? params : { ...params, headers: wishes.headers as Params['headers'] }
  const { abortSignal: signal } = params
  const callOptions: Options = {
    ...wishes.options,
    format: 'ai-sdk',
    ...(session.hasModel || model === undefined ? {} : { model: model.modelId }),
    ...(signal === undefined ? {} : { signal }),
  }
  const prepared = await prepareCall(session.headroom, outgoing, callOptions, session.logger)
  return prepared === undefined ? { params: outgoing } : { params: prepared.request, finish: finishFor(prepared, model) }
}

/** @returns what adds the provider's name, such as `openai` of `openai.responses` */
function finishFor({ finish }: Prepared<unknown>, model: CalledModel | undefined): Finish {
  const provider = model?.provider.split('.')[0]
  return (answer) => { finish({ ...answer, ...(provider === undefined ? {} : { provider }) }) }
}

function take(underWay: WeakMap<object, Finish[]>, params: object): Finish {
  return underWay.get(params)?.shift() ?? (() => undefined)
}

function answerOf(holder: object): Answer {
  const usage = readAiSdkUsage((holder as { readonly usage?: unknown }).usage)
  return usage === undefined ? {} : { usage }
}

function watchChunks<Chunk>(stream: ReadableStream<Chunk>, finish: Finish): ReadableStream<Chunk> {
  let answer: Answer = {}
  return watchStream(stream, {
    chunk: (chunk) => { answer = { ...answer, ...readChunk(chunk) } },
    end: (error) => { finish(error === undefined ? answer : { ...answer, error }) },
  })
}

/** The last chunk says what it cost; a provider's error may come as a chunk too. */
function readChunk(chunk: unknown): Answer {
  if (typeof chunk !== 'object' || chunk === null) return {}
  const { type, error } = chunk as { readonly type?: unknown, readonly error?: unknown }
  if (type === 'finish') return answerOf(chunk)
  return type === 'error' ? { error } : {}
}
