import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Adapter } from '../../src/adapters/adapter.ts'
import { cloneRequest } from '../arbitraries/clone.ts'
import { applyEdits } from '../../src/conversation/edits.ts'
import type { Edit } from '../../src/conversation/edits.ts'
import type { Conversation, Path, TextSlot, WireFormat } from '../../src/conversation/types.ts'

type Json = Readonly<Record<string | number, unknown>>

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(request: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Json)[key] : undefined), request)
}

/** Every text that a transform may read at a path: system, messages, tool results. */
export function slotsOf({ system, messages }: Conversation): TextSlot[] {
  return [...system, ...messages.flatMap(({ parts }) => parts.flatMap((part) => (
    part.kind === 'text' ? [part] : part.kind === 'tool-result' ? part.slots : [])))]
}

export function resultSlotsOf({ messages }: Conversation): TextSlot[] {
  return messages.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'tool-result' ? part.slots : [])))
}

/** The containers of a JSON value with their paths, the root first. */
function containersOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return [path, ...Object.entries(value).flatMap(([key, inner]) => containersOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))]
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(Object.freeze(value))) deepFreeze(inner)
  return value
}

const junk: readonly unknown[] = [
  null, undefined, 0, NaN, '', 'text', true, [], {}, [null], [[]], [{}], [{ type: 7 }], { type: 'text' }, { role: 'user' }, Symbol('s'), 10n, () => 1,
  Object.create(null), new Date(0), Object.freeze([1, 2]), Object.assign([], { length: 3 }),
  { get type() { throw new Error('a getter') } }, { toJSON() { throw new Error('toJSON') } },
  new Proxy({}, { get() { throw new Error('a proxy') } }), new Proxy([], { get(target, key) { return key === 'length' ? 2 : Reflect.get(target, key) as unknown } }),
]

/** The values that are messages, for a shape that has them in an array of `messages`; `undefined` where the request has none. */
export function messagesIn(request: unknown): readonly unknown[] | undefined {
  const messages = Array.isArray(request) ? request : (request as Json).messages
  return Array.isArray(messages) ? messages : undefined
}

/** Another text for a slot, and the value that stands for it in the request. */
function anotherText({ text, json }: TextSlot): { readonly text: string, readonly value: unknown } {
  const another = json === undefined ? `${text} and more` : JSON.stringify({ more: JSON.parse(text) as unknown })
  return { text: another, value: json === undefined ? another : JSON.parse(another) as unknown }
}

/** Requests that are of one shape and of no other. */
const oneShapeOnly: readonly { readonly format: WireFormat | 'none', readonly name: string, readonly request: unknown }[] = [
  { format: 'none', name: 'rows', request: [{ role: 'admin', content: 'x' }, { role: 'guest', content: 'y' }] },
  { format: 'none', name: 'numbers', request: [1, 2, 3] },
  { format: 'none', name: 'a body without messages', request: {} },
  { format: 'none', name: 'messages that are text', request: { messages: 'x' } },
  { format: 'ai-sdk', name: 'messages of a user interface', request: [{ id: '1', role: 'user', content: 'x', parts: [{ type: 'text', text: 'x' }] }] },
  { format: 'ai-sdk', name: 'AI SDK messages with calls', request: [{ role: 'user', content: 'x' }, { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'f', input: {} }] }] },
  { format: 'google', name: 'Google contents', request: { contents: [{ role: 'user', parts: [{ text: 'x' }] }] } },
  { format: 'google', name: 'no Google contents', request: { contents: [] } },
  { format: 'openai-responses', name: 'Responses items', request: { input: [{ type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' }] } },
  { format: 'openai-responses', name: 'no Responses items', request: { input: [] } },
]

/**
 * What every adapter does.
 *
 * @param samples requests of its shape that hold all it reads
 * @param find where its messages are
 */
export function testAdapter(adapter: Adapter, samples: Readonly<Record<string, unknown>>, find: typeof messagesIn = messagesIn): void {
  describe.each(Object.entries(samples))(`${adapter.format} adapter, %s`, (_, sample) => {
    const conversation = adapter.parse(sample)

    test('recognises the request and keeps it', () => {
      expect(adapter.detect(sample)).toBeGreaterThan(0)
      expect(conversation.format).toBe(adapter.format)
      expect(conversation.request).toBe(sample)
    })

    test('reads only', () => {
      expect(adapter.parse(deepFreeze(cloneRequest(sample)))).toEqual(conversation)
    })

    test('has every message at its place, and parts that point into it', () => {
      expect(conversation.messages.map(({ path }) => valueAt(sample, path))).toEqual(find(sample))
      conversation.messages.forEach((message, index) => {
        expect(message.index).toBe(index)
        for (const part of message.parts) {
          expect(part.path.slice(0, message.path.length)).toEqual(message.path)
          if (!(part.kind === 'tool-result' && part.slots.length === 0)) expect(valueAt(sample, part.path)).toBeDefined()
        }
      })
    })

    test('says of every text where it stands', () => {
      for (const { path, text, json } of slotsOf(conversation)) {
        const value = valueAt(sample, path)
        expect(json === undefined ? value : JSON.stringify(value)).toBe(text)
      }
    })

    test('writes tool definitions as their JSON', () => {
      for (const { path, text } of conversation.tools) expect(text).toBe(JSON.stringify(valueAt(sample, path)))
    })

    test('comes back as the very same request without edits', () => {
      expect(applyEdits(sample, [])).toBe(sample)
    })

    test('sees an edited text where it was, and leaves every other message the same reference', () => {
      for (const edited of slotsOf(conversation)) {
        const { path } = edited
        const { text, value } = anotherText(edited)
        const edits: Edit[] = [{ kind: 'replace', path, value }]
        const after = adapter.parse(applyEdits(sample, edits))
        expect(slotsOf(after)).toEqual(slotsOf(conversation).map((slot) => (slot.path.join() === path.join() ? expect.objectContaining({ path, text }) : slot)))
        for (const message of conversation.messages) {
          const inside = message.path.every((key, i) => key === path[i])
          if (!inside) expect(valueAt(after.request, message.path)).toBe(valueAt(sample, message.path))
        }
      }
    })

    test('takes junk at any place without a throw and without touching it', () => {
      const containers = containersOf(sample)
      fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(), (where, which, what) => {
        const path = containers[where % containers.length]!
        const keys = Object.keys(valueAt(sample, path) as object)
        const key = keys[which % Math.max(keys.length, 1)]
        const container = valueAt(sample, path)
        const at = key === undefined ? path : [...path, Array.isArray(container) ? Number(key) : key]
        const request = applyEdits(sample, [{ kind: 'replace', path: at, value: junk[what % junk.length] }])
        adapter.detect(request)
        // The messages themselves gone: no request of this shape any more, and said so.
        if (find(request) === undefined) {
          expect(() => adapter.parse(request)).toThrow(expect.objectContaining({ code: 'VALIDATION' }))
          return
        }
        const view = adapter.parse(request)
        for (const slot of slotsOf(view)) expect(slot.text).toBeTypeOf('string')
        for (const message of view.messages) for (const part of message.parts) if (part.kind === 'tool-call') expect(part.argumentsText).toBeTypeOf('string')
        expect(applyEdits(request, [])).toBe(request)
      }), { numRuns: 400 })
    })
  })

  describe(`${adapter.format} adapter`, () => {
    test.each([null, undefined, 7, 'messages', {}, { messages: 'x' }, () => []].map((request) => [request]))('refuses %o', (request) => {
      expect(adapter.detect(request)).toBe(0)
      expect(() => adapter.parse(request)).toThrow(expect.objectContaining({ code: 'VALIDATION' }))
    })

    test.each(oneShapeOnly.filter(({ format }) => format !== adapter.format))('does not take $name for its own', ({ request }) => expect(adapter.detect(request)).toBe(0))

    test('takes an array that throws for nothing of its own', () => {
      const hostile = new Proxy([], { get() { throw new Error('no') } })
      expect(adapter.detect(hostile)).toBe(0)
      for (const key of ['messages', 'input', 'contents']) expect(adapter.detect({ [key]: hostile })).toBe(0)
    })
  })
}
