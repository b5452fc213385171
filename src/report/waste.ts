import type { Conversation } from '../conversation/types.ts'
import { loadOnce } from '../load-once.ts'
import type { PrefixFingerprint } from '../transforms/cache-aligner/prefix-fingerprint.ts'
import type { LoadedCounter } from '../tokens/counter.ts'
import type { Waste } from './types.ts'

/** Tokens per character of base64: its letters hardly ever form pieces. Measured with o200k on random bytes: 0.68. */
const base64TokensPerCharacter = 0.68
/** Tokens per character of HTML tags. Measured with o200k on 1,900 tags in tool results of coding agents: 0.30. */
const markupTokensPerCharacter = 0.3

/** Eight short tags fit into less than a run of base64 that counts; what looks for both is loaded with the first text that may hold them. */
const shortestText = 24

const loadMeters = loadOnce(() => Promise.all([import('./base64.ts'), import('./markup.ts')]))

export const noWaste: Waste = { whiteSpace: 0, repeatedKeys: 0, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 }

/** What could be saved in a request and why, in tokens. Causes may overlap. */
export async function measureWaste(
  conversation: Conversation, prefix: Pick<PrefixFingerprint, 'missed'>, ofJson: Partial<Waste>, tokens: LoadedCounter,
): Promise<Waste> {
  const volatilePrefix = prefix.missed.reduce((sum, text) => sum + tokens.quick(text), 0)
  return { ...await measureTextWaste(dataTexts(conversation), ofJson), volatilePrefix }
}

/**
 * The same for lone texts. White space, keys and rows are known to whoever read the JSON; base64 and HTML are estimated here from
 * the number of their characters, in one pass.
 */
export async function measureTextWaste(texts: Iterable<string>, ofJson: Partial<Waste> = {}): Promise<Waste> {
  const long = [...texts].filter(({ length }) => length >= shortestText)
  if (long.length === 0) return { ...noWaste, ...ofJson }
  const [{ countBase64 }, { countMarkup }] = await loadMeters()
  let base64 = 0
  let markup = 0
  for (const text of long) {
    base64 += countBase64(text)
    markup += countMarkup(text)
  }
  return {
    ...noWaste,
    ...ofJson,
    base64: Math.round(base64 * base64TokensPerCharacter),
    html: Math.round(markup * markupTokensPerCharacter),
  }
}

/** What users and tools said; system text and the assistant's own words are nobody's data. */
function* dataTexts({ messages }: Conversation): Generator<string> {
  for (const { role, parts } of messages) {
    for (const part of parts) {
      if (part.kind === 'tool-result') for (const slot of part.slots) yield slot.text
      else if (part.kind === 'text' && role === 'user') yield part.text
    }
  }
}
