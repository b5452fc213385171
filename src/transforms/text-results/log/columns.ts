import { createLineShape, readShape } from './line-shape.ts'
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
export function describeColumns({ lines, forms, formOf }: MinedLog): string[] {
  const shape = createLineShape()
  const columns = Array.from({ length: maxColumns }, () => ({ counts: new Map<string, number>(), total: 0, isOpen: false }))
  let written = 0
  for (let line = 0; line < lines.count; line++) {
    const { kind, continues, level } = forms[formOf[line]!]!
    if (kind.words === 0 || continues) continue
    written++
    readShape(lines.text, lines.starts[line]!, lines.ends[line]!, shape)
    for (let column = 0; column < maxColumns && column < shape.words; column++) {
      const of = columns[column]!
      if (of.isOpen || (column >= kind.timeFrom && column < kind.timeTo)) continue
      const value = lines.text.slice(shape.starts[column], shape.ends[column])
      if (level !== undefined && value.includes(level)) of.isOpen = true // told as the level
      of.total++
      const count = of.counts.get(value)
      if (count === undefined && of.counts.size === maxDistinct) of.isOpen = true
      else of.counts.set(value, (count ?? 0) + 1)
    }
  }
  const told = columns.flatMap(({ counts, total, isOpen }, column) => {
    if (isOpen || total < minShare * written || counts.size < 2) return []
    const sorted = [...counts].sort((a, b) => b[1] - a[1])
    const shown = sorted.slice(0, sorted.length === maxTold + 1 ? maxTold + 1 : maxTold)
    if (shown.reduce((sum, [, count]) => sum + count, 0) < minTold * total) return []
    return [`${ordinal(column + 1)} word: ${shown.map(([value, count]) => `${value.slice(0, 40)} x${count}`).join(', ')}${sorted.length > shown.length ? `, ${sorted.length - shown.length} others` : ''}`]
  })
  return told.slice(0, maxColumnsTold)
}

function ordinal(place: number): string {
  return `${place}${place === 1 ? 'st' : place === 2 ? 'nd' : place === 3 ? 'rd' : 'th'}`
}
