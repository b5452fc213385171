import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/conversation/edits.ts'
import type { Edit } from '../../src/conversation/edits.ts'
import { renderEdited } from '../../src/json/render-edited.ts'

const source = '{ "model":"m", "big": 12345678901234567890, "one":1.0, "a\\u0062":"\\u00e9", "list":[ {"x":1e2}, {"y":2.50}, 3.0, "s" ], "same":1, "same":2.0 }'
const edited = (...edits: Edit[]): string => {
  const before: unknown = JSON.parse(source)
  return renderEdited(source, before, applyEdits(before, edits))
}

describe('what no edit names keeps its spelling', () => {
  test.each<{ name: string, edits: Edit[], text: string }>([
    { name: 'nothing changed', edits: [], text: source },
    { name: 'a text replaced', edits: [{ kind: 'replace', path: ['model'], value: 'n"' }], text: '{"model":"n\\"","big":12345678901234567890,"one":1.0,"a\\u0062":"\\u00e9","list":[{"x":1e2},{"y":2.50},3.0,"s"],"same":2.0}' },
    { name: 'an element removed', edits: [{ kind: 'remove', path: ['list', 0] }], text: '{"model":"m","big":12345678901234567890,"one":1.0,"a\\u0062":"\\u00e9","list":[{"y":2.50},3.0,"s"],"same":2.0}' },
    { name: 'an element put in', edits: [{ kind: 'insert', path: ['list', 1], value: { n: 1 } }], text: '{"model":"m","big":12345678901234567890,"one":1.0,"a\\u0062":"\\u00e9","list":[{"x":1e2},{"n":1},{"y":2.50},3.0,"s"],"same":2.0}' },
    { name: 'an element edited behind one removed', edits: [{ kind: 'remove', path: ['list', 0] }, { kind: 'replace', path: ['list', 1, 'y'], value: 'new' }], text: '{"model":"m","big":12345678901234567890,"one":1.0,"a\\u0062":"\\u00e9","list":[{"y":"new"},3.0,"s"],"same":2.0}' },
    { name: 'a key removed', edits: [{ kind: 'remove', path: ['same'] }], text: '{"model":"m","big":12345678901234567890,"one":1.0,"a\\u0062":"\\u00e9","list":[{"x":1e2},{"y":2.50},3.0,"s"]}' },
  ])('$name', ({ edits, text }) => expect(edited(...edits)).toBe(text))

  test('a field that was added is written behind the others', () => {
    const before = JSON.parse(source) as Record<string, unknown>
    expect(renderEdited(source, before, { ...before, key: 'k', none: undefined })).toMatch(/"same":2\.0,"key":"k"\}$/)
  })
})

test('whatever is edited, the text means what JSON.stringify of the edited value means', () => {
  const paths = (value: unknown, at: (string | number)[] = []): (string | number)[][] => (typeof value !== 'object' || value === null ? []
    : Object.entries(value).flatMap(([key, inner]) => { const path = [...at, Array.isArray(value) ? Number(key) : key]; return [path, ...paths(inner, path)] }))
  fc.assert(fc.property(fc.json({ maxDepth: 4 }), fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'insert'), fc.jsonValue({ maxDepth: 1 })), { maxLength: 4 }), (text, changes) => {
    const before: unknown = JSON.parse(text)
    let after = before
    for (const [which, kind, value] of changes) {
      const known = paths(after)
      const path = known[which % Math.max(1, known.length)]
      if (path === undefined || (kind === 'insert' && typeof path.at(-1) === 'string')) continue
      after = applyEdits(after, [kind === 'remove' ? { kind, path } : { kind: kind as 'replace' | 'insert', path, value }])
    }
    expect(JSON.parse(renderEdited(text, before, after))).toEqual(JSON.parse(JSON.stringify(after)))
  }), { numRuns: 400 })
})
