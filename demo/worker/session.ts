import { countTokens, isHeadroomError } from '../../src/index.ts'
import type { RelevanceTier, Report } from '../../src/index.ts'
import type { Calls, LibraryMetrics, LineView, LinesPage, Outcome, Reading, RowDetail, RowFilter, RowsPage, Rankings, Contender, ExportKind, Source, Stage } from '../protocol.ts'
import type { Settings } from '../settings.ts'
import { layOutBlocks, show } from './blocks.ts'
import { compare } from './compare.ts'
import { layOut } from './layout.ts'
import type { Line } from './layout.ts'
import { loadMeaning, loadedMeaning } from './meaning.ts'
import { findQuery, rankRows } from './rank.ts'
import { readSource, SourceError } from './read-source.ts'
import type { Input } from './read-source.ts'
import { findRows, readLevels, summarize } from './rows.ts'
import type { RowLevels, RowTexts } from './rows.ts'
import { modelFor, run as compress } from './run.ts'
import type { Run } from './run.ts'

/** What a call gets beside its arguments. */
export interface CallContext {
  readonly signal: AbortSignal
  readonly onStage: (stage: Stage) => void
}

type Served = { readonly [Name in keyof Calls]: (context: CallContext, ...args: Parameters<Calls[Name]>) => Promise<ReturnType<Calls[Name]>> }

/** A row's beginning in the table, in UTF-16 code units. */
const rowLength = 400
/** A difference longer than this is cut, and says so. */
const maxDifference = 200_000

/**
 * The work behind the page: one source, its last run, and whatever is asked about it. What is long stays here; the page gets the lines and
 * rows that it shows.
 *
 * @param modelUrl the folder of MiniLM's files
 */
export function createSession(modelUrl: string): Served {
  let input: Input | undefined
  let what = ''
  let isGreeting = false
  let last: Run | undefined
  let rowTables = new Map<number, { readonly rows: RowTexts; readonly levels: RowLevels }>()
  let filtered: { readonly key: string; readonly rows: readonly number[] } | undefined
  const laidOut = new Map<string, (Line | LineView)[]>()

  const current = (): Run => {
    if (last === undefined) throw new SourceError({ text: 'Nothing has been compressed yet.' })
    return last
  }
  const remember = (key: string, make: () => (Line | LineView)[]): (Line | LineView)[] => {
    const known = laidOut.get(key)
    if (known !== undefined) return known
    // One width at a time: a resized window asks for many.
    for (const other of laidOut.keys()) if (other.split(' ')[0] === key.split(' ')[0]) laidOut.delete(other)
    const lines = make()
    laidOut.set(key, lines)
    return lines
  }
  const linesAt = (columns: number): (Line | LineView)[] => remember(`result ${columns}`, () => layOutBlocks(current().blocks, current().input.kind === 'request', columns, () => undefined))
  const tableOf = (array: number): { readonly rows: RowTexts; readonly levels: RowLevels } => {
    const known = rowTables.get(array)
    if (known !== undefined) return known
    const { arrays, blocks } = current()
    const { block } = arrays[array]!
    const own = blocks[block]!.arrays
    for (const [i, rows] of findRows(blocks[block]!.before ?? '', own.map(({ decision }) => decision)).entries()) {
      const { array: number, decision } = own[i]!
      // What is not found any more has no texts, and still its reasons.
      rowTables.set(number, { rows: rows ?? { count: decision.rowsTotal, textOf: () => '' }, levels: readLevels(decision) })
    }
    return rowTables.get(array)!
  }
  const placeOf = (array: number, row: number, columns: number): number =>
    linesAt(columns).findIndex((line) => (typeof line.mark === 'object' ? line.mark.array === array && line.mark.row === row : false))

  return {
    async open({ onStage }, source: Source): Promise<Reading> {
      onStage({ kind: 'reading' })
      input = undefined
      last = undefined
      const read = await readSource(source)
      input = read.input
      what = read.reading.what
      isGreeting = source.kind === 'sample' && source.isGreeting === true
      return read.reading
    },
    async run({ signal, onStage }, settings: Settings): Promise<Outcome> {
      if (input === undefined) throw new SourceError({ text: 'There is nothing here yet.' })
      const startedAt = performance.now()
      const meaning = await loadMeaning(settings.tier, modelUrl, signal, onStage)
      onStage({ kind: 'counting' })
      // Else their download would count as time that compressing takes.
      await countTokens('', modelFor(input, settings))
      const loadMs = performance.now() - startedAt
      onStage({ kind: 'compressing' })
      // A moment for messages: a newer run makes this one needless.
      await new Promise((resolve) => { setTimeout(resolve) })
      signal.throwIfAborted()
      const { run, outcome } = await compress(input, settings, meaning, signal, (report) => { if (!isGreeting) void recordRun(report, what, settings.tier) })
      last = run
      rowTables = new Map()
      filtered = undefined
      laidOut.clear()
      return loadMs > 20 ? { ...outcome, loadMs } : outcome
    },
    async lines(_, columns, from, to): Promise<LinesPage> {
      return page(linesAt(columns), from, to)
    },
    async rows(_, array, filter: RowFilter, search, from, to): Promise<RowsPage> {
      const { rows, levels } = tableOf(array)
      const key = `${array} ${filter} ${search}`
      if (filtered?.key !== key) filtered = { key, rows: Array.from({ length: rows.count }, (_, row) => row).filter((row) => passes(row, filter, search.toLowerCase(), rows, levels)) }
      return {
        total: filtered.rows.length, from,
        rows: filtered.rows.slice(from, to).map((row) => ({ row, level: levels.levelOf(row), reasons: levels.reasonsOf(row), text: summarize(rows.textOf(row), rowLength) })),
      }
    },
    async row(_, array, row, columns): Promise<RowDetail> {
      const { rows, levels } = tableOf(array)
      const text = rows.textOf(row)
      const place = placeOf(array, row, columns)
      return { row, level: levels.levelOf(row), reasons: levels.reasonsOf(row), text: text.slice(0, rowLength), lines: layOut(text, columns).slice(0, 500).map(show), ...(place < 0 ? {} : { line: place }) }
    },
    async place(_, array, row, columns) { return placeOf(array, row, columns) },
    async difference(_, columns, from, to): Promise<LinesPage> {
      const { differ } = await import('./difference.ts')
      const lines = remember(`difference ${columns}`, () => {
        const { blocks, input: { kind } } = current()
        const collected: (Line | LineView)[] = []
        for (const line of differ(blocks, kind === 'request', columns)) {
          if (collected.length === maxDifference) {
            collected.push({ kind: 'head', indent: 0, spans: [['muted', 'The rest is not shown: it is too long.']] })
            break
          }
          collected.push(line)
        }
        return collected
      })
      return page(lines, from, to)
    },
    async rank({ signal }, array): Promise<Rankings> {
      const { rows } = tableOf(array)
      return rankRows(await findQuery(current(), current().arrays[array]!.block), rows, loadedMeaning(), signal)
    },
    async compare({ signal }): Promise<readonly Contender[]> { return compare(current(), signal) },
    async write(_, kind: ExportKind): Promise<Blob> {
      const { output, report, input: { text } } = current()
      if (kind === 'source') return new Blob([text], { type: 'text/plain' })
      if (kind === 'output') return new Blob([output], { type: 'text/plain' })
      if (kind === 'report') return new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' })
      const [{ renderReport }, { createRecord }] = await Promise.all([import('../../src/report-page/drivers/render-report.ts'), import('../../src/metrics/record.ts')])
      return new Blob([await renderReport([createRecord(report)], { title: 'Headroom report' })], { type: 'text/html' })
    },
    async metrics(): Promise<LibraryMetrics> { return (await import('./record-run.ts')).readMetrics() },
    async forget() { await (await import('./record-run.ts')).clearRecords() },
  }
}

function page(lines: readonly (Line | LineView)[], from: number, to: number): LinesPage {
  return { total: lines.length, from, lines: lines.slice(from, to).map(show) }
}

function passes(row: number, filter: RowFilter, search: string, rows: RowTexts, levels: RowLevels): boolean {
  const fits = filter === 'all' || filter === levels.levelOf(row) || levels.reasonsOf(row).some((reason) => reason === filter)
  return fits && (search === '' || rows.textOf(row).toLowerCase().includes(search))
}

/** After the run, which does not wait for it. */
async function recordRun(report: Report, what: string, tier: RelevanceTier): Promise<void> {
  const records = await import('./record-run.ts')
  await records.recordRun(report, what, tier)
}

/** Errors in the words of whoever threw them. */
export function describeError(error: unknown): { readonly text: string } {
  if (error instanceof SourceError) return error.problem
  if (isHeadroomError(error)) return { text: error.message }
  return { text: error instanceof Error ? `${error.message}.` : String(error) }
}
