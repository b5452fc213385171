import { countTokens as countWithGptTokenizer } from 'gpt-tokenizer/encoding/o200k_base'
import { Tiktoken } from 'js-tiktoken/lite'
import o200k from 'js-tiktoken/ranks/o200k_base'
import { estimateTokens } from '../../src/tokens/estimate.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'
import { textsByKind } from '../data/texts.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }

/** Two rounds warm up, and 60 are kept at most. */
const texts = 62

/**
 * Exact counts of the same texts by us and by the peers, and our estimate, side by side in one run.
 * Every round counts a text that nobody has seen: ours and gpt-tokenizer remember pieces, which must not become remembering the text.
 */
export async function run(): Promise<Table[]> {
  const { quick: count } = await loadCounter('exact', { name: 'o200k_base', factor: 1 })
  const peer = new Tiktoken(o200k)
  const seeds = Array.from({ length: texts }, (_, i) => textsByKind(i + 1))
  const rows: (string | number)[][] = []
  for (const name of Object.keys(seeds[0]!)) {
    const all = seeds.map((kinds) => kinds[name]!)
    // In turns through all texts, each thing by itself.
    const inTurn = (thing: (text: string) => unknown): () => void => {
      let next = 0
      return () => void thing(all[next++ % texts]!)
    }
    const [ours, gptTokenizer, jsTiktoken, estimate] = await measure([
      inTurn(count), inTurn((text) => countWithGptTokenizer(text, asText)), inTurn((text) => peer.encode(text, [], [])), inTurn(estimateTokens),
    ], 3000)
    const [text] = all as [string]
    const exact = count(text)
    const peers = [countWithGptTokenizer(text, asText), peer.encode(text, [], []).length]
    if (peers.some((tokens) => tokens !== exact)) throw new Error(`${name}: we count ${exact}, the peers ${peers.join(' and ')}`)
    rows.push([
      name, whole(text.length), whole(exact),
      milliseconds(ours!.minimum), milliseconds(ours!.median), milliseconds(gptTokenizer!.minimum), milliseconds(gptTokenizer!.median),
      milliseconds(jsTiktoken!.minimum), milliseconds(jsTiktoken!.median), (ours!.median / Math.min(gptTokenizer!.median, jsTiktoken!.median)).toFixed(2),
      milliseconds(estimate!.median), `${(100 * (estimateTokens(text) / exact - 1)).toFixed(1)} %`, ours!.runs,
    ])
  }
  return [{
    title: 'Counting tokens (o200k_base), in milliseconds',
    columns: [
      'text', 'characters', 'tokens', 'ours, least', 'median', 'gpt-tokenizer, least', 'median', 'js-tiktoken, least', 'median', 'times',
      'estimate, median', 'its error', 'runs',
    ],
    rows,
    notes: ['times: our median against that of the faster peer, in the same run; the budget is 1.10. Every run counts a text that is new to all of them.'],
  }]
}
