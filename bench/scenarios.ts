import { optimize } from './library.ts'
import { toolResultConversation, toolResultOf } from './conversation.ts'
import { errorMessages, logEntries, namedRequest } from './data/log-entries.ts'
import { failedOrder, namedOrder, nestedResponses } from './data/nested-responses.ts'
import { namedDocument, rareTitle, searchResults } from './data/search-results.ts'
import { tutorials } from './data/tutorials.ts'
import { whole, type Table } from './table.ts'
import { countExactly } from './tokens.ts'

/** A tool result of a promised size, what it may cost afterwards, and what must still be in it. */
export interface Scenario {
  readonly name: string
  readonly question: string
  readonly followUp?: string
  readonly result: string
  readonly promisedBefore: number
  readonly promisedAfter: number
  /** Texts that the compressed result must hold. */
  readonly mustSurvive: readonly string[]
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'search results, 1,000 items',
    question: `How do we rotate the webhook signing keys? Compare with ${namedDocument}.`,
    result: searchResults(), promisedBefore: 45_000, promisedAfter: 4500,
    mustSurvive: [rareTitle, namedDocument, '"total":1000'],
  },
  {
    name: 'log, 500 JSON entries',
    question: `Why did ${namedRequest} take so long, and what else went wrong?`,
    result: logEntries(), promisedBefore: 22_000, promisedAfter: 3300,
    mustSurvive: [namedRequest, ...errorMessages],
  },
  {
    name: 'nested API responses, 92 orders',
    question: `What is in ${namedOrder}, and did any payment fail?`,
    result: nestedResponses(), promisedBefore: 15_000, promisedAfter: 2250,
    mustSurvive: [namedOrder, failedOrder, 'card_declined'],
  },
  {
    name: 'Python tutorials, 500 results',
    question: 'Search for Python tutorials', followUp: 'What are the top 3?',
    result: tutorials(), promisedBefore: 5400, promisedAfter: 1900,
    mustSurvive: ['Tutorial 0', 'Tutorial 1', 'Tutorial 2'],
  },
]

export interface ScenarioOutcome {
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly missing: readonly string[]
  readonly text: string
}

/** Sends a scenario through `optimize` with the defaults. */
export async function runScenario(scenario: Scenario): Promise<ScenarioOutcome> {
  const { messages } = await optimize(toolResultConversation(scenario.question, scenario.result, scenario.followUp), { model: 'gpt-4o-mini' })
  const text = toolResultOf(messages)
  return {
    text,
    tokensBefore: countExactly(scenario.result),
    tokensAfter: countExactly(text),
    missing: scenario.mustSurvive.filter((wanted) => !text.includes(wanted)),
  }
}

export async function runScenarios({ verbose = false } = {}): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const scenario of scenarios) {
    const outcome = await runScenario(scenario)
    rows.push([
      scenario.name, whole(scenario.promisedBefore), whole(scenario.promisedAfter), whole(outcome.tokensBefore), whole(outcome.tokensAfter),
      outcome.tokensAfter <= scenario.promisedAfter ? 'yes' : 'no', outcome.missing.length === 0 ? 'yes' : `no: ${outcome.missing.join(', ')}`,
    ])
    if (verbose) console.log(`${scenario.name}\n${outcome.text}\n`)
  }
  return [{
    title: 'What is promised: tokens of the tool result',
    columns: ['scenario', 'promised before', 'after', 'measured before', 'after', 'kept the promise', 'what matters survived'],
    rows,
  }]
}
