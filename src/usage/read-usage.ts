import type { Usage } from './usage.ts'

/**
 * The usage in a response, or in one event of its stream, of OpenAI (Chat Completions, Responses), Anthropic, Google and those that
 * speak like them; undefined where there is none.
 *
 * Anthropic's `input_tokens` leaves out what its cache read and wrote; here all input is counted, as the others do.
 */
export function readUsage(response: unknown): Usage | undefined {
  if (!isFields(response)) return undefined
  const { usage, usageMetadata, message, response: inner } = response
  const found = [usage, isFields(message) ? message.usage : undefined, isFields(inner) ? inner.usage : undefined].find(isFields)
  if (found !== undefined) return readCommon(found)
  const metadata = [usageMetadata, isFields(inner) ? inner.usageMetadata : undefined].find(isFields)
  return metadata === undefined ? undefined : readGoogle(metadata)
}

function readCommon(usage: Fields): Usage | undefined {
  const read = count(usage.cache_read_input_tokens)
  const written = count(usage.cache_creation_input_tokens)
  const plain = count(usage.prompt_tokens) ?? count(usage.input_tokens)
  const details = [usage.prompt_tokens_details, usage.input_tokens_details].find(isFields)
  const isAnthropic = read !== undefined || written !== undefined
  return compact({
    tokensInput: plain === undefined || !isAnthropic ? plain : plain + (read ?? 0) + (written ?? 0),
    tokensOutput: count(usage.completion_tokens) ?? count(usage.output_tokens),
    // DeepSeek says it in a field of its own.
    cachedTokensRead: read ?? count(details?.cached_tokens) ?? count(usage.prompt_cache_hit_tokens),
    cachedTokensWritten: written ?? count(details?.cache_write_tokens),
  })
}

function readGoogle(usage: Fields): Usage | undefined {
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

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
