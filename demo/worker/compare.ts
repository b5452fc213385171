import { crush } from '../../src/index.ts'
import { parseJson } from '../../src/json/parse.ts'
import { resolveOptions } from '../../src/options.ts'
import { loadRequestCounter } from '../../src/request-counter.ts'
import { describeModel } from '../../src/request-model.ts'
import { toOptions } from '../settings.ts'
import type { Contender } from '../protocol.ts'
import { isData } from './blocks.ts'
import { findQuery } from './rank.ts'
import type { Run } from './run.ts'

/** JSON of more code units than this is not written as TOON: its encoder needs many times the memory. */
const maxToonLength = 4_000_000

/** The tool results of a run in other spellings, counted by the same tokenizer: the texts alone, without the conversation around them. */
export async function compare(run: Run, signal: AbortSignal): Promise<readonly Contender[]> {
  const { settings, model, blocks } = run
  const known = await describeModel(model, { modelContextLimits: {} })
  const { tokens: counter } = await loadRequestCounter(known, resolveOptions({ model }), undefined)
  const results = blocks.flatMap((block, at) => (isData(block) && block.before !== undefined ? [{ before: block.before, at }] : []))
  const options = { ...toOptions({ ...settings, mode: 'optimize' }, model), signal }
  const write = async (name: Contender['name'], spell: (text: string, at: number) => string | undefined | Promise<string | undefined>): Promise<Contender> => {
    let tokens = 0
    let missing = 0
    for (const { before, at } of results) {
      signal.throwIfAborted()
      const spelled = await spell(before, at)
      if (spelled === undefined) missing++
      tokens += await counter.count(spelled ?? before)
    }
    return {
      name, tokens,
      ...(known.price === undefined ? {} : { usd: known.price.inputUsd(tokens) }),
      ...(missing === 0 ? {} : { note: missing === results.length ? 'does not apply: counted as it is' : `${missing} of ${results.length} results counted as they are` }),
    }
  }
  const { encode } = await import('@toon-format/toon')
  return [
    await write('original', (text) => text),
    await write('minified', (text) => parseJson(text)?.text),
    await write('toon', (text) => (text.length > maxToonLength ? undefined : attemptToon(text, encode))),
    await write('lossless', async (text) => (await crush(text, { ...options, smartCrusher: { ...options.smartCrusher, relevance: { tier: 'bm25' }, lossless: true } })).text),
    await write('crushed', async (text, at) => (settings.mode === 'optimize' ? blocks[at]!.after ?? text
      : (await crush(text, { ...options, query: await findQuery(run, at), smartCrusher: { ...options.smartCrusher, relevance: { tier: 'bm25' } } })).text)),
  ]
}

function attemptToon(text: string, encode: (value: unknown) => string): string | undefined {
  try {
    return encode(JSON.parse(text))
  } catch {
    return undefined
  }
}
