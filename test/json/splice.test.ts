import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { NodeMap } from '../../src/json/node-map.ts'
import type { NodeTexts } from '../../src/json/node-map.ts'
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
  fc.assert(fc.property(jsonTexts(), fc.array(fc.tuple(fc.nat(), fc.constantFrom('set', 'set', 'delete')), { maxLength: 24 }), fc.boolean(), (text, changes, looks) => {
    const doc = parseJson(text)!
    const replacements = new NodeMap<string>()
    for (const [pick, change] of changes) {
      const node = pick % doc.count
      if (change === 'set') replacements.set(node, `<${node}>`)
      else replacements.delete(node)
      // What was found out for the texts of before must not be believed.
      if (looks) spliceNode(doc, 0, replacements)
    }
    const nodes = Array.from(replacements, ([node]) => node)
    const outermost = nodes.filter((node) => !nodes.some((other) => other < node && doc.next[other]! > node))
    const expected = spliceSlowly(doc.text, outermost.map((node) => ({ start: doc.start[node]!, end: doc.end[node]!, text: replacements.get(node)! })))
    expect(spliceNode(doc, 0, replacements)).toBe(expected)
  }), { numRuns: 200 })
})

test('without replacements a node is a slice of the document, and lines are lines again', () => {
  const doc = parseJson('[{"a":1},{"b":[2]}]')!
  expect(spliceNode(doc, 4)).toBe('{"b":[2]}')
  expect(spliceNode({ ...doc, lines: true }, 0)).toBe('{"a":1}\n{"b":[2]}')
  expect(spliceNode({ ...doc, lines: true }, 0, new NodeMap([[6, '"x"']]))).toBe('{"a":1}\n{"b":"x"}')
})

test('a text that stands for another one later is the one that is written, however many there are', () => {
  const doc = parseJson('[[1,2,3,4],[5,6,7,8]]')!
  const replacements = new NodeMap([[2, 'a'], [3, 'b']])
  expect(spliceNode(doc, 0, replacements)).toBe('[[a,b,3,4],[5,6,7,8]]')
  replacements.delete(2)
  replacements.set(9, 'c')
  expect(spliceNode(doc, 0, replacements)).toBe('[[1,b,3,4],[5,6,c,8]]')
})

test('a node without its text is an error, no lost value', () => {
  const doc = parseJson('[1,2]')!
  const broken: NodeTexts = { size: 1, get: () => undefined, has: () => true, within: () => [1], [Symbol.iterator]: () => [][Symbol.iterator]() }
  expect(() => spliceNode(doc, 0, broken)).toThrow(RangeError)
})
