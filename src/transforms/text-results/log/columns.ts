import { createLineShape, readShape, readWords } from './line-shape.ts'
import type { MinedLog } from './mine-kinds.ts'

/** Words at the beginning of a line that may be a column of the log. */
const maxColumns = 10
const maxDistinct = 40
const maxTold = 6
/** Share of the lines that a column has to have. */
const minShare = 0.9
/** Share of its lines that the values told of a column have. */
const minTold = 0.6
const maxColumnsTold = 3

/**
 * Words that stand at one place in nearly all lines and are few: a program, a host, a status. How often each, the commonest first.
 *
 * @returns such as `3rd word: chrome.exe x811, git.exe x12`
 */
export function describeColumns(log: MinedLog): string[] {
  const { columns, written } = readColumns(log)
  const told = columns.flatMap(({ counts, total, isOpen }, column) => {
    if (isOpen || total < minShare * written || counts.size < 2) return []
    const sorted = [...counts].sort((a, b) => b[1] - a[1])
    const shown = sorted.slice(0, sorted.length === maxTold + 1 ? maxTold + 1 : maxTold)
    if (shown.reduce((sum, [, count]) => sum + count, 0) < minTold * total) return []
    return [`${ordinal(column + 1)} word: ${shown.map(([value, count]) => `${value.slice(0, 40)} x${count}`).join(', ')}${sorted.length > shown.length ? `, ${sorted.length - shown.length} others` : ''}`]
  })
  return told.slice(0, maxColumnsTold)
}

interface Column {
  readonly counts: Map<string, number>
  total: number
  /** Too many values, or told elsewhere. */
  isOpen: boolean
}

/** Words without numbers are the same in all lines of a form, and counted with it; for the others each of its lines is read. */
function readColumns({ lines, forms, formOf }: MinedLog): { readonly columns: readonly Column[], readonly written: number } {
  const shape = createLineShape()
  const columns = Array.from({ length: maxColumns }, (): Column => ({ counts: new Map(), total: 0, isOpen: false }))
  const count = (column: Column, value: string, times: number, level: string | undefined): void => {
    if (level !== undefined && value.includes(level)) column.isOpen = true // told as the level
    column.total += times
    const before = column.counts.get(value)
    if (before === undefined && column.counts.size === maxDistinct) column.isOpen = true
    else column.counts.set(value, (before ?? 0) + times)
  }
  /** Of each form the columns whose words differ from line to line, a bit for each. */
  const differing = new Int32Array(forms.length)
  let written = 0
  forms.forEach(({ kind, continues, level, first, count: times }, form) => {
    if (kind.words === 0 || continues) return
    written += times
    readShape(lines.text, lines.starts[first]!, lines.ends[first]!, shape)
    for (let column = 0; column < maxColumns && column < shape.words; column++) {
      if (column >= kind.timeFrom && column < kind.timeTo) continue
      if (shape.varies[column] === 1) differing[form]! |= 1 << column
      else if (!columns[column]!.isOpen) count(columns[column]!, lines.text.slice(shape.starts[column], shape.ends[column]), times, level)
    }
  })
  let open = columns.reduce((bits, { isOpen }, column) => (isOpen ? bits | 1 << column : bits), 0)
  for (let line = 0; line < lines.count; line++) {
    const form = formOf[line]!
    const wanted = differing[form]! & ~open
    if (wanted === 0) continue
    readWords(lines.text, lines.starts[line]!, lines.ends[line]!, shape, 32 - Math.clz32(wanted))
    for (let column = 0; column < shape.words; column++) {
      if ((wanted & 1 << column) === 0) continue
      const of = columns[column]!
      count(of, lines.text.slice(shape.starts[column], shape.ends[column]), 1, forms[form]!.level)
      if (of.isOpen) open |= 1 << column
    }
  }
  return { columns, written }
}

function ordinal(place: number): string {
  return `${place}${place === 1 ? 'st' : place === 2 ? 'nd' : place === 3 ? 'rd' : 'th'}`
}
