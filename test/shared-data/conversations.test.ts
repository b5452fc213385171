import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Adapter } from '../../src/adapters/adapter.ts'
import { anthropicAdapter } from '../../src/adapters/anthropic/adapter.ts'
import { findShape } from '../../src/adapters/find-adapter.ts'
import { openAiChatAdapter } from '../../src/adapters/openai/adapter.ts'
import { applyEdits } from '../../src/conversation/edits.ts'
import { queryAtBirth } from '../../src/conversation/query.ts'
import { findToolUnits } from '../../src/conversation/tool-units.ts'
import { splitIntoTurns } from '../../src/conversation/turns.ts'
import type { Conversation } from '../../src/conversation/types.ts'
import { resultSlotsOf, slotsOf, valueAt } from '../contracts/adapter.ts'
import { validateAnthropic, validateOpenAiChat } from '../conversation/provider-rules.ts'

type Wire = Readonly<Record<string, unknown>>
interface Recorded { readonly model?: string, readonly messages: readonly Wire[], readonly tools?: readonly Wire[] }

const root = new URL('../../../shared/data/conversations/', import.meta.url)
const formats = { openai: 'openai-chat', anthropic_messages: 'anthropic' } as const
const files = existsSync(root)
  ? Object.entries(formats).flatMap(([folder, format]) => readdirSync(new URL(`${folder}/`, root)).map((file) => ({ file: `${folder}/${file}`, format })))
  : []

/** The adapter of the two shapes that are always there. */
function adapterOf(request: unknown): Adapter {
  const format = findShape(request).shape?.format
  return [openAiChatAdapter, anthropicAdapter].find((adapter) => adapter.format === format)!
}

/** All `text`, `content` and `refusal` strings that stand in a message as text, read without our adapters. */
function wireTexts(content: unknown): string[] {
  if (typeof content === 'string') return [content]
  if (!Array.isArray(content)) return []
  return (content as readonly Wire[]).flatMap(({ type, text, content: inner }) => (type === 'text' ? [text as string] : type === 'tool_result' ? wireTexts(inner) : []))
}

/** Ids of results with the name of their call, read without our adapters. */
function wireResults(messages: readonly Wire[]): (readonly [string, string])[] {
  const names = new Map<unknown, string>()
  const results: (readonly [string, string])[] = []
  for (const { role, content, tool_calls: calls, tool_call_id: id } of messages) {
    for (const call of (calls ?? []) as readonly { id: string, function: { name: string } }[]) names.set(call.id, call.function.name)
    for (const block of (Array.isArray(content) ? content : []) as readonly Wire[]) {
      if (block.type === 'tool_use') names.set(block.id, block.name as string)
      if (block.type === 'tool_result') results.push([block.tool_use_id as string, names.get(block.tool_use_id)!])
    }
    if (role === 'tool') results.push([id as string, names.get(id)!])
  }
  return results
}

const resultsOf = ({ messages }: Conversation) =>
  messages.flatMap((message) => message.parts.flatMap((part) => (part.kind === 'tool-result' ? [{ message, part }] : [])))

/** The recordings came without the signatures of thinking, and one with a blank text. */
const leftOut = /thinking needs its text and its signature|text that is not only white space/

describe.skipIf(files.length === 0)('recorded conversations', () => {
  test('are all there', () => expect(files.length).toBeGreaterThan(50))

  describe.each(files)('$file', ({ file, format }) => {
    const recorded = JSON.parse(readFileSync(new URL(file, root), 'utf8')) as Recorded
    const adapter = adapterOf(recorded)
    const conversation = adapter.parse(recorded)

    test('has its shape, as a body and as an array of messages', () => {
      expect(adapter.format).toBe(format)
      const bare = adapterOf(recorded.messages)
      expect(bare.format).toBe(format)
      expect(bare.parse(recorded.messages).messages.map(({ parts }) => parts.length)).toEqual(conversation.messages.map(({ parts }) => parts.length))
    })

    test('has every text of the wire, in order', () => {
      expect(slotsOf(conversation).map(({ text }) => text).join('\n')).toBe(recorded.messages.flatMap(({ content }) => wireTexts(content)).join('\n'))
    })

    test('has every result with the name of its tool', () => {
      expect(resultsOf(conversation).map(({ part }) => [part.callId, part.toolName])).toEqual(wireResults(recorded.messages))
      expect(resultsOf(conversation).every(({ part }) => typeof part.toolName === 'string')).toBe(true)
    })

    test('has whole tool units, turns that begin with the user, and a query for every result', () => {
      const { units, orphans } = findToolUnits(conversation.messages)
      expect(orphans).toEqual([])
      expect(units.flatMap(({ results }) => results).length).toBe(resultsOf(conversation).length)
      expect(splitIntoTurns(conversation.messages).flat()).toEqual(conversation.messages)
      for (const { part } of resultsOf(conversation)) expect(queryAtBirth(conversation, part).call).not.toBe('')
    })

    test('is taken by the rules of its provider, as recorded', () => {
      const problems = format === 'anthropic' ? validateAnthropic(recorded.messages) : validateOpenAiChat(recorded.messages)
      expect(problems.filter((problem) => !leftOut.test(problem))).toEqual([])
    })

    test('comes back untouched without edits, and with one result replaced is the same everywhere else', () => {
      const source = JSON.stringify(recorded)
      expect(applyEdits(recorded, [])).toBe(recorded)
      for (const { path } of resultSlotsOf(conversation).slice(0, 20)) {
        const after = applyEdits(recorded, [{ kind: 'replace', path, value: 'short' }])
        expect(valueAt(after, path)).toBe('short')
        const changed = recorded.messages.flatMap((message, index) => (after.messages[index] === message ? [] : [index]))
        expect(changed).toEqual([path[1]])
        expect(after.tools).toBe(recorded.tools)
      }
      expect(JSON.stringify(recorded)).toBe(source)
    })
  })
})
