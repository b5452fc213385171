import type { Decision, Report, Waste, WindowReport } from './types.ts'

export interface FormatOptions {
  /** Escape codes for bold, green and yellow. @default false */
  readonly colour?: boolean
}

/** A report for a terminal of 80 columns: plain text, several lines, no line break at the end. */
export function formatReport(report: Report, { colour = false }: FormatOptions = {}): string {
  const paint: Paint = colour ? (code, text) => `\u001b[${code}m${text}\u001b[0m` : (_, text) => text
  return [
    paint(bold, headline(report)),
    describeRequest(report),
    ...section('changed (crushed: rows or lines are left out, and counted; else nothing is lost)', describeChanges(report.decisions), paint),
    ...section('left out to fit the window', describeDropped(report.window), paint),
    ...section('left as they are', describeKept(report.decisions), paint),
    ...section('could be saved', describeWaste(report.waste), paint),
    ...section('warnings', report.warnings.flatMap((warning) => wrap(warning, 76)), paint, yellow),
  ].join('\n')
}

type Paint = (code: number, text: string) => string
const bold = 1
const green = 32
const yellow = 33

function headline(report: Report): string {
  const { mode, tokensBefore, tokensAfter, tokensSaved, savingsPercent, tokenCounting, estimatedSavingsUsd } = report
  const counting = tokenCounting === 'estimated' ? ' (estimated)' : ''
  if (mode === 'audit') {
    const possible = report.decisions.reduce((sum, decision) => sum + decision.tokensBefore - decision.tokensAfter, 0)
    return `${count(tokensBefore)} tokens${counting}, unchanged; optimize would save ${count(possible)}`
  }
  const money = estimatedSavingsUsd === undefined || tokensSaved === 0 ? '' : `, about $${formatUsd(estimatedSavingsUsd)}`
  const verb = mode === 'simulate' ? 'would save' : 'saved'
  return `${count(tokensBefore)} -> ${count(tokensAfter)} tokens${counting}: ${verb} ${count(tokensSaved)} (${savingsPercent.toFixed(1)} %)${money}`
}

function describeRequest({ model, format, window, cacheAlignmentScore, stablePrefixHash, pricesDate, timings }: Report): string {
  const facts = [
    model ?? 'model not named',
    ...(format === undefined ? [] : [format]),
    ...(window.limit === undefined ? [] : [`window ${count(window.limit)}`]),
    `prefix ${stablePrefixHash}, ${Math.round(cacheAlignmentScore * 100)} % stable`,
    ...(pricesDate === undefined ? [] : [`prices of ${pricesDate}`]),
    ...(timings['total'] === undefined ? [] : [`${Math.round(timings['total'])} ms`]),
  ]
  return wrap(facts.join(' · '), 80).join('\n')
}

function describeChanges(decisions: readonly Decision[]): string[] {
  const changed = decisions.filter(({ action }) => action !== 'kept' && action !== 'dropped')
  const table = changed.map((decision) => [
    decision.path.join('.') || 'text',
    decision.toolName ?? (decision.pasted === undefined ? '' : 'pasted'),
    decision.action,
    `${count(decision.tokensBefore)} -> ${count(decision.tokensAfter)}`,
  ])
  return align(table, [20, 22, 9, 21]).flatMap((line, index) => [line, ...describeText(changed[index]!), ...describeRows(changed[index]!), ...describeRanking(changed[index]!), ...describeParts(changed[index]!), ...describeFolded(changed[index]!)]) // one line per changed decision
}

/** What a text was taken for, how sure that is, and how many of its lines stand. */
function describeText({ contentType, confidence, lines, arrays, parts }: Decision): string[] {
  if (confidence === undefined || parts !== undefined) return []
  const stand = lines === undefined || arrays.length > 0 ? '' : `: ${count(lines.kept)} of ${count(lines.total)} lines as they stood`
  return [`  ${contentType} (${Math.round(confidence * 100)} %)${stand}`]
}

/** Parts of a text that are told one by one. */
const maxParts = 6

/** What the parts of a text of several kinds are, how sure that is, and what became of them. */
function describeParts({ parts }: Decision): string[] {
  if (parts === undefined) return []
  const told = parts.slice(0, maxParts).map(({ contentType, confidence, line, action }) => `${contentType}${confidence === undefined ? '' : ` (${Math.round(confidence * 100)} %)`} from line ${count(line)} ${action}`)
  return wrap([...told, ...(parts.length > maxParts ? [`${count(parts.length - maxParts)} more ${parts.length === maxParts + 1 ? 'part' : 'parts'}`] : [])].join(', '), 74).map((line) => `  ${line}`)
}

/** How much of a block stands in earlier ones. */
function describeFolded({ linesFolded }: Decision): string[] {
  return linesFolded === undefined ? [] : [`  ${count(linesFolded)} ${linesFolded === 1 ? 'line' : 'lines'} as in earlier results`]
}

/** One line for all that is gone: the parts of it are of no interest any more. */
function describeDropped({ cut: isCut, unitsDropped, turnsDropped, tokensDropped }: WindowReport): string[] {
  return isCut ? [`${count(unitsDropped)} tool units and ${count(turnsDropped)} turns: ${count(tokensDropped)} tokens`] : []
}

/** Which rows left, per array. */
function describeRows({ arrays }: Decision): string[] {
  const left = arrays.filter(({ rowsKept, rowsTotal }) => rowsKept < rowsTotal)
  return left.flatMap(({ pointer, rowsKept, rowsTotal, rowsIndexed, rowsCounted }) => {
    const rest = [...(rowsIndexed > 0 ? [`${count(rowsIndexed)} as index lines`] : []), ...(rowsCounted > 0 ? [`${count(rowsCounted)} only counted`] : [])]
    const where = pointer === '' ? '' : `${cut(pointer, 24)}: `
    return wrap(`${where}${[`${count(rowsKept)} of ${count(rowsTotal)} rows whole`, ...rest].join(', ')}`, 74).map((line) => `  ${line}`)
  })
}

/** What ranked rows or lines, where it was more than their words. */
function describeRanking({ relevance }: Decision): string[] {
  return relevance === undefined || relevance === 'bm25' ? [] : wrap(`ranked by ${relevance}`, 74).map((line) => `  ${line}`)
}

/** How many blocks were left for which reason, the commonest first. Figures in reasons differ from block to block, so they are left out. */
function describeKept(decisions: readonly Decision[]): string[] {
  const blocks = new Map<string, number>()
  for (const { action, reason } of decisions) {
    if (action !== 'kept') continue
    const kind = reason.replace(/^\d+ tokens are fewer/, 'fewer tokens')
    blocks.set(kind, (blocks.get(kind) ?? 0) + 1)
  }
  const lines = [...blocks].sort((a, b) => b[1] - a[1])
  return lines.flatMap(([reason, number]) => wrap(`${count(number)}: ${reason}`, 76))
}

const causes: Readonly<Record<keyof Waste, string>> = {
  whiteSpace: 'white space',
  repeatedKeys: 'repeated keys',
  repeatedRows: 'repeated rows',
  base64: 'base64',
  html: 'HTML',
  volatilePrefix: 'behind a volatile prefix',
}

function describeWaste(waste: Waste): string[] {
  const found = (Object.keys(causes) as (keyof Waste)[]).filter((cause) => waste[cause] > 0)
  return align(found.map((cause) => [causes[cause], `${count(waste[cause])} tokens`]), [24, 24])
}

function section(title: string, lines: readonly string[], paint: Paint, code = green): string[] {
  return lines.length === 0 ? [] : ['', paint(code, title), ...lines.map((line) => `  ${line}`)]
}

/** Columns padded to their widest cell; the last one is not padded. @param limits how wide they may be; a longer cell is cut */
function align(table: readonly (readonly string[])[], limits: readonly number[]): string[] {
  const cells = table.map((row) => row.map((cell, column) => cut(cell, limits[column] ?? cell.length)))
  const widths = limits.map((_, column) => cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0))
  return cells.map((row) => row.map((cell, column) => cell.padEnd(column === row.length - 1 ? 0 : widths[column] ?? 0)).join('  '))
}

/** The end of a path says more than its beginning. */
function cut(anyText: string, length: number): string {
  const text = withoutControls(anyText)
  return text.length <= length ? text : `...${text.slice(text.length - length + 3)}`
}

/** Lines of at most `width` characters, broken at spaces; a longer word stays whole. Later lines are indented. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of withoutControls(text).split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `  ${word}`
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

/** Names come from requests: they shall not steer the terminal. */
function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

/** 1234567 -> 1,234,567, in every locale. */
function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Two digits that mean something: 12.34, 0.0061; less than a millionth is nothing. */
function formatUsd(value: number): string {
  const size = Math.abs(value)
  return size >= 1 || size < 1e-6 ? value.toFixed(2) : value.toPrecision(2)
}
