import { ConfigurationError } from '../errors.ts'
import type { Options } from '../options.ts'

/** What a request asks of us in its `x-headroom-...` headers. */
export interface RequestWishes {
  readonly options: Pick<Options, 'keepTurns' | 'outputBufferTokens' | 'bypass' | 'mode'>
  /** The mode is `simulate`: nothing is to be sent. */
  readonly isSimulation: boolean
  /** The headers without ours; absent when there are none of ours. */
  readonly headers?: Headers
}

const prefix = 'x-headroom-'
const known = ['mode', 'keep-turns', 'output-buffer-tokens', 'bypass']

/**
 * Reads our headers and takes them off.
 *
 * @throws ConfigurationError for one that we do not know, or a value that it cannot have
 */
export function readRequestHeaders(init: HeadersInit | undefined): RequestWishes {
  const values = new Map<string, string>()
  if (init !== undefined) forEachHeader(init, (value, name) => { if (name.toLowerCase().startsWith(prefix)) values.set(name.toLowerCase().slice(prefix.length), value.trim()) })
  if (values.size === 0) return { options: {}, isSimulation: false }
  const headers = new Headers(init)
  for (const name of values.keys()) {
    if (!known.includes(name)) throw new ConfigurationError(`unknown header ${prefix}${name}; known are ${known.map((one) => prefix + one).join(', ')}`, { details: { header: prefix + name } })
    headers.delete(prefix + name)
  }
  const mode = oneOf(values, 'mode', ['audit', 'optimize', 'simulate'] as const)
  const keepTurns = wholeNumber(values, 'keep-turns', 1)
  const outputBufferTokens = wholeNumber(values, 'output-buffer-tokens', 0)
  const bypass = oneOf(values, 'bypass', ['true', 'false', '1', '0'] as const)
  return {
    options: {
      ...(mode === undefined || mode === 'simulate' ? {} : { mode }),
      ...(keepTurns === undefined ? {} : { keepTurns }),
      ...(outputBufferTokens === undefined ? {} : { outputBufferTokens }),
      ...(bypass === undefined ? {} : { bypass: bypass === 'true' || bypass === '1' }),
    },
    isSimulation: mode === 'simulate',
    headers,
  }
}

/** Without the copy that `new Headers` makes: most requests have none of ours. */
function forEachHeader(init: HeadersInit, visit: (value: string, name: string) => void): void {
  if (init instanceof Headers) init.forEach(visit)
  // Pairs, and headers of another implementation, which are a list of pairs too.
  else if (Symbol.iterator in init) for (const [name, value] of init as Iterable<readonly [string, string]>) visit(String(value), String(name))
  else for (const [name, value] of Object.entries(init)) visit(String(value), name)
}

function oneOf<Word extends string>(values: ReadonlyMap<string, string>, name: string, words: readonly Word[]): Word | undefined {
  const value = values.get(name)?.toLowerCase()
  const word = words.find((candidate) => candidate === value)
  if (value !== undefined && word === undefined) throw wrongHeader(name, words.join(', '), value)
  return word
}

function wholeNumber(values: ReadonlyMap<string, string>, name: string, least: number): number | undefined {
  const value = values.get(name)
  if (value === undefined) return undefined
  if (!/^\d{1,12}$/.test(value) || Number(value) < least) throw wrongHeader(name, `a whole number of at least ${least}`, value)
  return Number(value)
}

function wrongHeader(name: string, expected: string, value: string): ConfigurationError {
  return new ConfigurationError(`the header ${prefix}${name} must be ${expected}, got ${JSON.stringify(value.slice(0, 40))}`, { details: { header: prefix + name, value: value.slice(0, 40), expected } })
}
