import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expand } from '../../src/columns/expand.ts'
import { rewriteDocument, rewriteText } from '../../src/columns/rewrite.ts'
import { parseJson } from '../../src/json/parse.ts'
import { spliceNode } from '../../src/json/splice.ts'
import { findDocuments } from '../../src/json/text-documents.ts'
import { brokenJsonTexts, hostileTables, jsonTexts, jsonValues } from '../arbitraries/json.ts'
import { relatedTables } from './related-tables.ts'

/** Every fourth UTF-16 code unit: rewriting must be without loss whatever the counter says. */
const quick = (text: string): number => Math.ceil(text.length / 4)
/** Columns always win, so that every table is written as one. */
const eager = (text: string): number => (text.startsWith('"rows"') ? 2 : 1)

/** The text with each document in it as it is without insignificant white space. */
function minify(text: string): string {
  let at = 0
  let minified = ''
  for (const { start, end, doc } of findDocuments(text)) {
    minified += text.slice(at, start) + spliceNode(doc, 0)
    at = end
  }
  return minified + text.slice(at)
}

function expectLossless(text: string, count: (text: string) => number): void {
  const rewritten = rewriteText(text, { quick: count })
  expect(rewritten.length).toBeLessThanOrEqual(text.length)
  const expanded = expand(rewritten)
  if (expanded !== text) expect(expanded).toBe(minify(text))
}

test.each([['quick', quick], ['eager', eager]] as const)('any document expands to its source, counted %s', (_, count) => {
  fc.assert(fc.property(jsonTexts(), (text) => { expectLossless(text, count) }), { numRuns: 300 })
})

test.each([['quick', quick], ['eager', eager]] as const)('tables whose rows hardly fit expand to their source, counted %s', (_, count) => {
  fc.assert(fc.property(hostileTables(), (text) => { expectLossless(text, count) }), { numRuns: 400 })
})

test.each([['quick', quick], ['eager', eager]] as const)('tables whose columns follow from each other expand to their source, counted %s', (_, count) => {
  fc.assert(fc.property(relatedTables(), (text) => { expectLossless(text, count) }), { numRuns: 300 })
})

test('tables of which any rows have all values in their place expand to their source', () => {
  fc.assert(fc.property(fc.oneof(hostileTables(), relatedTables()), fc.func(fc.boolean()), (text, isInPlace) => {
    const doc = parseJson(text)
    if (!doc) return
    const inPlace = new Set(Array.from({ length: doc.count }, (_, node) => node).filter((node) => isInPlace(node)))
    const written = rewriteDocument(doc, { quick: eager, minRepeatLength: 1, inPlace })
    if (written !== undefined) expect(expand(written)).toBe(spliceNode(doc, 0))
  }), { numRuns: 300 })
})

test('documents in longer text, JSON lines and JSON in strings expand to their source', () => {
  const document = fc.oneof(hostileTables(), relatedTables(), jsonValues(2))
  const text = fc.oneof(
    fc.tuple(document, document).map(([one, two]) => `Here it is:\n${one}\n\`\`\`json\n${two}\n\`\`\`\nDone`),
    fc.array(document, { minLength: 2, maxLength: 8 }).map((lines) => lines.map((line) => line.replace(/\n/g, ' ')).join('\n')),
    document.map((inner) => JSON.stringify(inner)),
    fc.tuple(document, document).map(([one, two]) => `{"result":${JSON.stringify(JSON.stringify({ text: one }))},"other":[${JSON.stringify(two)}]}`),
  )
  fc.assert(fc.property(text, (source) => { expectLossless(source, eager) }), { numRuns: 200 })
})

test('what was rewritten is left alone', () => {
  fc.assert(fc.property(fc.oneof(jsonTexts(), relatedTables()), (text) => {
    const once = rewriteText(text, { quick })
    expect(rewriteText(once, { quick })).toBe(once)
  }), { numRuns: 300 })
})

// Sixty megabytes are slow in a page's one thread.
test.skipIf(typeof document !== 'undefined')('a text that would grow past all bounds is not written as a table', () => {
  const text = `[${Array(3000).fill(`{"id":1,"text":"${'z'.repeat(20_000)}"}`).join(',')}]`
  const rewritten = rewriteText(text, { quick })
  expect(expand(rewritten) === text).toBe(true)
})

test('text that holds no document stays the very same, and expanding it too', () => {
  fc.assert(fc.property(brokenJsonTexts(), (text) => {
    if (findDocuments(text).length > 0) return
    expect(rewriteText(text, { quick })).toBe(text)
    expect(expand(text)).toBe(text)
  }), { numRuns: 200 })
})

test('expanding never throws and leaves other documents unchanged', () => {
  fc.assert(fc.property(jsonTexts(), (text) => { expect(expand(text)).toBe(text) }), { numRuns: 200 })
})
