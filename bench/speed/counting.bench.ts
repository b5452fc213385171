import { countTokens as countWithGptTokenizer } from 'gpt-tokenizer/encoding/o200k_base'
import { Tiktoken } from 'js-tiktoken/lite'
import o200k from 'js-tiktoken/ranks/o200k_base'
import { loadGptCounter } from '../../src/tokens/drivers/gpt.ts'
import { estimateTokens } from '../../src/tokens/estimate.ts'
import { rowsOf100Characters } from '../data/rows.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }

/** Exact counts of the same texts by us and by the peers, and our estimate, side by side in one run. */
export async function run(): Promise<Table[]> {
  const count = await loadGptCounter('o200k_base')
  const peer = new Tiktoken(o200k)
  const rows: (string | number)[][] = []
  for (const [name, text] of Object.entries(texts())) {
    const exact = count(text)
    const peers = [countWithGptTokenizer(text, asText), peer.encode(text, [], []).length]
    if (peers.some((tokens) => tokens !== exact)) throw new Error(`${name}: we count ${exact}, the peers ${peers.join(' and ')}`)
    const [ours, gptTokenizer, jsTiktoken, estimate] = await measure([
      () => count(text), () => countWithGptTokenizer(text, asText), () => peer.encode(text, [], []), () => estimateTokens(text),
    ], 6000)
    rows.push([
      name, whole(text.length), whole(exact),
      milliseconds(ours!.minimum), milliseconds(ours!.median), milliseconds(gptTokenizer!.minimum), milliseconds(gptTokenizer!.median),
      (ours!.median / gptTokenizer!.median).toFixed(2), milliseconds(jsTiktoken!.minimum), milliseconds(jsTiktoken!.median),
      milliseconds(estimate!.median), `${(100 * (estimateTokens(text) / exact - 1)).toFixed(1)} %`, ours!.runs,
    ])
  }
  return [{
    title: 'counting tokens (o200k_base), in milliseconds',
    columns: [
      'text', 'characters', 'tokens', 'ours, least', 'median', 'gpt-tokenizer, least', 'median', 'times', 'js-tiktoken, least', 'median',
      'estimate, median', 'its error', 'runs',
    ],
    rows,
    notes: ['times: our median against that of gpt-tokenizer, the fastest peer; the budget is 1.10.'],
  }]
}

function texts(): Readonly<Record<string, string>> {
  const json = rowsOf100Characters(2000)
  const records = JSON.parse(json) as readonly Readonly<Record<string, unknown>>[]
  const line = (row: Readonly<Record<string, unknown>>, i: number): string =>
    `2025-03-07T12:${String(i % 60).padStart(2, '0')}:04.${100 + i % 900}Z INFO worker-${i % 7} ${Object.entries(row).map(([key, value]) => `${key}=${String(value)}`).join(' ')}`
  return { JSON: json, 'JSON, indented': JSON.stringify(records, null, 2), logs: records.slice(0, 1000).map(line).join('\n'), English: english(100_000) }
}

const sentences = [
  'The harbour was quiet when the last of the boats came in, and nobody on the quay seemed to notice how low it lay in the water.',
  'If the measurements are right, we\'ll have to repeat the experiment with fresh samples before anyone outside the laboratory hears of it.',
  'She had never cared much for the mountains, but the evening light on the northern face made her stop in the middle of the road.',
  'Most of what was agreed in the meeting had already been written down somewhere, though it took weeks to find out where.',
]

function english(length: number): string {
  let text = ''
  for (let i = 0; text.length < length; i++) text += `${sentences[(i * 7 + (i >> 2)) % sentences.length]}${i % 5 === 4 ? '\n\n' : ' '}`
  return text
}
