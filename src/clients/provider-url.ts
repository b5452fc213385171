/** What an address says about a request that its body does not. */
export interface ProviderUrl {
  /** Such as `openai`; the host where nobody knows it. */
  readonly provider: string
  /** Model in the path, as Google, Bedrock, Vertex AI and Azure have it. */
  readonly model?: string
  /** Whether a body sent there asks a model for an answer, as far as the path tells. */
  readonly mayAskModel: boolean
}

const providers: readonly (readonly [host: RegExp, provider: string])[] = [
  [/(^|\.)openai\.azure\.com$|(^|\.)cognitiveservices\.azure\.com$/, 'azure'],
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^bedrock[\w.-]*\.amazonaws\.com$/, 'bedrock'],
  [/(^|[.-])aiplatform\.googleapis\.com$/, 'vertex'],
  [/(^|\.)googleapis\.com$/, 'google'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)cohere\.(ai|com)$/, 'cohere'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)x\.ai$/, 'xai'],
]

/** Paths whose bodies look like requests to a model and are none: they count, embed, judge or queue. */
const otherPaths = /(\/embeddings|\/moderations|\/count_tokens|:countTokens|\/input_tokens|:embedContent|:batchEmbedContents|:predict|\/compact|\/rerank|\/batches)\/?$/

/** The segment before `:generateContent` and its like, `/invoke` and `/chat/completions`. */
const modelPaths = [/\/models\/([^/:]+):[A-Za-z]+$/, /\/model\/([^/]+)\/(?:invoke|converse)[\w-]*$/, /\/deployments\/([^/]+)\//]

/** @param base what a relative address is relative to */
export function readProviderUrl(address: string, base = 'http://localhost'): ProviderUrl {
  const url = parseUrl(address, base)
  if (url === undefined) return { provider: 'unknown', mayAskModel: false }
  const { hostname, pathname } = url
  const provider = providers.find(([host]) => host.test(hostname))?.[1] ?? hostname
  const model = modelPaths.map((pattern) => pattern.exec(pathname)?.[1]).find((name) => name !== undefined)
  return { provider, ...(model === undefined ? {} : { model: decode(model) }), mayAskModel: !otherPaths.test(pathname) }
}

function parseUrl(address: string, base: string): URL | undefined {
  try {
    return new URL(address, base)
  } catch {
    return undefined // the platform's fetch says what is wrong with it
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
