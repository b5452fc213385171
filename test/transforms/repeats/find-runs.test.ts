import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineIndex, findRuns } from '../../../src/transforms/repeats/find-runs.ts'
import type { Run } from '../../../src/transforms/repeats/find-runs.ts'
import { createLineReader } from '../../../src/transforms/repeats/lines.ts'
import type { Lines } from '../../../src/transforms/repeats/lines.ts'

const part = { kind: 'tool-result', path: [], callId: '', slots: [], opaque: [], isError: false } as const

/** Runs of at least so many lines of the last text in those before it; reading a line's id is a step. */
function find(texts: readonly string[], least: number): { runs: readonly Run[], steps: number } {
  const read = createLineReader()
  const index = createLineIndex()
  let steps = 0
  const counted = (lines: Lines): Lines => ({
    ...lines,
    // Read by place alone, as any list.
    ids: new Proxy([...lines.ids], { get: (target, key) => { steps++; return Reflect.get(target, key) as unknown } }) as unknown as Int32Array,
  })
  for (const text of texts.slice(0, -1)) index.add({ lines: counted(read(text)), result: { part, stretch: 0 }, at: 0 })
  steps = 0
  const runs = findRuns(counted(read(texts.at(-1)!)), index, ({ from, to }) => to - from >= least)
  return { runs, steps }
}

const spans = ({ runs }: { readonly runs: readonly Run[] }): unknown[] => runs.map(({ from, to, at, shift }) => [from, to, at, shift])

test.each([
  { name: 'the longest run, not the first', texts: ['a\nb\nx', 'a\nb\nc\nd', 'a\nb\nc\nd'], found: [[0, 4, 0, 0]] },
  { name: 'of equally long ones the newest', texts: ['1st\na\nb', 'a\nb', 'a\nb'], found: [[0, 2, 0, 0]] },
  { name: 'lines before the one that finds a run', texts: ['}\n}\na\nb', '}\n1', '}\n2', '}\n3', '}\n4', '}\n}\na\nb'], found: [[0, 4, 0, 0]] },
  { name: 'runs that touch', texts: ['a\nb', 'c\nd', 'a\nb\nc\nd'], found: [[0, 2, 0, 0], [2, 4, 0, 0]] },
  { name: 'all of a text of equal lines', texts: ['x\nx\nx\nx', 'x\nx\nx\nx'], found: [[0, 4, 0, 0]] },
  { name: 'lines with other numbers', texts: ['1: a\n2: b\n3: c', '4: a\n5: b\n6: c'], found: [[0, 3, 0, 3]] },
  { name: 'no lines whose numbers do not go on', texts: ['1: a\n2: b\n3: c', '4: a\n5: b\n7: c\n8: d'], found: [[0, 2, 0, 3]] },
  { name: 'nothing in nothing', texts: ['', ''], found: [] },
])('$name', ({ texts, found }) => {
  expect(spans(find(texts, 2))).toEqual(found)
})

test('a run is what stands there, in order, and runs never overlap', () => {
  const lines = fc.array(fc.constantFrom('', '}', 'a', 'b', 'c', '1: x', '2: y', '3: x', '4: y'), { minLength: 1, maxLength: 30 })
  fc.assert(fc.property(fc.array(lines, { minLength: 2, maxLength: 5 }), fc.integer({ min: 1, max: 5 }), (texts, least) => {
    const last = texts.at(-1)!
    let end = 0
    for (const { from, to, source, at, shift } of find(texts.map((text) => text.join('\n')), least).runs) {
      expect(from).toBeGreaterThanOrEqual(end)
      expect(to - from).toBeGreaterThanOrEqual(least)
      const moved = source.lines.texts.slice(at, at + to - from).map((line) => (shift === 0 ? line : line.replace(/^\d+/, (number) => String(Number(number) + shift))))
      expect(moved).toEqual(last.slice(from, to))
      end = to
    }
  }))
})

const many = (count: number, make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join('\n')

test.each([
  { name: 'blank lines', make: (n: number) => [many(n, () => ''), many(n, () => '')] },
  { name: 'lines of two kinds in another order', make: (n: number) => [many(n, (at) => ['}', '', '  }', ''][at % 4]!), many(n, (at) => ['}', '', '', '  }'][at % 4]!)] },
  { name: 'runs that are one line too short', make: (n: number) => [many(n, (at) => `l${at}`), many(n, (at) => (at % 5 === 4 ? `o${at}` : `l${at}`))] },
  { name: 'runs in all of many texts', make: (n: number) => Array.from({ length: n / 20 }, () => many(20, (at) => `l${at % 3}`)) },
  { name: 'numbered lines of one kind', make: (n: number) => [many(n, (at) => `${at + 1}: }`), many(n, (at) => `${at + 9}: }`)] },
])('twice the lines are twice the steps: $name', ({ make }) => {
  for (const least of [5, Infinity]) {
    const [once, twice] = [find(make(1000), least).steps, find(make(2000), least).steps]
    expect(twice).toBeLessThan(2.5 * once + 100)
    expect(twice).toBeLessThan(2000 * 120)
  }
})
