import type { MetricsSummary } from '../metrics/summarize.ts'
import { count, day, duration, percent, short, usd, whole } from '../report-page/format.ts'
import { visibleName } from '../report-page/visible-name.ts'

/** Columns of a bar. */
const barWidth = 20
const nameWidth = 22
const maxRows = 8

/** A summary for a terminal of 80 columns: plain text, several lines, no line break at the end. */
export function formatStats(summary: MetricsSummary, { colour }: { readonly colour: boolean }): string {
  const paint: Paint = (code, text) => colour ? `\u001b[${code}m${text}\u001b[0m` : text
  const lines = [paint(1, headline(summary)), ...describe(summary)]
  const models = summary.byModel.map((row): Row => ({ name: row.model, before: row.totalTokensBefore, after: row.totalTokensAfter, note: count(row.totalRequests, 'request') }))
  const tools = summary.byTool.map((row): Row => ({ name: row.toolName, before: row.tokensBefore, after: row.tokensAfter, note: count(row.results, 'result') }))
  const days = summary.byDay.slice(-14).map((row): Row => ({ name: row.day, before: row.totalTokensBefore, after: row.totalTokensAfter, note: count(row.totalRequests, 'request') }))
  lines.push(...section('by model', byTokens(models), paint), ...section('by tool', byTokens(tools), paint), ...section('by day (UTC)', { rows: days, omitted: summary.byDay.length - days.length }, paint))
  // Figures keep their units on their line in a page; a terminal does not break lines there.
  return lines.join('\n').replaceAll('\u00a0', ' ')
}

type Paint = (code: number, text: string) => string

function headline({ totalTokensBefore, totalTokensSaved, totalRequests, requestsByMode, totalTokensAvoidable, totalCostSavedUsd, requestsPriced, simulations }: MetricsSummary): string {
  if (totalRequests + simulations === 0) return 'no requests'
  if (requestsByMode.optimize === 0) return `${count(totalRequests + simulations, 'request')} audited or simulated: ${short(totalTokensAvoidable)} input tokens could be saved`
  const money = requestsPriced > 0 && totalCostSavedUsd > 0 ? `, about ${usd(totalCostSavedUsd)}` : ''
  return `${short(totalTokensSaved)} of ${short(totalTokensBefore)} input tokens saved (${percent(totalTokensBefore === 0 ? 0 : totalTokensSaved / totalTokensBefore)})${money}`
}

function describe({ times, totalRequests, requestsByMode, simulations, totalFailed, cache, distributions: { latencyMs }, pricesDates, unreadableRecords }: MetricsSummary): string[] {
  const facts = [
    `${count(totalRequests, 'request')}: ${whole(requestsByMode.optimize)} optimized, ${whole(requestsByMode.audit)} audited, ${whole(totalFailed)} failed`,
    ...(simulations === 0 ? [] : [count(simulations, 'simulation')]),
    ...(times === undefined ? [] : [`${day(times.first)} to ${day(times.last)}`]),
    ...(cache.requests === 0 ? [] : [`${percent(cache.hitRate)} of input read from providers' caches`]),
    ...(latencyMs.count === 0 ? [] : [`took ${duration(latencyMs.p50)} (median), ${duration(latencyMs.p99)} (99 of 100)`]),
    ...(pricesDates === undefined ? [] : [`prices of ${pricesDates.last}`]),
    ...(unreadableRecords === 0 ? [] : [`${count(unreadableRecords, 'record')} could not be read`]),
  ]
  return facts.map((fact) => `  ${fact}`)
}

interface Row {
  readonly name: string
  readonly before: number
  readonly after: number
  readonly note: string
}

interface Rows {
  readonly rows: readonly Row[]
  readonly omitted: number
}

function byTokens(rows: readonly Row[]): Rows {
  return { rows: [...rows].sort((a, b) => b.before - a.before || (a.name < b.name ? -1 : 1)).slice(0, maxRows), omitted: Math.max(0, rows.length - maxRows) }
}

/** Bars are as long as what came; the dark part of each was sent, the light part saved. */
function section(heading: string, { rows, omitted }: Rows, paint: Paint): string[] {
  if (rows.length === 0) return []
  const most = Math.max(1, ...rows.map(({ before, after }) => Math.max(before, after)))
  const lines = rows.map(({ name, before, after, note }) => {
    const sent = Math.round(barWidth * after / most)
    const saved = Math.max(0, Math.round(barWidth * Math.max(before, after) / most) - sent)
    const bar = `${'█'.repeat(sent)}${paint(32, '░'.repeat(saved))}${' '.repeat(Math.max(0, barWidth - sent - saved))}`
    return `  ${visibleName(name, nameWidth).padEnd(nameWidth)} ${bar} ${percent(before === 0 ? 0 : (before - after) / before).padStart(7)} of ${short(before).padStart(12)}  ${note}`
  })
  return ['', paint(1, `${heading}: █ sent, ░ saved`), ...lines, ...(omitted > 0 ? [`  and ${whole(omitted)} more`] : [])]
}
