import { diffArrays } from 'diff'
import type { LineView } from '../protocol.ts'
import type { Block } from './blocks.ts'
import { layOut, showLine } from './layout.ts'
import type { Line } from './layout.ts'
import { findRows, readLevels } from './rows.ts'

/** Lines of one text that are compared word for word; more of them are shown as one change. */
const maxLines = 20_000
const timeLimitMs = 1500

/**
 * What was taken out and what was put in, block by block. A crushed array shows its rows in their order: those that stay, those that
 * went, and the index lines and figures that stand for them.
 */
export function* differ(blocks: readonly Block[], isRequest: boolean, columns: number): Generator<Line | LineView> {
  for (const { title, before, after, decision, arrays } of blocks) {
    if (before === after) continue
    if (isRequest) yield { kind: 'head', indent: 0, spans: [['key', title], ['muted', `  ${after === undefined ? 'left out' : before === undefined ? 'added' : decision?.action ?? 'changed'}`]] }
    if (before === undefined || after === undefined) {
      for (const line of layOut(before ?? after!, columns)) yield signed(line, before === undefined ? '+' : '-')
      continue
    }
    const written = layOut(after, columns, arrays)
    const found = arrays.length === 0 ? [] : findRows(before, arrays.map((array) => array.decision))
    if (found.some((rows) => rows !== undefined)) {
      for (const [i, rows] of found.entries()) {
        const { array, decision: own } = arrays[i]!
        if (found.length > 1) yield { kind: 'head', indent: 0, spans: [['muted', `${own.pointer || 'the array'}: ${own.rowsKept.toLocaleString('en-US')} of ${own.rowsTotal.toLocaleString('en-US')} rows stay whole`]] }
        if (rows === undefined) continue
        const levels = readLevels(own)
        const indexLines = new Map<number, Line[]>()
        for (const line of written) if (line.mark?.kind === 'index' && line.mark.array === array && line.mark.row !== undefined) indexLines.set(line.mark.row, [...(indexLines.get(line.mark.row) ?? []), line])
        for (let row = 0; row < rows.count; row++) {
          const level = levels.levelOf(row)
          const text = rows.textOf(row)
          yield signed({ text, start: 0, end: Math.min(text.length, columns - 2), indent: 1, isJson: true }, level === 'whole' ? undefined : '-')
          for (const line of indexLines.get(row) ?? []) yield signed(line, '+')
        }
      }
      for (const line of written) if (line.mark?.kind === 'note') yield signed(line, '+')
      continue
    }
    yield* differTexts(layOut(before, columns), written)
  }
}

function* differTexts(before: readonly Line[], after: readonly Line[]): Generator<LineView> {
  const textOf = ({ text, start, end, indent }: Line): string => `${' '.repeat(indent)}${text.slice(start, end)}`
  const changes = before.length + after.length > maxLines ? undefined : diffArrays(before.map(textOf), after.map(textOf), { timeout: timeLimitMs })
  if (changes === undefined) {
    for (const line of before) yield signed(line, '-')
    for (const line of after) yield signed(line, '+')
    return
  }
  let [i, j] = [0, 0]
  for (const { added, removed, value } of changes) {
    for (let k = 0; k < value.length; k++) {
      if (removed) yield signed(before[i++]!, '-')
      else if (added) yield signed(after[j++]!, '+')
      else {
        yield signed(after[j++]!, undefined)
        i++
      }
    }
  }
}

function signed(line: Line, mark: '-' | '+' | undefined): LineView {
  const { mark: _mark, ...rest } = line
  return showLine(mark === undefined ? rest : { ...rest, mark: { kind: mark } })
}
