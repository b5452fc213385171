import type { ModelEntry } from './model-entry.ts'

/**
 * Families of models with open weights. The window is the one that the model card gives; a host may serve less of it
 * (`modelContextLimits` says so). There is no price: every host has its own. Their vocabularies differ from o200k_base, so its count is
 * an estimate; whoever needs exact counts passes a `tokenCounter`.
 */
export const openWeightModels: readonly ModelEntry[] = [
  open('meta', 'llama-3', 8_192, ['llama3', 'meta-llama-3']),
  open('meta', 'llama-3.1', 131_072, versioned('llama', '3', '1')),
  open('meta', 'llama-3.2', 131_072, versioned('llama', '3', '2')),
  open('meta', 'llama-3.3', 131_072, versioned('llama', '3', '3')),
  open('meta', 'llama-4-scout', 10_485_760, ['llama4-scout', 'llama4:scout']),
  open('meta', 'llama-4-maverick', 1_048_576, ['llama4-maverick', 'llama4:maverick']),
  open('mistral', 'mistral-7b', 32_768, ['open-mistral-7b', 'mistral:7b']),
  open('mistral', 'mixtral-8x7b', 32_768, ['open-mixtral-8x7b', 'mixtral:8x7b']),
  open('mistral', 'mixtral-8x22b', 65_536, ['open-mixtral-8x22b', 'mixtral:8x22b']),
  open('mistral', 'mistral-nemo', 131_072, ['open-mistral-nemo']),
  open('mistral', 'mistral-large', 131_072),
  open('mistral', 'mistral-large-2402', 32_768),
  open('mistral', 'mistral-small-3.1', 131_072, ['mistral-small-2503']),
  open('mistral', 'mistral-small-3.2', 131_072, ['mistral-small-2506']),
  open('deepseek', 'deepseek-v3', 131_072, ['deepseek-chat', 'deepseek-chat-v3']),
  open('deepseek', 'deepseek-v3.1', 131_072, ['deepseek-chat-v3.1']),
  open('deepseek', 'deepseek-v3.2', 131_072),
  open('deepseek', 'deepseek-r1', 131_072, ['deepseek-reasoner']),
  open('qwen', 'qwen2.5', 131_072, ['qwen-2.5', 'qwen2-5']),
  open('qwen', 'qwen3', 131_072, ['qwen-3']),
  open('qwen', 'qwen3-coder', 262_144, ['qwen-3-coder']),
  open('qwen', 'qwq-32b', 131_072, ['qwq:32b']),
]

function open(provider: ModelEntry['provider'], id: string, contextWindow: number, aliases: readonly string[] = []): ModelEntry {
  return { id, aliases, provider, contextWindow, encoding: 'o200k_base', tokenFactor: 1, counting: 'estimated' }
}

/** Spellings of a version on Hugging Face, Ollama, Bedrock and Fireworks. */
function versioned(family: string, major: string, minor: string): string[] {
  return [
    `${family}${major}.${minor}`, `${family}-${major}-${minor}`, `${family}${major}-${minor}`, `${family}-v${major}p${minor}`,
    `meta-${family}-${major}.${minor}`,
  ]
}
