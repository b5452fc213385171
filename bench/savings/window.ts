import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createHeadroom, optimize } from '../library.ts'
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

type Request = readonly Message[]

/** Tokens of all requests that were in the one before too, but stand behind the first byte that differs now. */
function tokensWrittenAgain(sent: readonly Request[]): number {
  let written = 0
  let before: readonly string[] = []
  for (const request of sent) {
    const texts = request.map((message) => JSON.stringify(message))
    const known = new Set(before)
    const shared = texts.findIndex((text, at) => text !== before[at])
    for (const text of shared === -1 ? [] : texts.slice(shared)) if (known.has(text)) written += countOnce(text)
    before = texts
  }
  return written
}

const counts = new Map<string, number>()

function countOnce(text: string): number {
  const tokens = counts.get(text) ?? countExactly(text)
  counts.set(text, tokens)
  return tokens
}

const off = { smartCrusher: { enabled: false }, textResults: { enabled: false }, repeats: { enabled: false }, cacheAligner: { enabled: false } }

/** Every stage that fits, after a cut or without one. */
async function sendInWindow(stages: readonly Request[], limit: number, lowWater: number): Promise<readonly Request[]> {
  const session = createHeadroom({ ...off, metrics: false, model: 'gpt-4o', modelContextLimits: { 'gpt-4o': limit }, outputBufferTokens: 0, rollingWindow: { lowWater } })
  const sent: Request[] = []
  for (const stage of stages) {
    const { messages, report } = await session.optimize(stage)
    if (report.window.fits) sent.push(messages)
  }
  await session.close()
  return sent
}

/** The plain way: the oldest messages go, one by one, until the rest fits; calls and results may be torn apart. */
function slide(stages: readonly Request[], limit: number): readonly Request[] {
  return stages.map((stage) => {
    const system = stage.filter(({ role }) => role === 'system')
    let room = limit - system.reduce((sum, message) => sum + countOnce(JSON.stringify(message)), 0)
    const rest = stage.filter(({ role }) => role !== 'system')
    let first = rest.length
    while (first > 0 && (first === rest.length || room >= countOnce(JSON.stringify(rest[first - 1])))) room -= countOnce(JSON.stringify(rest[--first]))
    return [...system, ...rest.slice(first)]
  })
}

/** What a prefix cache has to write again while a transcript grows: cuts in steps against dropping the oldest each time. */
export async function runWindow(dataFolder: string): Promise<Table[]> {
  const sums = { files: 0, requests: 0, fitting: 0, sliding: 0, units: 0, steps: 0 }
  for (const folder of ['openai', 'anthropic_messages']) {
    const path = `${dataFolder}/conversations/${folder}`
    for (const name of existsSync(path) ? readdirSync(path) : []) {
      const { messages } = JSON.parse(readFileSync(`${path}/${name}`, 'utf8')) as Recorded
      const { report: { tokensBefore } } = await optimize(messages, { model: 'gpt-4o', ...off })
      const limit = Math.floor(tokensBefore * windowShare)
      const stages = stagesOf(messages)
      const inSteps = await sendInWindow(stages, limit, 0.7)
      sums.files++
      sums.requests += stages.length
      sums.fitting += inSteps.length
      sums.steps += tokensWrittenAgain(inSteps)
      sums.units += tokensWrittenAgain(await sendInWindow(stages, limit, 1))
      sums.sliding += tokensWrittenAgain(slide(stages, limit))
    }
  }
  if (sums.files === 0) return []
  const row = (what: string, tokens: number): (string | number)[] => [what, whole(tokens), percent(tokens / sums.sliding)]
  return [{
    title: `Tokens that a prefix cache writes again, at a window of ${windowShare * 100} % of each recorded conversation`,
    columns: ['what leaves', 'tokens', 'share'],
    rows: [row('the oldest messages, each time', sums.sliding), row('the oldest units and turns, each time (lowWater 1)', sums.units), row('the same in steps (lowWater 0.7)', sums.steps)],
    notes: [
      `${sums.files} conversations, sent as they grew in ${whole(sums.requests)} requests. Written again: what the request before held too, but stands behind the first byte that differs now.`,
      `In ${whole(sums.requests - sums.fitting)} requests the newest turns alone are more than the window; nothing is hidden there, and they are left out of the last two rows.`,
    ],
  }]
}
