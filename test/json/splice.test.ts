import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/json/parse.ts'
import { spliceNode } from '../../src/json/splice.ts'
import { jsonTexts } from '../arbitraries/json.ts'

/** The obvious way: from the last node to the first, over the whole text. */
function spliceSlowly(text: string, spans: readonly { readonly start: number, readonly end: number, readonly text: string }[]): string {
  let spliced = text
  for (const span of [...spans].sort((a, b) => b.start - a.start)) spliced = spliced.slice(0, span.start) + span.text + spliced.slice(span.end)
  return spliced
}

test('puts texts in the place of nodes, the outer one where two overlap', () => {
  fc.assert(fc.property(jsonTexts(), fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (text, picks, grows) => {
    const doc = parseJson(text)!
    const replacements = new Map<number, string>()
    for (const pick of picks) {
      replacements.set(pick % doc.count, `<${pick % doc.count}>`)
      if (grows) spliceNode(doc, 0, replacements)
    }
    const outermost = [...replacements.keys()].filter((node) => ![...replacements.keys()].some((other) => other < node && doc.next[other]! > node))
    const expected = spliceSlowly(doc.text, outermost.map((node) => ({ start: doc.start[node]!, end: doc.end[node]!, text: replacements.get(node)! })))
    expect(spliceNode(doc, 0, replacements)).toBe(expected)
  }), { numRuns: 200 })
})

test('without replacements a node is a slice of the document, and lines are lines again', () => {
  const doc = parseJson('[{"a":1},{"b":[2]}]')!
  expect(spliceNode(doc, 4)).toBe('{"b":[2]}')
  expect(spliceNode({ ...doc, lines: true }, 0)).toBe('{"a":1}\n{"b":[2]}')
  expect(spliceNode({ ...doc, lines: true }, 0, new Map([[6, '"x"']]))).toBe('{"a":1}\n{"b":"x"}')
})
