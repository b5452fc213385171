import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDocuments } from '../../src/json/text-documents.ts'
import { brokenJsonTexts, isJson, jsonTexts } from '../arbitraries/json.ts'

const found = (text: string): { source: string, text: string, lines: boolean }[] =>
  findDocuments(text).map(({ start, end, doc }) => ({ source: text.slice(start, end), text: doc.text, lines: doc.lines === true }))

const one = (source: string, text = source): { source: string, text: string, lines: boolean } => ({ source, text, lines: false })

test.each([
  { name: 'a whole text with the white space around it', text: ' {"a": 1}\n', documents: [one(' {"a": 1}\n', '{"a":1}')] },
  { name: 'a whole text that begins with a carriage return', text: '\r\n\t[1]', documents: [one('\r\n\t[1]', '[1]')] },
  { name: 'a text that is one JSON string', text: '"{\\"a\\":1}"', documents: [one('"{\\"a\\":1}"')] },
  { name: 'a Markdown fence', text: 'Here:\n```json\n{\n "a": [1]\n}\n```\nDone', documents: [one('{\n "a": [1]\n}', '{"a":[1]}')] },
  { name: 'several in one text', text: 'a\n[1]\nb\n  {"c":2}  \r\nd', documents: [one('[1]'), one('{"c":2}')] },
  { name: 'JSON lines, as one', text: '{"a":1}\n\n[2]\r\n{}\n', documents: [{ source: '{"a":1}\n\n[2]\r\n{}\n', text: '[{"a":1},[2],{}]', lines: true }] },
  { name: 'JSON lines between words', text: 'x\n{"a":1}\n{"a":2}\ny', documents: [{ source: '{"a":1}\n{"a":2}', text: '[{"a":1},{"a":2}]', lines: true }] },
  { name: 'whole values in a document that breaks off', text: '[\n{"a":1}\n,\n{"b":\n[2]\n', documents: [one('{"a":1}'), one('[2]')] },
  { name: 'a document after one that breaks off', text: '{"a": tru\n[1]', documents: [one('[1]')] },
  { name: 'a document where another one was not expected to begin', text: '[1\n{"a":1}', documents: [one('{"a":1}')] },
  { name: 'nothing that begins or ends within a line', text: 'x {"a":1}\n{"a":1} x\n[INFO] y', documents: [] },
  { name: 'no scalars', text: '1\n"a"\nnull', documents: [] },
  { name: 'nothing in an empty text', text: '', documents: [] },
])('finds $name', ({ text, documents }) => { expect(found(text)).toEqual(documents) })

test('spans ascend, do not overlap, and hold JSON', () => {
  const text = fc.array(fc.oneof(jsonTexts(), brokenJsonTexts(), fc.constantFrom('words', '', '```', '[INFO] x')), { maxLength: 5 }).map((parts) => parts.join('\n'))
  fc.assert(fc.property(text, (source) => {
    let at = 0
    for (const { start, end, doc } of findDocuments(source)) {
      expect(start).toBeGreaterThanOrEqual(at)
      expect(isJson(doc.text)).toBe(true)
      if (!doc.lines) expect(JSON.stringify(JSON.parse(source.slice(start, end)))).toBe(JSON.stringify(JSON.parse(doc.text)))
      at = end
    }
    expect(at).toBeLessThanOrEqual(source.length)
  }), { numRuns: 200 })
})

describe('texts that look like JSON line after line', () => {
  test.each([
    ['open arrays', '[\n'.repeat(1_000_000), 0],
    ['open arrays that cannot go on', '[1\n'.repeat(300_000), 0],
    ['log levels', '[INFO] x\n'.repeat(300_000), 0],
    ['whole rows in an open array', `[\n${'{"a":1}\n,\n'.repeat(50_000)}`, 50_000],
    ['open arrays with whole rows', '[\n{"a":1}\n,\n'.repeat(50_000), 50_000],
  ])('%s', (_, text, documents) => { expect(findDocuments(text).length).toBe(documents) })
})
