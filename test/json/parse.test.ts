import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonDocument } from '../../src/json/document.ts'
import { parseJson } from '../../src/json/parse.ts'
import { brokenJsonTexts, isJson, jsonTexts } from '../arbitraries/json.ts'

/** The value of a node, put together from spans alone; recursive, so for shallow documents only. */
function valueOf(doc: JsonDocument, node: number): unknown {
  const raw = doc.text.slice(doc.start[node]!, doc.end[node]!)
  if (raw.startsWith('[')) {
    const elements: unknown[] = []
    for (let i = 0, child = node + 1; i < doc.size[node]!; i++, child = doc.next[child]!) elements.push(valueOf(doc, child))
    return elements
  }
  if (!raw.startsWith('{')) return JSON.parse(raw) as unknown
  const pairs: [string, unknown][] = []
  for (let i = 0, key = node + 1; i < doc.size[node]!; i++, key = doc.next[key + 1]!) pairs.push([String(valueOf(doc, key)), valueOf(doc, key + 1)])
  return Object.fromEntries(pairs)
}

test.each([
  '1', '-0', '0.5e-3', '"a"', 'null', ' [ ] ', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '[12345678901234567890,1.0,1e400]', '"\\ud800"', '"\ud800"', '"\u2028"',
])('accepts %s', (text) => { expect(parseJson(text)?.text).toBe(text.replaceAll(' ', '')) })

test.each([
  '', ' ', '01', '1.', '.5', '+1', '-', '1e', '0x1', "'a'", '"a', '"\\x"', '"\\u12g4"', '"\n"', '[1,]', '[,1]', '{"a":1,}', '{a:1}', '{"a"}', '{"a":}', '[1}', '{"a":1]',
  '1 2', '[1]]', 'nul', 'nulll', 'True', 'NaN', 'undefined', '\ufeff{}', '\u00a0[]', '[1]//', '{"a":1 "b":2}', '[', '{', '[[[', '{"a":{"b":[1',
])('refuses %s as JSON.parse does', (text) => {
  expect(isJson(text)).toBe(false)
  expect(parseJson(text)).toBeUndefined()
})

test('finds the values that JSON.parse finds', () => {
  fc.assert(fc.property(jsonTexts().filter((text) => text.split(/[[{]/).length < 90), (text) => {
    const doc = parseJson(text)!
    expect(JSON.stringify(valueOf(doc, 0))).toBe(JSON.stringify(JSON.parse(text)))
  }), { numRuns: 200 })
})

test('accepts and refuses what JSON.parse does', () => {
  const soup = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '1', '-', '0', '.', 'e', 'null', 'tru', 'true', ' ', '\n', '\\', '\\u00', '\u0000'), { maxLength: 12 })
  fc.assert(fc.property(fc.oneof(brokenJsonTexts(), jsonTexts(), soup.map((parts) => parts.join(''))), (text) => {
    expect(parseJson(text) !== undefined).toBe(isJson(text))
  }), { numRuns: 1000 })
})

test('the text has no insignificant white space, and a text without any is the source itself', () => {
  fc.assert(fc.property(jsonTexts(), (text) => {
    const doc = parseJson(text)!
    const again = parseJson(doc.text)!
    expect(again.text).toBe(doc.text)
    expect(again.count).toBe(doc.count)
    expect(doc.text.length).toBeLessThanOrEqual(text.trim().length)
    expect(again.start.slice(0, again.count)).toEqual(doc.start.slice(0, doc.count))
  }), { numRuns: 200 })
})

describe('large and deep texts', () => {
  test.each([
    ['10,000 arrays in each other', '['.repeat(10_000) + ']'.repeat(10_000), 10_000],
    ['10,000 objects in each other', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 20_001],
    ['a million numbers', `[${'1,'.repeat(999_999)}1]`, 1_000_001],
    ['5 MB of one letter', `"${'a'.repeat(5_000_000)}"`, 1],
  ])('%s', (_, text, count) => {
    expect(parseJson(text)!.count).toBe(count)
    expect(parseJson(text.slice(0, -1))).toBeUndefined()
  })
})
