import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findStringChanges, spliceStrings } from '../../../src/cli/splice-strings.ts'

test('every character beside the changed string stays', () => {
  const source = '\ufeff{ "n": 12345678901234567890,\r\n\t"a": [1.0, {"b\\u0041": "old \\" \\\\"}, "c"],\r\n "a2":1e400 }\r\n\r\n'
  expect(spliceStrings(source, [{ path: ['a', 1, 'bA'], text: 'new\n"' }])).toBe(source.replace('"old \\" \\\\"', '"new\\n\\""'))
})

test('of duplicate keys the last one is the one that was read', () => {
  const source = '{"a": {"b": "x"}, "a": {"b": "x", "b": "x"}}'
  expect(spliceStrings(source, [{ path: ['a', 'b'], text: 'y' }])).toBe('{"a": {"b": "x"}, "a": {"b": "x", "b": "y"}}')
})

test.each([
  ['the root', '"x"', [], '"y"'],
  ['a key named __proto__', '{"__proto__": "x"}', ['__proto__'], '{"__proto__": "y"}'],
  ['a key that looks like an index', '{"0": "x", "1": "x"}', ['1'], '{"0": "x", "1": "y"}'],
  ['an empty key', '{"": ["x"]}', ['', 0], '{"": ["y"]}'],
])('%s can be replaced', (_, source, path, expected) => {
  expect(spliceStrings(source, [{ path, text: 'y' }])).toBe(expected)
})

test('depth is no danger', () => {
  const depth = 100_000
  const source = `${'['.repeat(depth)}"x"${']'.repeat(depth)}`
  expect(spliceStrings(source, [{ path: Array.from({ length: depth }, () => 0), text: 'y' }])).toBe(source.replace('x', 'y'))
})

test('changes that are found and spliced give the changed value, whatever the value', () => {
  const strings = (value: unknown, path: (string | number)[] = []): (string | number)[][] => {
    if (typeof value === 'string') return [path]
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, child]) => strings(child, [...path, Array.isArray(value) ? Number(key) : key]))
  }
  fc.assert(fc.property(fc.json(), fc.nat(), fc.string(), (source, pick, text) => {
    const before: unknown = JSON.parse(source)
    const paths = strings(before)
    fc.pre(paths.length > 0)
    const path = paths[pick % paths.length]!
    const after = JSON.parse(spliceStrings(source, [{ path, text }])) as unknown
    const changes = findStringChanges(before, after)
    expect(changes?.every((change) => JSON.stringify(change.path) === JSON.stringify(path) && change.text === text)).toBe(true)
    expect(JSON.parse(spliceStrings(source, changes ?? []))).toEqual(after)
  }))
})

test.each([
  ['a number', { a: 1 }, { a: 2 }],
  ['a missing key', { a: 'x' }, {}],
  ['another key', { a: 'x' }, { b: 'x' }],
  ['a longer array', ['x'], ['x', 'y']],
  ['an array for an object', [], {}],
  ['null for a string', 'x', null],
])('%s is more than a changed string', (_, before, after) => {
  expect(findStringChanges(before, after)).toBeUndefined()
})

test('what is the same reference is not looked into', () => {
  const shared = Object.defineProperty({}, 'trap', { enumerable: true, get: () => { throw new Error('looked') } })
  expect(findStringChanges({ shared, text: 'a' }, { shared, text: 'b' })).toEqual([{ path: ['text'], text: 'b' }])
})
