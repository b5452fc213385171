import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../../src/options.ts'
import { findSaidTexts } from './said-texts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

const guides = ['docs/quickstart.md', 'docs/providers.md', 'docs/troubleshooting.md', 'docs/when-not.md', 'docs/migrating.md', 'docs/embeddings.md', 'docs/metrics.md']
const examples = readdirSync(`${root}examples`, { recursive: true, encoding: 'utf8' }).map((file) => `examples/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.ts'))

/** What stands in backticks in a line of code or text, those of a block of code left out. */
const inline = (text: string): string[] => [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/``([^`]+(?:`[^`]+)*)``|`([^`\n]+)`/g)].map(([, double, single]) => (double ?? single!).trim())

describe.each(guides)('%s', (guide) => {
  test('shows examples that run, word for word; `vitest -u` writes them anew', async () => {
    const shown = /^(\[(examples\/[\w/-]+\.ts)\]\(\.\.\/\2\)\n\n)```ts\n[\s\S]*?^```$/gm
    const text = read(guide)
    expect([...text.matchAll(/^```ts$/gm)]).toHaveLength([...text.matchAll(shown)].length)
    const current = text.replace(shown, (_, head: string, file: string) => `${head}\`\`\`ts\n${read(file)}\`\`\``)
    await expect(current).toMatchFileSnapshot(`${root}${guide}`)
  })

  test('names only options that there are', () => {
    const defaults = resolveOptions() as unknown as Readonly<Record<string, unknown>>
    // These have no default.
    const known = (path: string): boolean => /^smartCrusher\.relevance\.(?:scorer|table|embedder)$/.test(path) || path.split('.').reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], defaults) !== undefined
    const named = inline(read(guide)).map((code) => /^((?:smartCrusher|cacheAligner|rollingWindow|cacheOptimizer)(?:\.\w+)+)/.exec(code)?.[1]).filter((path) => path !== undefined)
    expect(named.filter((path) => !known(path))).toEqual([])
  })
})

test('the lines of docs/quickstart.md for each client stand in an example', () => {
  const rows = [...read('docs/quickstart.md').matchAll(/^\| [^|]+ \| `([^`]+)` \| \[examples\/[^\]]+\]\(\.\.\/([^)]+)\) \|$/gm)]
  expect(rows.length).toBeGreaterThan(6)
  for (const [, line, example] of rows) expect({ example, text: read(example!) }).toEqual({ example, text: expect.stringContaining(line!) })
})

test('README.md and the guides link every example', () => {
  const linked = [...['README.md', ...guides].map(read).join('\n').matchAll(/\]\((?:\.\.\/)?(examples\/[^)]+)\)/g)].map(([, path]) => path!)
  expect(linked.filter((path) => !existsSync(`${root}${path}`))).toEqual([])
  expect(examples.filter((example) => !linked.includes(example) && !example.startsWith('examples/chat/'))).toEqual([])
})

describe('docs/troubleshooting.md', () => {
  const texts = findSaidTexts(root)
  const source = new Set(texts.map(({ text }) => text))
  const rows = [...read('docs/troubleshooting.md').matchAll(/^\| (``.+?``|`[^`|]+`) \| [^|]+ \|/gm)].map(([, code]) => inline(code!)[0]!)

  test('names every warning and error of the source', () => {
    const said = [...new Set(texts.filter(({ isSaid }) => isSaid).map(({ text }) => text))]
    expect(said.length).toBeGreaterThan(60)
    expect(said.filter((text) => !rows.includes(text))).toEqual([])
  })

  test('names none that is not there', () => {
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.filter((text) => !source.has(text))).toEqual([])
  })
})

/** The keys of the Python project's configuration and README at 0.2, and what its results and statistics are called. */
const pythonNames = `
original_client provider default_mode enable_cache_optimizer enable_semantic_cache model_context_limits store_url generate_diff_artifact
headroom_mode headroom_output_buffer_tokens headroom_keep_turns headroom_tool_profiles headroom_cache_prefix_tokens
get_stats get_metrics get_summary validate_setup close simulate create start_time end_time limit
smart_crusher cache_aligner rolling_window cache_optimizer tool_crusher
enabled min_tokens_to_crush min_items_to_analyze max_items_after_crush variance_threshold preserve_change_points uniqueness_threshold
similarity_threshold factor_out_constants include_summaries tier bm25_k1 bm25_b embedding_model hybrid_alpha adaptive_alpha relevance_threshold
date_patterns normalize_whitespace collapse_blank_lines dynamic_tail_separator keep_system keep_last_turns output_buffer_tokens
auto_detect_provider min_cacheable_tokens semantic_cache_similarity semantic_cache_max_entries semantic_cache_ttl_seconds
max_array_items max_string_length max_depth preserve_keys tool_profiles skip_compression
tokens_before tokens_after tokens_saved transforms estimated_savings messages_optimized block_breakdown waste_signals stable_prefix_hash
cache_alignment_score request_id timestamp tokens_input_before tokens_input_after tokens_output cached_tokens transforms_applied
tool_units_dropped turns_dropped messages_hash error requests_total tokens_saved_total total_requests total_tokens_saved smart_crusher_enabled
json_bloat html_noise base64 whitespace dynamic_date repetition
HeadroomError ConfigurationError ProviderError StorageError CompressionError ValidationError OpenAIProvider AnthropicProvider GoogleProvider
SearchCompressor LogCompressor TextCompressor detect_content_type LLMLinguaCompressor TransformPipeline
use_feedback_hints toin_confidence_threshold anchor dedup_identical_items first_fraction last_fraction use_dynamic_detector detection_tiers
extra_dynamic_labels entropy_threshold ccr prefix_freeze read_lifecycle intelligent_context scoring_weights intercept_tool_results
pipeline_extensions discover_pipeline_extensions content_router_enabled bias min_k max_k
`.trim().split(/\s+/)

test('docs/migrating.md has a line for every name of the Python project', () => {
  const words = new Set(read('docs/migrating.md').match(/\w+/g))
  expect(pythonNames.filter((name) => !words.has(name))).toEqual([])
})
