import type { Path, Report } from '../../src/index.ts'
import { resolveOptions } from '../../src/options.ts'
import { listPrefixBlocks } from '../../src/prefix-change/prefix-blocks.ts'
import { loadRequestCounter } from '../../src/request-counter.ts'
import { describeModel } from '../../src/request-model.ts'
import { countViews } from '../../src/tokens/count-conversation.ts'
import { findVolatileSpans } from '../../src/transforms/cache-aligner/volatile-spans.ts'
import type { PrefixView } from '../protocol.ts'
import { readViews } from './blocks.ts'
import type { Block } from './blocks.ts'

/** Tools, system text and messages in the order in which a provider's cache reads them, with what in them changes from day to day. */
export async function viewPrefix(request: unknown, report: Report, model: string): Promise<readonly PrefixView[]> {
  const conversation = await readViews(request)
  if (conversation === undefined) return []
  const settings = resolveOptions({ model })
  const { tokens } = await loadRequestCounter(await describeModel(model, settings), settings, undefined)
  const blocks = listPrefixBlocks(conversation, await countViews(conversation, tokens))
  const marked = new Set([...conversation.tools, ...conversation.system, ...conversation.messages].filter(({ hasCacheMark }) => hasCacheMark).map(({ path }) => JSON.stringify(path)))
  const dropped = report.decisions.filter(({ action }) => action === 'dropped').map(({ path }) => path)
  const named = new Map<string, string>([
    ...conversation.tools.map(({ path, name }): [string, string] => [JSON.stringify(path), name]),
    ...conversation.messages.map(({ path, role, parts }): [string, string] => {
      const calls = parts.flatMap((part) => (part.kind === 'tool-call' ? [part.name] : []))
      const results = parts.flatMap((part) => (part.kind === 'tool-result' ? [part.toolName ?? 'a tool'] : []))
      return [JSON.stringify(path), calls.length > 0 ? `${role} calls ${calls.join(', ')}` : results.length > 0 ? `result of ${results.join(', ')}` : role]
    }),
  ])
  return blocks.map(({ where, path, texts, tokens: cost }): PrefixView => ({
    where, tokens: cost, title: named.get(JSON.stringify(path)) ?? 'system',
    hasCacheMark: marked.has(JSON.stringify(path)),
    volatile: where === 'system' ? texts.flatMap(({ text }) => findVolatileSpans(text).map(({ start, end }) => text.slice(start, end))) : [],
    isDropped: dropped.some((other) => startsWith(other, path)),
  }))
}

export function viewMoved(blocks: readonly Block[]): { readonly before: string; readonly after: string }[] {
  return blocks.flatMap(({ role, before, after }) => (role === 'system' && before !== undefined && after !== undefined && before !== after ? [{ before, after }] : []))
}

function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, i) => key === path[i])
}
