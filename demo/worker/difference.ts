import { diffArrays } from 'diff'
import type { LineView } from '../protocol.ts'
import { describeAction, levelWords } from '../reasons.ts'
import { alignFolded } from './align-folded.ts'
import type { AlignedLine } from './align-folded.ts'
import { isData, layOutBlock } from './blocks.ts'
import type { Block } from './blocks.ts'
import { layOut, showLine, wrap } from './layout.ts'
import type { Line } from './layout.ts'
import { findOurLines } from './our-lines.ts'
import { findRows, readLevels } from './rows.ts'
import { findTextTables, rowsByLine } from './text-tables.ts'

/** Lines of one text that are compared word for word; more of them are shown as one change. */
const maxLines = 20_000
const timeLimitMs = 1500
/** Narrower than this a line has no room for why it went, in characters. */
const minColumns = 30

/**
 * What was taken out and what was put in, block by block. A crushed array shows its rows in their order: those that stay, those that
 * went, and the index lines and figures that stand for them. A folded text shows each note before the lines that it stands for.
 */
export function* differ(blocks: readonly Block[], isRequest: boolean, columns: number): Generator<Line | LineView> {
  for (const block of blocks) {
    const { title, before, after, decision, arrays } = block
    if (before === after) continue
    const done = after === undefined ? 'left out' : before === undefined ? 'added' : decision === undefined ? 'changed' : decision.action === 'rewritten' ? decision.reason : `${describeAction(decision)}: ${decision.reason}`
    if (isRequest || decision?.action === 'rewritten') yield { kind: 'head', indent: 0, spans: [['key', isRequest ? title : ''], ['muted', `${isRequest ? '  ' : ''}${done}`]] }
    if (before === undefined || after === undefined) {
      for (const line of layOut(before ?? after!, columns)) yield signed(line, before === undefined ? '+' : '-')
      continue
    }
    const isText = decision?.lines !== undefined
    const found = arrays.length === 0 || isText ? [] : findRows(before, arrays.map((array) => array.decision))
    if (found.some((rows) => rows !== undefined)) yield* differRows(block, after, found, columns)
    else {
      const folded = isData(block) ? alignFolded(before, after, findOurLines(before, after, decision?.action), decision?.contentType === 'log', isText ? tellRows(block, before) : undefined) : undefined
      if (folded !== undefined && folded.some(({ sign }) => sign !== undefined)) for (const line of folded) yield* layOutAligned(line, columns)
      else yield* differTexts(layOut(before, columns), layOutBlock(block, after, columns))
    }
  }
}

/** What became of each line that is a row of a table. */
function tellRows({ arrays }: Block, before: string): (line: number) => string | undefined {
  const rows = rowsByLine(findTextTables(before, arrays.map(({ decision }) => decision)).tables)
  const levels = arrays.map(({ decision }) => readLevels(decision))
  return (line) => {
    const found = rows.get(line)
    return found === undefined ? undefined : levelWords[levels[found.table]!.levelOf(found.row)].label
  }
}

function* differRows(block: Block, after: string, found: ReturnType<typeof findRows>, columns: number): Generator<Line | LineView> {
  const written = layOutBlock(block, after, columns)
  const indexLines = new Map<string, Line[]>()
  for (const line of written) {
    if (line.mark?.kind !== 'index' || line.mark.row === undefined) continue
    const key = `${line.mark.array} ${line.mark.row}`
    indexLines.set(key, [...(indexLines.get(key) ?? []), line])
  }
  for (const [i, rows] of found.entries()) {
    const { array, decision } = block.arrays[i]!
    if (found.length > 1) yield { kind: 'head', indent: 0, spans: [['muted', `${decision.pointer || 'the whole text'}: ${decision.rowsKept.toLocaleString('en-US')} of ${decision.rowsTotal.toLocaleString('en-US')} rows stay whole`]] }
    if (rows === undefined) continue
    const levels = readLevels(decision)
    for (let row = 0; row < rows.count; row++) {
      const level = levels.levelOf(row)
      const text = rows.textOf(row)
      const why = level === 'whole' || columns < minColumns ? undefined : levelWords[level].label
      yield signed({ text, start: 0, end: Math.min(text.length, columns - 2 - roomFor(why)), indent: 1, isJson: true, ...(why === undefined ? {} : { why }) }, level === 'whole' ? undefined : '-')
      for (const line of indexLines.get(`${array} ${row}`) ?? []) yield signed(line, '+')
    }
  }
  for (const line of written) if (line.mark?.kind === 'note') yield signed(line, '+')
}

function* layOutAligned({ text, sign, why }: AlignedLine, columns: number): Generator<LineView> {
  const told = columns < minColumns ? undefined : why
  const lines: Line[] = []
  wrap({ text, start: 0, end: text.length, indent: 0, isJson: false }, columns - roomFor(told), lines)
  for (const [i, line] of lines.entries()) yield signed(i > 0 || told === undefined ? line : { ...line, why: told }, sign)
}

function roomFor(why: string | undefined): number {
  return why === undefined ? 0 : why.length + 2
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
