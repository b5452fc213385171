import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffEdits } from '../../src/conversation/diff-edits.ts'
import { applyEdits } from '../../src/conversation/edits.ts'
import type { Edit } from '../../src/conversation/edits.ts'

const before = { model: 'm', messages: [{ role: 'system', content: 'a' }, { role: 'user', content: [{ type: 'text', text: 'b' }] }, { role: 'assistant', content: 'c' }], n: 1 }

describe('the edits that were made', () => {
  test.each<{ name: string, edits: Edit[] }>([
    { name: 'none', edits: [] },
    { name: 'a text', edits: [{ kind: 'replace', path: ['messages', 1, 'content', 0, 'text'], value: 'x' }] },
    { name: 'messages that left', edits: [{ kind: 'remove', path: ['messages', 0] }, { kind: 'remove', path: ['messages', 2] }] },
    { name: 'a note that came', edits: [{ kind: 'insert', path: ['messages', 1], value: { role: 'system', content: 'note' } }] },
    { name: 'a field that left', edits: [{ kind: 'remove', path: ['n'] }] },
    { name: 'the whole', edits: [{ kind: 'replace', path: [], value: 7 }] },
  ])('$name', ({ edits }) => expect(diffEdits(before, applyEdits(before, edits))).toEqual(edits))
})

test('an order of other elements comes out right', () => {
  const [a, b, c] = before.messages
  const after = { ...before, messages: [c, a, b] }
  expect(applyEdits(before, diffEdits(before, after))).toEqual(after)
})

test('whatever was edited, the edits make it again and share what it shared', () => {
  const pathsOf = (value: unknown, at: (string | number)[] = []): (string | number)[][] => (typeof value !== 'object' || value === null ? []
    : Object.entries(value).flatMap(([key, inner]) => { const path = [...at, Array.isArray(value) ? Number(key) : key]; return [path, ...pathsOf(inner, path)] }))
  const containers = (value: unknown): object[] => (typeof value !== 'object' || value === null ? [] : [value, ...Object.values(value).flatMap(containers)])
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'insert'), fc.jsonValue({ maxDepth: 1 })), { maxLength: 4 }), (source, changes) => {
    let after: unknown = source
    for (const [which, kind, value] of changes) {
      const known = pathsOf(after)
      const path = known[which % Math.max(1, known.length)]
      if (path === undefined || (kind === 'insert' && typeof path.at(-1) === 'string')) continue
      after = applyEdits(after, [kind === 'remove' ? { kind, path } : { kind: kind as 'replace' | 'insert', path, value }])
    }
    const made = applyEdits(source, diffEdits(source, after))
    expect(made).toEqual(after)
    if (changes.length === 0) expect(made).toBe(source)
    // Elsewhere: on a copy, as on the other side of a worker.
    expect(applyEdits(structuredClone(source), structuredClone(diffEdits(source, after)))).toEqual(after)
    // One edit shares nearly everything; of a whole that is replaced nothing is asked.
    if (changes.length === 1 && changes[0]![1] === 'remove') for (const shared of containers(after).filter((one) => containers(source).includes(one))) expect(containers(made)).toContain(shared)
  }), { numRuns: 300 })
})
