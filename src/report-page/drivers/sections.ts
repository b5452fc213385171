import type { MetricsRecord } from '../../metrics/record.ts'
import { wasteAdvice } from '../advice.ts'
import type { Bucket, PageData } from '../collect.ts'
import { count, duration, minute, percent, short, usd, whole } from '../format.ts'
import { html, name } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../table.ts'
import type { Column } from '../table.ts'
import { bar } from './bars.ts'
import { bucketName, cacheChart, tokensChart } from './time-chart.ts'

/** Rows of one table; a page is read, a store can be asked for the rest. */
const maxRows = 15

export function renderTime({ buckets, unit }: PageData): Html | undefined {
  if (buckets.length === 0) return undefined
  const columns: Column<Bucket>[] = [
    { name: 'From (UTC)', kind: 'name', cell: ({ start }) => bucketName(start, unit) },
    { name: 'Requests', cell: ({ requests }) => whole(requests) },
    { name: 'Tokens sent', cell: ({ tokensSent }) => whole(tokensSent) },
    { name: 'Tokens saved', cell: ({ tokensSaved }) => whole(tokensSaved) },
    { name: 'Money saved', cell: ({ savedUsd }) => usd(savedUsd) },
  ]
  const label = `Input tokens by ${unit}, sent and saved; the table below has the numbers`
  return html`<section><h2>Over time</h2><p class="soft">Input tokens by ${unit}, in UTC.</p>
<figure style="margin:0">${tokensChart(buckets, unit, label)}<figcaption><ul class="legend"><li><i class="sent"></i>sent</li><li><i class="saved"></i>saved</li></ul></figcaption></figure>
<details><summary>The numbers of this chart</summary><div class="scroll" tabindex="0" role="region" aria-label="Numbers by ${unit}">${table(`Tokens by ${unit}`, columns, buckets.filter(({ requests }) => requests > 0))}</div></details></section>`
}

interface BeforeAfter {
  readonly before: number
  readonly after: number
}

/** What was sent in front, what was saved behind it. */
function savingsBar({ before, after }: BeforeAfter, most: number): Html {
  return bar([{ kind: 'sent', value: after }, { kind: 'saved', value: before - after }], most)
}

function savedShare({ before, after }: BeforeAfter): string {
  return percent(before === 0 ? 0 : (before - after) / before)
}

export function renderModels({ summary: { byModel, byProvider } }: PageData): Html {
  const totals = <Row extends (typeof byModel)[number] | (typeof byProvider)[number]>(heading: string, nameOf: (row: Row) => string, rows: readonly Row[]): Html => {
    const most = Math.max(0, ...rows.map(({ totalTokensBefore, totalTokensAfter }) => Math.max(totalTokensBefore, totalTokensAfter)))
    const beforeAfter = ({ totalTokensBefore: before, totalTokensAfter: after }: Row): BeforeAfter => ({ before, after })
    return table(`Savings by ${heading.toLowerCase()}`, [
      { name: heading, kind: 'name', cell: (row) => name(nameOf(row)) },
      { name: 'Sent and saved', kind: 'bar', cell: (row) => savingsBar(beforeAfter(row), most) },
      { name: 'Requests', cell: ({ totalRequests }) => whole(totalRequests) },
      { name: 'Tokens before', cell: ({ totalTokensBefore }) => whole(totalTokensBefore) },
      { name: 'Saved', cell: ({ totalTokensSaved }) => whole(totalTokensSaved) },
      { name: 'Share', cell: (row) => savedShare(beforeAfter(row)) },
      { name: 'Money', cell: ({ totalCostSavedUsd }) => usd(totalCostSavedUsd) },
    ], [...rows].sort((a, b) => b.totalTokensBefore - a.totalTokensBefore).slice(0, maxRows))
  }
  return html`<section><h2>By model</h2>${totals('Model', ({ model }) => model, byModel)}${more(byModel.length)}
${byProvider.length > 1 ? html`<h3>By provider</h3>${totals('Provider', ({ provider }) => provider, byProvider)}` : undefined}</section>`
}

/** How many rows of a table are not shown. */
function more(rows: number): Html | undefined {
  return rows > maxRows ? html`<p class="soft">And ${whole(rows - maxRows)} more with fewer tokens.</p>` : undefined
}

/** What the steps are for; names of callers' own are not here. */
const transformNotes: Readonly<Record<string, string>> = {
  'smart-crusher': 'fewer rows of long tool results, tables without repeated keys, logs by kind of line',
  'cache-aligner': 'moves dates and ids to the end of the prompt, for the cache; its separator costs tokens',
  'rolling-window': 'drops the oldest turns of conversations that do not fit',
  repeats: 'refers to lines that an earlier tool result holds already',
  'user-content': 'data that users pasted, read like a tool result',
}

export function renderTransforms({ summary: { byTransform, totalTokensSaved } }: PageData): Html | undefined {
  if (byTransform.length === 0) return undefined
  const most = Math.max(0, ...byTransform.map(({ tokensSaved }) => tokensSaved))
  return html`<section><h2>By transform</h2><p class="soft">Which step saved how much, of optimized requests.</p>
${table('Savings by transform', [
    { name: 'Transform', kind: 'name', cell: ({ transform }) => name(transform) },
    { name: 'Saved', kind: 'bar', cell: ({ tokensSaved }) => bar([{ kind: 'saved', value: tokensSaved }], most) },
    { name: 'Tokens saved', cell: ({ tokensSaved }) => whole(tokensSaved) },
    { name: 'Share', cell: ({ tokensSaved }) => totalTokensSaved > 0 ? percent(tokensSaved / totalTokensSaved) : '' },
    { name: 'What it does', kind: 'text', cell: ({ transform }) => Object.hasOwn(transformNotes, transform) ? transformNotes[transform]! : 'a step of your own' }, // it has it
  ], byTransform.slice(0, maxRows))}${more(byTransform.length)}</section>`
}

export function renderTools({ summary: { byTool } }: PageData): Html | undefined {
  if (byTool.length === 0) return undefined
  const most = Math.max(0, ...byTool.map(({ tokensBefore, tokensAfter }) => Math.max(tokensBefore, tokensAfter)))
  return html`<section><h2>By tool</h2><p class="soft">Results as they were sent, with every request that carries them.</p>
${table('Tokens by tool', [
    { name: 'Tool', kind: 'name', cell: ({ toolName }) => name(toolName) },
    { name: 'Sent and saved', kind: 'bar', cell: ({ tokensBefore: before, tokensAfter: after }) => savingsBar({ before, after }, most) },
    { name: 'Results', cell: ({ results }) => whole(results) },
    { name: 'Tokens before', cell: ({ tokensBefore }) => whole(tokensBefore) },
    { name: 'Saved', cell: ({ tokensBefore, tokensAfter }) => whole(tokensBefore - tokensAfter) },
    { name: 'Share', cell: ({ tokensBefore: before, tokensAfter: after }) => savedShare({ before, after }) },
  ], [...byTool].sort((a, b) => b.tokensBefore - a.tokensBefore).slice(0, maxRows))}${more(byTool.length)}</section>`
}

export function renderWaste({ summary: { waste, totalTokensBefore } }: PageData): Html {
  const found = (Object.keys(wasteAdvice) as (keyof typeof wasteAdvice)[]) // its keys are the causes
    .map((cause) => ({ ...wasteAdvice[cause], tokens: waste[cause] })).filter(({ tokens }) => tokens > 0).sort((a, b) => b.tokens - a.tokens)
  if (found.length === 0) return html`<section><h2>Waste, and what to do about it</h2><p>None was found: no white space, repeated keys or rows, base64, HTML or volatile text in the prefix.</p></section>`
  const most = found[0]!.tokens // it is not empty
  return html`<section><h2>Waste, and what to do about it</h2><p class="soft">Found in requests as they came, so what Headroom saved is partly the same. The cheapest tokens are those that a tool never writes.</p>
${table('Waste by cause', [
    { name: 'Cause', kind: 'name', cell: ({ name: cause }) => cause },
    { name: 'Tokens found', kind: 'bar', cell: ({ tokens }) => bar([{ kind: 'sent', value: tokens }], most) },
    { name: 'Tokens', cell: ({ tokens }) => whole(tokens) },
    { name: 'Of all input', cell: ({ tokens }) => percent(totalTokensBefore === 0 ? 0 : tokens / totalTokensBefore) },
    { name: 'What to do', kind: 'text', cell: ({ what, todo }) => html`${todo} <span class="soft">${what}</span>` },
  ], found)}</section>`
}

export function renderCaches({ summary: { cache, avgCacheAlignmentScore }, buckets, unit, prefixes }: PageData): Html {
  const told = buckets.filter(({ tokensCacheable }) => tokensCacheable > 0)
  const chart = told.length === 0 ? html`<p>No provider told what it read from its cache.</p>` : html`<p>Providers read <strong>${short(cache.tokensRead)}</strong> input tokens from their caches${cache.tokensWritten > 0 ? ` and wrote ${short(cache.tokensWritten)}` : ''}: ${percent(cache.hitRate)} of the input of ${count(cache.requests, 'request')} that told of it.</p>
<figure style="margin:0">${cacheChart(buckets, unit, `Share of input tokens read from providers' caches, by ${unit}; the table below has the numbers`)}</figure>
<details><summary>The numbers of this chart</summary><div class="scroll" tabindex="0" role="region" aria-label="Cache by ${unit}">${table(`Cache by ${unit}`, [
    { name: 'From (UTC)', kind: 'name', cell: ({ start }) => bucketName(start, unit) },
    { name: 'Input tokens', cell: ({ tokensCacheable }) => whole(tokensCacheable) },
    { name: 'Read from caches', cell: ({ tokensCached }) => whole(tokensCached) },
    { name: 'Share', cell: ({ tokensCached, tokensCacheable }) => percent(tokensCached / tokensCacheable) },
  ], told)}</div></details>`
  return html`<section><h2>Prefix caches</h2>${chart}
<h3>How stable prompts begin</h3><p class="soft">A cache is read as far as a request begins like an earlier one. On average ${percent(avgCacheAlignmentScore)} of the prefix stands before its first date or id.</p>
${table('Prefixes by model', [
    { name: 'Model', kind: 'name', cell: ({ model }) => name(model) },
    { name: 'Requests', cell: ({ requests }) => whole(requests) },
    { name: 'Different prefixes', cell: ({ prefixes: different }) => whole(different) },
    { name: 'Requests a prefix', cell: ({ requests, prefixes: different }) => short(requests / different) },
    { name: 'What it means', kind: 'text', cell: ({ requests, prefixes: different }) => judgePrefixes(requests, different) },
  ], prefixes.slice(0, maxRows))}${more(prefixes.length)}</section>`
}

function judgePrefixes(requests: number, prefixes: number): string {
  if (requests < 5) return 'too few requests to tell'
  if (prefixes === 1) return 'all begin the same'
  return prefixes > requests / 2 ? 'most begin in a new way: look for what changes in the system prompt or the tools' : 'they share their beginnings'
}

export function renderLargest({ largest }: PageData): Html | undefined {
  if (largest.length === 0) return undefined
  return html`<section><h2>The most expensive requests</h2><p class="soft">By input tokens sent.</p>
${table('The most expensive requests', [
    { name: 'When (UTC)', kind: 'name', cell: ({ timestamp }) => html`<time datetime="${timestamp}">${minute(timestamp)}</time>` },
    { name: 'Model', kind: 'text', cell: ({ model = '(unknown)' }) => name(model) },
    { name: 'Sent', cell: ({ tokensInputAfter }) => whole(tokensInputAfter) },
    { name: 'Saved', cell: ({ tokensInputBefore: before, tokensInputAfter: after }) => savedShare({ before, after }) },
    { name: 'Most of it from', kind: 'text', cell: mainTool },
    { name: 'Answer after', cell: ({ durationMs }) => durationMs === undefined ? '' : duration(durationMs) },
    { name: 'Outcome', kind: 'text', cell: ({ error, mode }) => error === undefined ? (mode === 'audit' ? 'audited' : 'sent') : html`<span class="bad">failed: ${name(error.name)}</span>` },
  ], largest)}</section>`
}

/** The tool whose results took the most of what was sent. */
function mainTool({ decisions, mode, tokensInputAfter }: MetricsRecord): Html | string {
  const tools = new Map<string, number>()
  for (const { toolName, tokensBefore, tokensAfter } of decisions) {
    if (toolName !== undefined) tools.set(toolName, (tools.get(toolName) ?? 0) + (mode === 'audit' ? tokensBefore : tokensAfter))
  }
  const [most] = [...tools].sort((a, b) => b[1] - a[1])
  return most === undefined || tokensInputAfter === 0 ? 'no tool results' : html`${name(most[0])} <span class="soft">${percent(Math.min(1, most[1] / tokensInputAfter))}</span>`
}

export function renderDistributions({ summary: { distributions, percentileError } }: PageData): Html | undefined {
  const { tokensInputBefore, tokensSaved, compressionRatio, latencyMs } = distributions
  if (tokensInputBefore.count === 0) return undefined
  const rows = [
    { what: 'Tokens before', of: tokensInputBefore, show: short },
    { what: 'Tokens saved', of: tokensSaved, show: short },
    { what: 'Sent, as a share of before', of: compressionRatio, show: percent },
    ...(latencyMs.count === 0 ? [] : [{ what: 'Time Headroom took', of: latencyMs, show: duration }]),
  ]
  return html`<section><h2>From request to request</h2><p class="soft">How the figures lie; percentiles are within ${percent(percentileError)} of the true ones.</p>
${table('Distribution of figures', [
    { name: 'Of a request', kind: 'name', cell: ({ what }) => what },
    { name: 'Mean', cell: ({ of, show }) => show(of.mean) },
    { name: 'Half up to', cell: ({ of, show }) => show(of.p50) },
    { name: '90 of 100', cell: ({ of, show }) => show(of.p90) },
    { name: '99 of 100', cell: ({ of, show }) => show(of.p99) },
    { name: 'Highest', cell: ({ of, show }) => show(of.maximum) },
  ], rows)}</section>`
}

export function renderTroubles({ errors, warnings }: PageData): Html | undefined {
  if (errors.length + warnings.length === 0) return undefined
  const list = (heading: string, rows: PageData['errors']): Html | undefined => rows.length === 0 ? undefined : html`<div><h3>${heading}</h3>${table(heading, [
    { name: 'What', kind: 'name', cell: ({ text }) => name(text) },
    { name: 'Requests', cell: ({ requests }) => whole(requests) },
  ], rows)}</div>`
  return html`<section><h2>What went wrong</h2><div class="pair">${list('Errors', errors)}${list('Warnings', warnings)}</div></section>`
}
