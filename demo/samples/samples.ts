import type { Settings } from '../settings.ts'
import { createAgentRun } from './agent-run.ts'
import { createAnthropicRequest } from './anthropic-request.ts'
import { createIssues } from './issues.ts'
import { createPayments } from './payments.ts'
import { createSearchResults } from './search-results.ts'
import { createServerLog } from './server-log.ts'
import { createTimeSeries } from './time-series.ts'
import { sampleTitles } from './titles.ts'
import type { SampleId } from './titles.ts'

const makers: Readonly<Record<SampleId, () => { readonly text: string; readonly settings: Partial<Settings> }>> = {
  payments: createPayments, search: createSearchResults, series: createTimeSeries, issues: createIssues, log: createServerLog, agent: createAgentRun, anthropic: createAnthropicRequest,
}

/** The text of an example and what is asked of it: the same every time. */
export function createSample(id: string): { readonly title: string; readonly text: string; readonly settings: Partial<Settings> } {
  const found = sampleTitles.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no example ${JSON.stringify(id)}.`)
  return { title: found.title, ...makers[found.id]() }
}
