import { findShape } from '../adapters/find-adapter.ts'
import { crush } from '../crush.ts'
import { ConfigurationError } from '../errors.ts'
import { renderEdited } from '../json/render-edited.ts'
import { optimize } from '../optimize.ts'
import type { Report } from '../report/types.ts'
import { simulate } from '../simulate.ts'
import type { CompressCommand } from './arguments.ts'
import { findStringChanges, spliceStrings } from './splice-strings.ts'

export interface CompressedInput {
  /** What goes to standard output: the source with its strings shortened in place, else the very same text. */
  readonly text: string
  readonly report: Report
}

/**
 * Runs a command on a text. A request or an array of messages is optimized as such; whatever else it is counts as one tool result,
 * whose first and last white space, such as a line end, stays.
 */
export async function compressInput(source: string, command: CompressCommand): Promise<CompressedInput> {
  const request = readRequest(source)
  return request === undefined ? compressToolResult(source, command) : compressRequest(source, request.value, command)
}

/** The request that a text is; undefined when it is something else. */
function readRequest(source: string): { readonly value: unknown } | undefined {
  if (!/^\ufeff?\s*[[{]/.test(source)) return undefined
  let value: unknown
  try {
    value = JSON.parse(withoutMark(source))
  } catch {
    return undefined // not JSON: a tool result like any other
  }
  return findShape(value).shape === undefined ? undefined : { value }
}

async function compressRequest(source: string, request: unknown, { kind, query, tool, options }: CompressCommand): Promise<CompressedInput> {
  const misplaced = query !== undefined ? '--query' : tool !== undefined ? '--tool' : undefined
  if (misplaced !== undefined) {
    throw new ConfigurationError(`${misplaced} is for a lone tool result; the input is a request, which says itself what is asked and which tool was called`)
  }
  if (kind === 'simulate') return { text: source, report: await simulate(request, options) }
  const { request: smaller, report } = await optimizeBody(request, options)
  const changes = findStringChanges(request, smaller)
  // Where more than strings changed (messages that left, results that are objects) white space goes; what stays keeps its spelling.
  return { text: changes === undefined ? renderEdited(withoutMark(source), request, smaller) : spliceStrings(source, changes), report }
}

async function optimizeBody(request: unknown, options: CompressCommand['options']): Promise<{ request: unknown; report: Report }> {
  if (!Array.isArray(request)) return optimize(request, options)
  const { messages, report } = await optimize(request as unknown[], options)
  return { request: messages, report }
}

async function compressToolResult(source: string, { kind, query, tool, options }: CompressCommand): Promise<CompressedInput> {
  const text = withoutMark(source).trim()
  const start = source.indexOf(text)
  const { text: smaller, report } = await crush(text, { ...options, ...(query === undefined ? {} : { query }), ...(tool === undefined ? {} : { toolName: tool }) })
  const done: Report = kind === 'simulate' ? { ...report, mode: 'simulate' } : report
  return { text: kind === 'simulate' ? source : source.slice(0, start) + smaller + source.slice(start + text.length), report: done }
}

function withoutMark(source: string): string {
  return source.startsWith('\ufeff') ? source.slice(1) : source
}
