import { createHeadroom } from '../library.ts'
import { percent, whole, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'
import { repeatedTokens } from './repeated-tokens.ts'
import { readTranscripts, toolTextsOf, visibleText } from './read-transcripts.ts'
import type { Transcript, WireMessage } from './read-transcripts.ts'

type Options = NonNullable<Parameters<typeof createHeadroom>[0]>

/** Which steps cut a request that does not fit is another question: what is measured here is what is said, not what is left out. */
const unlimited = { rollingWindow: { enabled: false } }

const off = { ...unlimited, smartCrusher: { enabled: false }, textResults: { enabled: false }, repeats: { enabled: false }, cacheAligner: { enabled: false } }

/** What is compared: everything at its defaults, each step alone, and nothing at all, which shows what the lists of facts give at best. */
const variants: Readonly<Record<string, Options>> = {
  nothing: off,
  'repeats alone': { ...off, repeats: { enabled: true } },
  'all but repeats': { ...unlimited, repeats: { enabled: false } },
  'all at their defaults': unlimited,
}

interface Kept { of: number; kept: number }

interface Outcome {
  tokensBefore: number
  tokensAfter: number
  readonly strongFirst: Kept
  readonly strongAll: Kept
  readonly weakFirst: Kept
  readonly lost: string[]
}

const noOutcome = (): Outcome => ({ tokensBefore: 0, tokensAfter: 0, strongFirst: { of: 0, kept: 0 }, strongAll: { of: 0, kept: 0 }, weakFirst: { of: 0, kept: 0 }, lost: [] })

const tokensOf = (messages: readonly WireMessage[]): number => toolTextsOf(messages).reduce((sum, text) => sum + countExactly(text), 0)

/**
 * Sends a transcript as it grew: before each message that uses a fact, all that stands before that message. A fact is kept for a use when its
 * token stands in what the model would see then.
 */
async function replay({ file, messages, facts, messagesBefore }: Transcript, options: Options, into: readonly Outcome[]): Promise<void> {
  const session = createHeadroom({ model: 'gpt-4o', metrics: false, ...options })
  const send = async (count: number): Promise<readonly WireMessage[]> => (await session.optimize(messages.slice(0, count))).messages
  const seen = new Map<number, string>()
  const places = [...new Set(facts.flatMap(([, , , uses]) => uses))].sort((a, b) => a - b)
  for (const place of places) seen.set(place, visibleText(await send(messagesBefore(place))))
  for (const [token, , , uses, , tier] of facts) {
    uses.forEach((use, nth) => {
      const isKept = seen.get(use)!.includes(token)
      for (const outcome of into) {
        for (const kept of tier === 2 ? (nth === 0 ? [outcome.weakFirst] : []) : nth === 0 ? [outcome.strongFirst, outcome.strongAll] : [outcome.strongAll]) {
          kept.of++
          if (isKept) kept.kept++
        }
        if (!isKept && tier === 1) outcome.lost.push(`${file} ${use}: ${token}`)
      }
    })
  }
  const [before, after] = [tokensOf(messages), tokensOf(await send(messages.length))]
  for (const outcome of into) {
    outcome.tokensBefore += before
    outcome.tokensAfter += after
  }
  await session.close()
}

/** What agents took from tool results and used later, and whether it was still there; and what could be saved at most by saying nothing twice. */
export async function runOracle(dataFolder: string, { verbose, names }: { readonly verbose: boolean, readonly names: readonly string[] }): Promise<Table[]> {
  const transcripts = readTranscripts(dataFolder)
  if (transcripts.length === 0) return []
  const rows: (string | number)[][] = []
  for (const [name, options] of Object.entries(variants)) {
    if (names.length > 0 && !names.includes(name)) continue
    const [coding, others] = [noOutcome(), noOutcome()]
    for (const transcript of transcripts) await replay(transcript, options, [transcript.isCoding ? coding : others])
    for (const [of, outcome] of [['coding', coding], ['others', others]] as const) {
      rows.push([`${name}, ${of}`, whole(outcome.tokensBefore), percent(1 - outcome.tokensAfter / outcome.tokensBefore), share(outcome.strongFirst), share(outcome.strongAll), share(outcome.weakFirst)])
      if (verbose) for (const lost of outcome.lost) console.error(`${name}: lost ${lost}`)
    }
  }
  const facts: Table = {
    title: 'Facts that agents used later, and tokens of tool results saved',
    columns: ['what is sent', 'tokens of tool results', 'saved', 'strong, first use', 'strong, all uses', 'weak, first use'],
    rows,
    notes: [
      'Strong facts are numbers, ids, paths and identifiers, weak ones words and names, each first seen in a tool result and used by the assistant later. A fact is kept where its token stands in what would be sent before that use. Savings are those of the whole transcript.',
      `${transcripts.filter(({ isCoding }) => isCoding).length} of ${transcripts.length} conversations are those of coding agents. "nothing" shows how far the lists of facts reach.`,
    ],
  }
  return names.length > 0 ? [facts] : [facts, boundTable(transcripts)]
}

const share = ({ of, kept }: Kept): string => (of === 0 ? '-' : percent(kept / of, 2))

function boundTable(transcripts: readonly Transcript[]): Table {
  const least = [1, 2, 5]
  const sums = new Map([true, false].map((isCoding) => [isCoding, { tokens: 0, equal: least.map(() => 0), numbered: least.map(() => 0) }]))
  for (const { messages, isCoding } of transcripts) {
    const texts = toolTextsOf(messages)
    const sum = sums.get(isCoding)! // both are there
    sum.tokens += tokensOf(messages)
    for (const [at, lines] of least.entries()) {
      sum.equal[at]! += repeatedTokens(texts, { minLines: lines, withoutNumbers: false })
      sum.numbered[at]! += repeatedTokens(texts, { minLines: lines, withoutNumbers: true })
    }
  }
  const cells = (pick: 'equal' | 'numbered', at: number): string[] => [true, false].map((isCoding) => percent(sums.get(isCoding)![pick][at]! / sums.get(isCoding)!.tokens))
  return {
    title: 'The most that could be saved by not saying lines twice',
    columns: ['lines that stand in an earlier result', 'coding', 'others'],
    rows: least.flatMap((lines, at) => {
      const runs = lines === 1 ? 'each line for itself' : `in a row of ${lines} and more`
      return [[`${runs}, equal`, ...cells('equal', at)], [`${runs}, or equal but for a number before it`, ...cells('numbered', at)]]
    }),
    notes: ['Share of the tokens of all tool results, if what stands for the lines cost nothing. Blank lines are left out.'],
  }
}
