import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { optimize } from '../library.ts'
import { percent, whole, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'

interface Message { readonly role: string }
interface Recorded { readonly messages: readonly Message[] }

/** What the window is of each whole conversation. */
const windowShare = 0.4

/** The transcript each time the model was asked: before each of its messages, and at the end. */
function stagesOf(messages: readonly Message[]): (readonly Message[])[] {
  const ends = messages.flatMap(({ role }, at) => (role === 'assistant' && at > 0 ? [at] : []))
  return [...ends, messages.length].map((end) => messages.slice(0, end))
}

interface Sent {
  /** Tokens that were sent before and have to be written to the provider's prefix cache again. */
  readonly writtenAgain: number
  readonly cuts: number
  readonly requests: number
  readonly refused: number
}

/** Sends every stage that fits, after a cut or without one. */
async function sendStages(messages: readonly Message[], lowWater: number): Promise<Sent> {
  const model = 'gpt-4o'
  const off = { smartCrusher: { enabled: false }, cacheAligner: { enabled: false } }
  const { report: { tokensBefore } } = await optimize(messages, { model, ...off })
  const options = { model, ...off, modelContextLimits: { [model]: Math.floor(tokensBefore * windowShare) }, outputBufferTokens: 0, rollingWindow: { lowWater } }
  let before: readonly string[] = []
  let dropped = 0
  const sent = { writtenAgain: 0, cuts: 0, requests: 0, refused: 0 }
  for (const stage of stagesOf(messages)) {
    const { messages: after, report } = await optimize(stage, options)
    sent.requests++
    if (!report.window.fits) {
      sent.refused++
      continue
    }
    const texts = after.map((message) => JSON.stringify(message))
    const known = new Set(before)
    const shared = texts.findIndex((text, at) => text !== before[at])
    for (const text of shared === -1 ? [] : texts.slice(shared)) if (known.has(text)) sent.writtenAgain += countExactly(text)
    if (report.window.tokensDropped > dropped) sent.cuts++
    dropped = report.window.tokensDropped
    before = texts
  }
  return sent
}

/** What a prefix cache has to write again while a transcript grows: cuts in steps against dropping the oldest each time. */
export async function runWindow(dataFolder: string): Promise<Table[]> {
  const rows: (string | number)[][] = []
  const total = { steps: 0, each: 0 }
  for (const folder of ['openai', 'anthropic_messages']) {
    const path = `${dataFolder}/conversations/${folder}`
    if (!existsSync(path)) continue
    const sums = { steps: 0, each: 0, requests: 0, refused: 0, cuts: 0, cutsEach: 0, files: 0 }
    for (const name of readdirSync(path)) {
      const { messages } = JSON.parse(readFileSync(`${path}/${name}`, 'utf8')) as Recorded
      const [steps, each] = [await sendStages(messages, 0.7), await sendStages(messages, 1)]
      sums.files++
      sums.steps += steps.writtenAgain
      sums.each += each.writtenAgain
      sums.requests += steps.requests
      sums.refused += steps.refused
      sums.cuts += steps.cuts
      sums.cutsEach += each.cuts
    }
    total.steps += sums.steps
    total.each += sums.each
    rows.push([folder, sums.files, whole(sums.requests), whole(sums.refused), whole(sums.cutsEach), whole(sums.cuts), whole(sums.each), whole(sums.steps), percent(sums.steps / sums.each)])
  }
  if (rows.length === 0) return []
  return [{
    title: `A window of ${windowShare * 100} % of each recorded conversation: tokens that a prefix cache writes again`,
    columns: ['conversations', 'files', 'requests', 'that cannot fit', 'cuts: oldest each time', 'in steps', 'tokens: oldest each time', 'in steps', 'share'],
    rows: [...rows, ['all', '', '', '', '', '', whole(total.each), whole(total.steps), percent(total.steps / total.each)]],
    notes: [
      'Each transcript is sent as it grew. Written again: what the request before held, but behind the first byte that differs now. `lowWater` 0.7 against 1; what cannot fit '
      + '(the newest turns alone are more than the window) is left out of both.',
    ],
  }]
}
