import { expect } from 'vitest'
import { written, type WrittenTable } from '../arbitraries/text-table.ts'
import type { Law } from './law.ts'
import { breakCrush } from './pipeline.ts'

const questionFor = ({ named }: WrittenTable): { readonly query: string, readonly model: string } => ({ query: `What about ${named.word}?`, model: 'gpt-4o' })

const isNote = (line: string): boolean => /^\[(?:table of|rows with|over all|\.\.\.) /.test(line)

/** Which rows stand word for word, in their order, and what the notes say of the others. */
function readTable(text: string, { head, rows }: WrittenTable): { readonly whole: readonly number[], readonly rest: string, readonly said: readonly number[], readonly gaps: number } {
  const lines = text.split('\n')
  const said = /^\[table of (\d+) rows: (\d+) stand here whole(?:, (\d+) stand in the gaps by \[.*\])?, (\d+) are only counted\]$/m.exec(text)?.slice(1).map((count) => Number(count ?? 0)) ?? []
  const gaps = lines.reduce((sum, line) => sum + Number(/^\[\.\.\. (\d+) rows?[\],]/.exec(line)?.[1] ?? 0), 0)
  const kept = lines.filter((line) => !isNote(line)).join('\n')
  let at = kept.startsWith(head) ? head.length : 0
  const whole = rows.flatMap((row, place) => {
    if (!kept.startsWith(row, at)) return []
    at += row.length
    return [place]
  })
  return { whole, rest: kept.slice(at), said, gaps }
}

const withoutRow = (text: string, wanted: (line: string) => boolean): string => text.split('\n').filter((line) => isNote(line) || !wanted(line)).join('\n')

export const rowsCountedLaw: Law<WrittenTable> = {
  name: 'Law 7: every row of a table stands as it stood or is counted in its gap',
  inputs: written(),
  runs: 40,
  async check(pipeline, source) {
    const { text, report: { decisions: [decision] } } = await pipeline.crush(source.text, questionFor(source))
    expect(decision!.tokensAfter).toBeLessThanOrEqual(decision!.tokensBefore)
    expect(await pipeline.countTokens(text, 'gpt-4o')).toBe(decision!.tokensAfter)
    if (text === source.text) return
    const { whole, rest, said, gaps } = readTable(text, source)
    expect(rest).toBe('')
    expect(text).toContain(source.head)
    const [table] = decision!.arrays
    expect(said).toEqual([source.rows.length, whole.length, table!.rowsIndexed, table!.rowsCounted])
    expect(gaps).toBe(source.rows.length - whole.length)
    expect(table).toMatchObject({ rowsTotal: source.rows.length, rowsKept: whole.length })
    expect(table!.keptRows.map(({ row }) => row)).toEqual(whole)
    expect(table!.rowsKept + table!.rowsIndexed + table!.rowsCounted).toBe(source.rows.length)
  },
  mutants: {
    'leaves out a note': breakCrush((after) => after.replace(/^\[\.\.\. .*\n/m, '')),
    'counts one row too few': breakCrush((after) => after.replace(/^\[\.\.\. (\d+)/m, (_, count: string) => `[... ${Number(count) - 1}`)),
    'leaves out a row without a word': breakCrush((after) => withoutRow(after, (line) => line.includes('1001'))),
    'leaves out the names': breakCrush((after) => withoutRow(after, (line) => /amount/i.test(line))),
    'changes a cell': breakCrush((after) => after.replace(/\b1002\b/, '1003')),
  },
}

export const keptRowsLaw: Law<WrittenTable> = {
  name: 'Laws 5 and 6: the first and last rows of a table, what failed and what the query names stay whole',
  inputs: written(),
  runs: 40,
  async check(pipeline, source) {
    const { text } = await pipeline.crush(source.text, questionFor(source))
    const { rows, errorRow, named } = source
    const wanted = [0, 1, 2, errorRow, named.row, rows.length - 2, rows.length - 1]
    expect(wanted.filter((row) => !text.includes(rows[row]!))).toEqual([])
  },
  mutants: {
    'does not listen': (pipeline) => ({ ...pipeline, crush: (text, options) => pipeline.crush(text, { ...options, query: '' }) }),
    'leaves out what failed': breakCrush((after) => withoutRow(after, (line) => line.includes('failed'))),
    'leaves out the first row': breakCrush((after) => withoutRow(after, (line) => line.includes('1000'))),
  },
}

export const tableOnceLaw: Law<WrittenTable> = {
  name: 'Law 11: a table of which rows were left out is left alone',
  inputs: written(),
  runs: 25,
  async check(pipeline, source) {
    const { text } = await pipeline.crush(source.text, questionFor(source))
    expect((await pipeline.crush(text, questionFor(source))).text).toBe(text)
  },
  mutants: { 'signs every result': breakCrush((after) => `${after}\n(read)`) },
}
