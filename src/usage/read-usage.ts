import type { Usage } from './usage.ts'

/** Numbers as a provider has them, under names of its own. */
export type SaidUsage = Readonly<Record<string, unknown>>

/**
 * The usage in a response of OpenAI (Chat Completions, Responses), Anthropic, Google and those that speak like them; undefined where
 * there is none.
 */
export function readUsage(response: unknown): Usage | undefined {
  return interpretUsage(findUsage(response))
}

/** Where usage stands in a response, or in one event of its stream. */
export function findUsage(response: unknown): SaidUsage | undefined {
  if (!isFields(response)) return undefined
  const holders = [response, response.message, response.response, response.x_groq].filter(isFields)
  return holders.flatMap(({ usage, usageMetadata }) => [usage, usageMetadata]).find(isFields)
}

/** The numbers of several events of one stream: they count up, and what one of them leaves out or says to be null stays. */
export function mergeUsage(earlier: SaidUsage | undefined, later: SaidUsage | undefined): SaidUsage | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier
  return { ...earlier, ...Object.fromEntries(Object.entries(later).filter(([, value]) => value !== null && value !== undefined)) }
}

/** Anthropic's `input_tokens` leaves out what its cache read and wrote; here all input is counted, as the others do. */
export function interpretUsage(said: SaidUsage | undefined): Usage | undefined {
  if (said === undefined) return undefined
  return Object.keys(said).some((name) => name.endsWith('TokenCount')) ? readGoogle(said) : readCommon(said)
}

function readCommon(usage: SaidUsage): Usage | undefined {
  const read = count(usage.cache_read_input_tokens)
  const written = count(usage.cache_creation_input_tokens)
  const plain = count(usage.prompt_tokens) ?? count(usage.input_tokens)
  const details = [usage.prompt_tokens_details, usage.input_tokens_details].find(isFields)
  // Servers that speak like OpenAI count all input, though they may tell what Anthropic's cache did.
  const isAnthropic = (read !== undefined || written !== undefined) && count(usage.prompt_tokens) === undefined
  return compact({
    tokensInput: plain === undefined || !isAnthropic ? plain : plain + (read ?? 0) + (written ?? 0),
    tokensOutput: count(usage.completion_tokens) ?? count(usage.output_tokens),
    // DeepSeek says it in a field of its own.
    cachedTokensRead: read ?? count(details?.cached_tokens) ?? count(usage.prompt_cache_hit_tokens),
    cachedTokensWritten: written ?? count(details?.cache_write_tokens),
  })
}

function readGoogle(usage: SaidUsage): Usage | undefined {
  const [input, toolUse] = [count(usage.promptTokenCount), count(usage.toolUsePromptTokenCount)]
  const [candidates, thoughts] = [count(usage.candidatesTokenCount), count(usage.thoughtsTokenCount)]
  return compact({
    tokensInput: sum(input, toolUse),
    tokensOutput: sum(candidates, thoughts),
    cachedTokensRead: count(usage.cachedContentTokenCount),
    cachedTokensWritten: undefined,
  })
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0)
}

function compact(usage: { readonly [Field in keyof Usage]-?: number | undefined }): Usage | undefined {
  const said = Object.entries(usage).filter(([, tokens]) => tokens !== undefined)
  return said.length === 0 ? undefined : Object.fromEntries(said) as Usage // what is left has a number each
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined
}

function isFields(value: unknown): value is SaidUsage {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
