import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../demo/settings.ts'
import { layOutBlocks, show } from '../../demo/worker/blocks.ts'
import { differ } from '../../demo/worker/difference.ts'
import { readInput } from '../../demo/worker/read-source.ts'
import { findRows } from '../../demo/worker/rows.ts'
import { run } from '../../demo/worker/run.ts'
import { findTextTables } from '../../demo/worker/text-tables.ts'

const cells = Array.from({ length: 200 }, (_, i) => [1000 + i, 'billing', i === 123 ? 'error' : 'info', i === 123 ? 'card declined' : 'invoice written', 20 + (i % 7)])
const csv = ['id,service,level,message,ms', ...cells.map((row) => row.join(','))].join('\n')
const markdown = ['| id | service | level | message | ms |', '|---|---|---|---|---|', ...cells.map((row) => `| ${row.join(' | ')} |`)].join('\n')
const quoted = ['id,level,message', ...cells.map(([id, , level, message]) => `${id},${level},"${message},\nin two lines"`)].join('\n')

describe('tables that are no JSON', () => {
  test.each([{ name: 'CSV', text: csv }, { name: 'Markdown', text: `Here it is:\n\n${markdown}\n` }, { name: 'CSV with cells of several lines', text: quoted }])('$name has its rows, linked to what goes out, and each line that went says how it is counted', async ({ text }) => {
    const { input } = readInput(text)
    const { run: { blocks, output }, outcome: { arrays: [array] } } = await run(input, { ...defaultSettings, question: 'which card was declined?' }, {}, new AbortController().signal, () => undefined)
    expect(array).toMatchObject({ rows: 200, isLinked: true, telling: 123 })
    const { decision } = blocks[0]!.arrays[0]!
    const [rows] = findRows(text, [decision])
    expect(rows!.textOf(123)).toMatch(/1123.*declined/)
    expect(Array.from({ length: 200 }, (_, row) => rows!.textOf(row)).every((row) => text.includes(row))).toBe(true)
    const marked = new Map<number, string[]>()
    for (const { row, mark, spans } of layOutBlocks(blocks, false, 2000, () => undefined).map(show)) {
      if (mark === 'whole') marked.set(row!, [...(marked.get(row!) ?? []), spans.map(([, piece]) => piece).join('')])
    }
    expect([...marked.keys()]).toEqual(decision.keptRows.map(({ row }) => row))
    for (const [row, lines] of marked) expect(lines.join('\n')).toBe(rows!.textOf(row))
    const whys = new Set([...differ(blocks, false, 200)].map(show).filter(({ mark }) => mark === '-').map(({ why }) => why))
    expect([...whys].every((why) => why === 'only counted' || why === 'index line')).toBe(true)
    expect(whys.has('only counted')).toBe(true)
    expect(output).toContain('[table of 200 rows: ')
  })

  test('are not looked for where no decision speaks of one, nor found where there is none', () => {
    const decision = { pointer: '', rowsTotal: 200, rowsKept: 1, rowsIndexed: 0, rowsCounted: 199, keptRows: [], indexedRows: [] }
    expect(findTextTables(csv, [decision]).tables).toEqual([undefined])
    expect(findTextTables(csv, [{ ...decision, line: 1, rowsTotal: 7 }]).tables).toEqual([undefined])
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (text, line) => {
      expect(findRows(text, [{ ...decision, line }])).toEqual([undefined])
    }), { numRuns: 50 })
  })
})
