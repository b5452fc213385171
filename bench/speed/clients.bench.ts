import { createHeadroomFetch } from '../library.ts'
import { textsByKind } from '../data/texts.ts'
import { measure, milliseconds } from '../measure.ts'
import type { Table } from '../table.ts'

/** A request of about 100 KB in which nothing is worth compressing: prose that was said, and prose and code that tools gave. */
function quietRequest(seed: number): string {
  const { English: prose = '', code = '' } = textsByKind(seed)
  const messages: unknown[] = [{ role: 'system', content: 'You answer questions about a code base.' }]
  for (let turn = 0; turn < 10; turn++) {
    const said = prose.slice(turn * 5000, turn * 5000 + 5000)
    messages.push({ role: 'user', content: said.slice(0, 1000) })
    messages.push({ role: 'assistant', content: null, tool_calls: [{ id: `call_${turn}`, type: 'function', function: { name: 'read', arguments: `{"file":${turn}}` } }] })
    messages.push({ role: 'tool', tool_call_id: `call_${turn}`, content: code.slice(turn * 5000, turn * 5000 + 5000) })
    messages.push({ role: 'assistant', content: said.slice(1000) })
  }
  return JSON.stringify({ model: 'gpt-4o-mini', messages })
}

/** What a client of ours adds to a request: against the same call without it, in the same run. */
export async function run(): Promise<Table[]> {
  const url = 'https://api.openai.com/v1/chat/completions'
  const send = async (): Promise<Response> => Response.json({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } })
  const through = createHeadroomFetch({ fetch: send, metrics: false })
  const call = async (fetchIt: typeof fetch, body: string): Promise<unknown> => (await fetchIt(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).json()
  const seen = quietRequest(0)
  const fresh = Array.from({ length: 70 }, (_, i) => quietRequest(i + 1))
  let next = 0
  const [plain, known, unknown] = await measure([
    () => call(send, seen),
    () => call(through, seen),
    () => call(through, fresh[next++ % fresh.length]!),
  ], 6000)
  const row = (name: string, timing: typeof known, budget: number): (string | number)[] => [
    name, (seen.length / 1000).toFixed(0), milliseconds(timing!.minimum - plain!.minimum), milliseconds(timing!.median - plain!.median), milliseconds(timing!.spread), budget, timing!.runs,
  ]
  return [{
    title: 'What createHeadroomFetch adds to a request in which nothing is worth compressing, in milliseconds',
    columns: ['messages', 'KB', 'least', 'median', 'spread', 'budget', 'runs'],
    rows: [row('seen before', known, 3), row('new', unknown, 8)],
    notes: ['Against the same call without it, in the same run. Reading the body, counting every text, and the report are in it.'],
  }]
}
