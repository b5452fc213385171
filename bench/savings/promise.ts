import { agentRun } from '../data/agent-run.ts'
import type { AgentRunOptions } from '../data/agent-run.ts'
import { createHeadroom, optimize } from '../library.ts'
import { percent, whole, type Table } from '../table.ts'
import { readTranscripts, visibleText } from './read-transcripts.ts'
import type { WireMessage } from './read-transcripts.ts'

type Options = NonNullable<Parameters<typeof createHeadroom>[0]>

const model = 'gpt-4o'

/** What is promised of a long talk of an agent: 80,000 tokens become 32,000. */
export const promisedTokens = 32_000
export const promisedShare = 0.4

/** A transcript, and what its agent took from results: each token with how many messages stand before each of its uses. */
export interface LongRun {
  readonly name: string
  readonly messages: readonly WireMessage[]
  readonly facts: readonly { readonly token: string, readonly uses: readonly number[] }[]
}

export interface SentRun {
  readonly tokensBefore: number
  /** Of the whole transcript as it is sent, and of the largest request on the way there. */
  readonly tokensAfter: number
  readonly largest: number
  readonly unitsDropped: number
  /** How often what had been sent before was not sent again to the byte: a prefix cache has to be written anew. */
  readonly changes: number
  /** Requests that cannot be made to fit, since what is protected alone is too much: uses of facts there are left out. */
  readonly unfitting: number
  readonly uses: number
  /** Of each fact that is not to be seen where it is used: its token, and the place of the use. */
  readonly lost: readonly { readonly token: string, readonly use: number }[]
}

/** The window at so many tokens for a whole request. */
export const windowOf = (tokens: number): Options => ({ modelContextLimits: { [model]: tokens }, outputBufferTokens: 0 })
export const unlimited: Options = { rollingWindow: { enabled: false } }

/** Sends a transcript as it grew, in one session: before each message that uses a fact, all that stands before that message. */
export async function sendRun({ messages, facts }: LongRun, options: Options): Promise<SentRun> {
  await using session = createHeadroom({ model, metrics: false, ...options })
  const lost: { token: string, use: number }[] = []
  let largest = 0
  let unfitting = 0
  let uses = 0
  let changes = 0
  let before: readonly string[] = []
  for (const use of [...new Set(facts.flatMap((fact) => fact.uses))].sort((a, b) => a - b)) {
    const { messages: sent, report } = await session.optimize(messages.slice(0, use))
    const seen = visibleText(sent)
    const texts = sent.map((message) => JSON.stringify(message))
    if (before.some((text, at) => text !== texts[at])) changes++
    before = texts
    if (!report.window.fits) {
      // No provider takes it, whatever is in it.
      unfitting++
      continue
    }
    largest = Math.max(largest, report.tokensAfter)
    for (const { token } of facts.filter((fact) => fact.uses.includes(use))) {
      uses++
      if (!seen.includes(token)) lost.push({ token, use })
    }
  }
  const { report: { tokensBefore, tokensAfter, window } } = await session.optimize(messages)
  return { tokensBefore, tokensAfter, largest: Math.max(largest, tokensAfter), unfitting, unitsDropped: window.unitsDropped, changes, uses, lost }
}

export function generatedRun(options: AgentRunOptions): LongRun {
  const { messages, facts } = agentRun(options)
  return { name: `${options.work}, ${options.isLeftAlone === true ? 'one question' : `${options.turns} questions`}`, messages, facts }
}

/** Recorded runs of about so many tokens and more, the longest first, with the facts that are strong: numbers, ids, paths and identifiers. */
export async function longestRuns(dataFolder: string, leastTokens: number): Promise<LongRun[]> {
  const found: { readonly run: LongRun, readonly tokens: number }[] = []
  for (const { file, messages, facts, messagesBefore } of readTranscripts(dataFolder)) {
    const { report } = await optimize(messages, { model, bypass: true, tokenCounter: 'estimate' })
    if (report.tokensBefore < leastTokens) continue
    const strong = facts.filter(([, , , , , tier]) => tier === 1).map(([token, , , uses]) => ({ token, uses: uses.map(messagesBefore) }))
    found.push({ run: { name: file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, ''), messages, facts: strong }, tokens: report.tokensBefore })
  }
  return found.sort((a, b) => b.tokens - a.tokens).map(({ run }) => run)
}

const off = { smartCrusher: { enabled: false }, textResults: { enabled: false }, repeats: { enabled: false }, cacheAligner: { enabled: false } }

async function rowsOf(run: LongRun, verbose: boolean): Promise<(string | number)[][]> {
  const { tokensBefore } = await sendRun({ ...run, facts: [] }, unlimited)
  const share = Math.floor(promisedShare * tokensBefore)
  const limits = share > 1.1 * promisedTokens ? [promisedTokens, share] : [promisedTokens]
  const ways: readonly (readonly [string, Options])[] = [
    ['all steps, no window', unlimited],
    ...limits.flatMap((limit) => [[`the window alone, ${whole(limit)}`, { ...off, ...windowOf(limit) }], [`all steps, ${whole(limit)}`, windowOf(limit)]] as const),
    [`all steps, ${whole(promisedTokens)}, lowWater 0.9`, { ...windowOf(promisedTokens), rollingWindow: { lowWater: 0.9 } }],
  ]
  const rows: (string | number)[][] = []
  for (const [way, options] of ways) {
    const sent = await sendRun(run, options)
    rows.push([run.name, way, whole(sent.tokensBefore), whole(sent.tokensAfter), whole(sent.largest), sent.unitsDropped, sent.changes, sent.unfitting, sent.uses, sent.lost.length, percent(1 - sent.lost.length / sent.uses)])
    if (verbose) for (const { token, use } of sent.lost) console.error(`${run.name}, ${way}: lost ${use}: ${token}`)
  }
  return rows
}

/** A talk of an agent that is too long: what the steps make of it, what the window has to take besides, and what is still to be seen where it is used. */
export async function runPromise(dataFolder: string, { verbose }: { readonly verbose: boolean }): Promise<Table[]> {
  const columns = ['run', 'what is sent', 'tokens before', 'after', 'most in a request', 'units dropped', 'prefix changes', 'do not fit', 'uses of facts', 'lost', 'kept']
  const generated = (['coding', 'operations'] as const).flatMap((work) => [false, true].map((isLeftAlone) => generatedRun({ work, turns: 50, seed: 1, isLeftAlone })))
  const recorded = await longestRuns(dataFolder, 2 * promisedTokens)
  const table = async (title: string, runs: readonly LongRun[], notes: readonly string[]): Promise<Table> => {
    const rows: (string | number)[][] = []
    for (const run of runs) rows.push(...await rowsOf(run, verbose))
    return { title, columns, rows, notes }
  }
  const tables = [await table('A long talk of an agent, generated: 80,000 tokens to 32,000', generated, [
    'Fifty turns each; with one question the agent goes on by itself, in one long turn. In the coding runs the mix of results is that of recorded ones, nearly three quarters of it source with numbers; in the others an agent on call looks through lists in JSON and logs.',
    'Sent in one session as they grew, once before each use of a fact. The prefix changes where a message that was sent before is gone or another one now.',
    'A fact is an id, a path, a name, a message of an error or a value of a row that stood in a result first; it is kept where it stands in the request that is sent before the message that uses it.',
  ])]
  if (recorded.length > 0) {
    tables.push(await table('The longest recorded talks of agents', recorded, [
      'To 32,000 tokens, and to two fifths where that is more. Facts are the strong ones. A request does not fit where the newest four units alone are more than the limit; then nothing is hidden and no provider takes it, so uses of facts there are left out.',
    ]))
  }
  return tables
}
