import { TokenizationError, messageOf } from '../errors.ts'
import { loadOnce } from '../load-once.ts'
import type { LoadedCounter, TokenCounter } from './counter.ts'
import type { Encoding, EncodingName } from './encoding.ts'

/** A counter and what went wrong while it was loaded. */
export type ReadyCounter = LoadedCounter & { readonly warnings: readonly string[] }

type LoadExact = (name: EncodingName) => Promise<(text: string) => number>

/**
 * Makes a counter ready.
 *
 * Exact counts load the vocabulary on first use; when that fails (no network in a page), the estimate counts and a warning says so.
 * With a `factor` other than 1 counts are rounded up and `estimated`; so they are where nothing is known of the model's tokenizer.
 * What an own counter gives is checked: `count` throws, or rejects, a `TokenizationError` unless it is a whole number of at least 0;
 * what it throws itself comes through.
 *
 * @param encoding of the model; `undefined` when the model or its tokenizer is unknown: o200k_base stands in for it
 * @param loadExact where exact counters come from
 */
export async function loadCounter(
  tokenCounter: 'exact' | 'estimate' | TokenCounter,
  encoding: Encoding | undefined,
  loadExact: LoadExact = loadGpt,
): Promise<ReadyCounter> {
  if (typeof tokenCounter !== 'string') return createOwnCounter(tokenCounter)
  if (tokenCounter === 'estimate') return createEstimate(encoding, [])
  const { name, factor } = encoding ?? { name: 'o200k_base', factor: 1 }
  try {
    const countExact = await loadExact(name)
    const count = factor === 1 ? countExact : (text: string): number => scale(countExact(text), factor)
    return { counting: encoding !== undefined && factor === 1 ? 'exact' : 'estimated', name: nameOf(name, factor), count, quick: count, warnings: [] }
  } catch (error) {
    return createEstimate(encoding, [`the vocabulary ${name} could not be loaded, so tokens are estimated: ${messageOf(error)}`])
  }
}

// Loaded here so that a bundler gives it, and the vocabularies behind it, files of their own.
const loadDriver = loadOnce(async () => (await import('./drivers/gpt.ts')).loadGptCounter)
const loadEstimate = loadOnce(async () => (await import('./estimate.ts')).estimateTokens)

async function loadGpt(name: EncodingName): Promise<(text: string) => number> {
  return (await loadDriver())(name)
}

async function createEstimate(encoding: Encoding | undefined, warnings: readonly string[]): Promise<ReadyCounter> {
  const estimateTokens = await loadEstimate()
  const factor = encoding?.factor ?? 1
  const count = (text: string): number => scale(estimateTokens(text), factor)
  return { counting: 'estimated', name: nameOf('estimate', factor), count, quick: count, warnings }
}

async function createOwnCounter(own: TokenCounter): Promise<ReadyCounter> {
  const estimateTokens = await loadEstimate()
  return {
    counting: 'exact',
    name: 'own',
    count(text) {
      const tokens = own.count(text)
      return typeof tokens === 'object' && tokens !== null && 'then' in tokens ? Promise.resolve(tokens).then(checkCount) : checkCount(tokens)
    },
    quick: estimateTokens,
    warnings: [],
  }
}

function checkCount(tokens: unknown): number {
  if (Number.isSafeInteger(tokens) && (tokens as number) >= 0) return tokens as number
  const got = typeof tokens === 'number' ? String(tokens) : tokens === null ? 'null' : typeof tokens
  throw new TokenizationError(`tokenCounter.count must give a whole number of at least 0, got ${got}`, { details: { got } })
}

function scale(tokens: number, factor: number): number {
  // Hundredths first: 10 x 1.1 is 11.000000000000002 and must not become 12.
  return Math.ceil(Math.round(tokens * factor * 1e6) / 1e6)
}

function nameOf(name: string, factor: number): string {
  return factor === 1 ? name : `${name} x ${factor}`
}
