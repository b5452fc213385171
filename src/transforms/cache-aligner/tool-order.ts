import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Path, ToolDefinition } from '../../conversation/types.ts'
import type { Decision } from '../../report/types.ts'
import type { TransformContext } from '../transform.ts'
import { hasCacheMarks } from './system-blocks.ts'

/** Tools of one array, as their places and what stands there. */
interface ToolList {
  readonly path: Path
  readonly tools: readonly ToolDefinition[]
}

/**
 * Tools in the order of their names, by UTF-16 code units; each is the same reference. Those without a name (of the provider itself)
 * stay in their places, and so does everything where the caller has set a cache mark: all marks stand behind the tools, or on them.
 */
export function sortTools(conversation: Conversation): { edits: Edit[]; decisions: Decision[] } {
  if (hasCacheMarks(conversation)) return { edits: [], decisions: [] }
  const edits: Edit[] = []
  const decisions: Decision[] = []
  for (const { path, tools } of listsOf(conversation.tools)) {
    const sorted = [...tools].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    const changed = tools.flatMap((tool, at) => {
      const value = sorted[at]! // as many as before
      return value === tool ? [] : [{ kind: 'replace' as const, path: tool.path, value: valueAt(conversation.request, value.path) }]
    })
    if (changed.length === 0) continue
    edits.push(...changed)
    decisions.push({
      path, transform: 'cache-aligner', contentType: 'tools', action: 'moved', reason: 'tools stand in the order of their names',
      tokensBefore: 0, tokensAfter: 0, arrays: [],
    })
  }
  return { edits, decisions }
}

/** In a session: says when the same tools come in another order than last time, which makes the provider read everything anew. */
export function checkToolOrder({ tools }: Conversation, { decisions }: TransformContext): string[] {
  if (decisions === undefined || tools.length < 2) return []
  const names = tools.map(({ name }) => name)
  const same = [...names].sort().join('\n')
  const order = names.join('\n')
  const before = decisions.get(same, 'order of tools')
  decisions.set(same, 'order of tools', order, order.length)
  if (before === undefined || before === order) return []
  return ['the tools come in another order than in the request before, so the provider\'s prefix cache is missed: send them in a fixed order, or set cacheAligner.sortTools']
}

/** Named tools by the array they stand in; those of an object have their names as keys, whose order is the caller's. */
function listsOf(tools: readonly ToolDefinition[]): ToolList[] {
  const lists = new Map<string, { path: Path; tools: ToolDefinition[] }>()
  for (const tool of tools) {
    if (tool.name === '' || typeof tool.path.at(-1) !== 'number') continue
    const path = tool.path.slice(0, -1)
    const list = lists.get(path.join('.')) ?? { path, tools: [] }
    list.tools.push(tool)
    lists.set(path.join('.'), list)
  }
  return [...lists.values()]
}

function valueAt(request: unknown, path: Path): unknown {
  // A path of a view leads through objects and arrays of the request.
  return path.reduce<unknown>((value, key) => (value as Readonly<Record<string | number, unknown>>)[key], request)
}
