import type { MetricsRecord } from '../../metrics/record.ts'
import { resolveFilter } from '../../metrics/store.ts'
import type { MetricsFilter } from '../../metrics/store.ts'
import { group, rule } from '../../option-checks.ts'
import { version } from '../../version.ts'
import { collect } from '../collect.ts'
import type { PageData, ReportSource } from '../collect.ts'
import { count, minute } from '../format.ts'
import { html, name, trusted } from '../html.ts'
import type { Html } from '../html.ts'
import { style } from '../style.ts'
import { renderFigures, renderLead } from './headline.ts'
import { renderCaches, renderDistributions, renderLargest, renderModels, renderTime, renderTools, renderTransforms, renderTroubles, renderWaste } from './sections.ts'

export type { RecordStore, ReportSource } from '../collect.ts'
export type { MetricsFilter, MetricsRecord }

export interface ReportOptions extends MetricsFilter {
  /** Heading of the page. @default 'Headroom report' */
  readonly title?: string
  /** When the page is made: a date or milliseconds since 1970. @default the clock */
  readonly now?: Date | number
}

const checkOptions = group({
  title: rule('a text', (value) => typeof value === 'string'),
  now: rule('a date or milliseconds since 1970', (value) => (typeof value === 'number' || value instanceof Date) && !Number.isNaN(new Date(value).getTime())),
})

/**
 * One HTML file that holds all it needs and no script: what was saved, where, and what to do next, with charts and a table for each of
 * them. Texts from outside (names of tools, models, errors) are shown as text, whatever they contain.
 *
 * @param source a store, such as `await openMetricsStore()`, or records; of an iterable all records count, the filter is for stores
 * @throws ConfigurationError for a wrong filter; StorageError when the store cannot be read
 */
export async function renderReport(source: ReportSource, { title = 'Headroom report', now = Date.now(), ...filter }: ReportOptions = {}): Promise<string> {
  checkOptions({ title, now }, '')
  // A store would say so, too, but records have nobody who does.
  resolveFilter(filter)
  const data = await collect(source, filter)
  return `${page(data, title, new Date(now)).text}\n`
}

function page(data: PageData, title: string, now: Date): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="headroom-ts ${version}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<header>
<h1>${name(title)}</h1>
<p>${describePeriod(data)}</p>
</header>
${data.summary.totalRequests + data.summary.simulations === 0 ? html`<p class="lead">Nothing was recorded in this time.</p>` : renderBody(data)}
<footer>${describeFigures(data, now)}</footer>
</main>
</body>
</html>`
}

function renderBody(data: PageData): Html {
  return html`${renderLead(data)}
${renderFigures(data)}
${renderTime(data)}
${renderModels(data)}
${renderTransforms(data)}
${renderTools(data)}
${renderWaste(data)}
${renderCaches(data)}
${renderLargest(data)}
${renderDistributions(data)}
${renderTroubles(data)}`
}

function describePeriod({ summary: { times, totalRequests, simulations } }: PageData): Html {
  if (times === undefined) return html`no requests`
  const what = `${count(totalRequests, 'request')}${simulations === 0 ? '' : ` and ${count(simulations, 'simulation')}`}`
  return html`<time datetime="${times.first}">${minute(times.first)}</time> to <time datetime="${times.last}">${minute(times.last)}</time> UTC, ${what}`
}

function describeFigures({ summary }: PageData, now: Date): Html {
  const unreadable = summary.unreadableRecords === 0 ? '' : ` ${count(summary.unreadableRecords, 'record')} could not be read and ${summary.unreadableRecords === 1 ? 'is' : 'are'} in none of the figures.`
  return html`<p>Tokens are input tokens as Headroom counts them; a tool result that stays in a conversation counts with every request that carries it. Audited requests were sent as they came, so they save nothing.${unreadable}</p>
<p>Made by headroom-ts ${version} on <time datetime="${now.toISOString()}">${minute(now.toISOString())}</time> UTC.</p>`
}
