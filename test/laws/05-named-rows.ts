import * as fc from 'fast-check'
import { expect } from 'vitest'
import { mapDeep } from '../arbitraries/clone.ts'
import { conversations, isBare, messagesOf, wordyConversations } from '../arbitraries/conversation.ts'
import type { GeneratedConversation, Request } from '../arbitraries/conversation.ts'
import { payloadSpecs } from '../arbitraries/payload.ts'
import type { Law } from './law.ts'
import type { Mutant } from './pipeline.ts'
import { rowsThatHold } from './row-reading.ts'
import { mapMessages, mapToolTexts, textAt, toolTexts } from './wire-reading.ts'
import { readDocuments } from './documents.ts'
import { parseExactly } from './exact-json.ts'
import { canonical, wholeRows } from './written-form.ts'

/** Rows that may hold a named id, path, quoted text or number for all of them to stay whole. */
const maxNamedRows = 25
/** The same for a word; and no more than a tenth of the rows. */
const maxWordRows = 3

/** A pipeline that does not see some of the words: they are blanked before it runs, and put back afterwards. */
const blindTo = (blank: (request: Request) => Request): Mutant => (pipeline) => ({
  ...pipeline,
  optimize: async (request, options) => {
    const { request: after, report } = await pipeline.optimize(blank(request), options)
    const written = toolTexts(after)
    return { request: mapToolTexts(request, (_text, _path, index) => written[index]!.text), report }
  },
})

const blankTexts = (content: unknown): unknown => (typeof content === 'string' ? '-' : Array.isArray(content)
  ? content.map((block: { text?: unknown }) => (typeof block.text === 'string' ? { ...block, text: '-' } : block))
  : content)

const blankRole = (...roles: string[]) => (request: Request): Request => mapMessages(request, (messages) => messages.map((message) => (roles.includes(message.role ?? '')
  ? { ...message, ...('content' in message ? { content: blankTexts(message['content']) } : {}), ...('parts' in message ? { parts: blankTexts(message['parts']) } : {}) }
  : message)))

const blankArguments = (request: Request): Request => mapMessages(request, (messages) => mapDeep(messages, (key, value) =>
  (key === 'arguments' ? '{}' : key === 'input' || key === 'args' ? {} : value)))

const payloads = payloadSpecs({ minRows: 30, maxRows: 120, kinds: ['array', 'wrapped', 'nested', 'map', 'json-in-string', 'json-lines', 'fenced', 'columns'] })

/** A pipeline that reads long texts from their beginning only. */
const cutTexts = (content: unknown): unknown => mapDeep(content, (_, value) => (typeof value === 'string' ? value.slice(0, 2000) : value))

export const namedRowsLaw: Law<GeneratedConversation> = {
  name: 'Law 5: a row that the query at birth names is kept whole',
  inputs: fc.oneof(conversations(payloads), wordyConversations(payloads)),
  runs: 60,
  async check(pipeline, { request, results, spec }) {
    const { request: after } = await pipeline.optimize(request, { model: 'gpt-4o' })
    expect(messagesOf(after)).toHaveLength(messagesOf(request).length)
    expect(isBare(after)).toBe(isBare(request))
    for (const { path, call } of results) {
      const { named, payload, orphan } = call
      // Without its call in the request, nobody knows the arguments.
      if (!named || !payload.table || (orphan && spec.turns.some(({ calls }) => calls.some(({ place }) => place === 'arguments')))) continue
      const rows = payload.table.rows.map(parseExactly)
      const holding = rowsThatHold(named.words, rows)
      const isWord = /^\p{L}+$/u.test(named.words)
      expect(holding).toContain(named.row)
      // A word names a row where it stands near the question; in the middle of a long text it is a word like any other.
      if (isWord && spec.wordy !== undefined) continue
      if (holding.length > (isWord ? Math.min(maxWordRows, Math.floor(rows.length / 10)) : maxNamedRows)) continue
      const whole = wholeRows(readDocuments(textAt(after, path)))
      for (const row of holding) expect(whole.has(canonical(rows[row])), `row ${row} holds ${named.words}`).toBe(true)
    }
  },
  mutants: {
    'does not listen to the user': blindTo(blankRole('user')),
    'does not listen to the assistant': blindTo(blankRole('assistant', 'model')),
    'does not read the arguments of calls': blindTo(blankArguments),
    'reads the beginnings of long texts only': blindTo((request) => mapMessages(request, (messages) => messages.map((message) =>
      (message.role === 'user' ? { ...message, ...('content' in message ? { content: cutTexts(message['content']) } : { parts: cutTexts(message['parts']) }) } : message)))),
    'forgets what the user said some turns ago': blindTo((request) => mapMessages(request, (messages) => messages.map((message, at) =>
      (message.role === 'user' && 'content' in message && at < messages.length - 12 ? { ...message, content: blankTexts(message['content']) } : message)))),
  },
}
