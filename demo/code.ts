import { toOptions } from './settings.ts'
import type { Settings } from './settings.ts'

/** Ways to use the library that the page writes code for. */
export const targets = [
  { id: 'openai', label: 'OpenAI SDK' }, { id: 'anthropic', label: 'Anthropic SDK' }, { id: 'google', label: 'Google GenAI' },
  { id: 'ai-sdk', label: 'AI SDK' }, { id: 'langchain', label: 'LangChain' }, { id: 'fetch', label: 'any fetch' }, { id: 'optimize', label: 'optimize()' },
] as const
export type Target = typeof targets[number]['id']

/**
 * The settings as TypeScript for a client: what differs from the library's defaults, and what loads the table or the model where the tier
 * needs one.
 *
 * @param model the one that counts
 */
export function writeCode(settings: Settings, model: string, target: Target): string {
  const { tier } = settings
  const usesTable = tier === 'static' || tier === 'hybrid'
  const usesModel = tier === 'embedding' || tier === 'hybrid'
  const { model: _model, ...options } = toOptions(settings, model)
  const relevance = { ...options.smartCrusher?.relevance, ...(usesTable ? { table: new Name('await loadStaticTable()') } : {}), ...(usesModel ? { embedder: new Name("createMiniLm({ modelPath: 'models/all-MiniLM-L6-v2' })") } : {}) }
  const written = writeValue({ ...options, smartCrusher: { ...options.smartCrusher, relevance } }, 0)
  const imports = [
    ...(usesTable ? ["import { loadStaticTable } from 'headroom-ts/relevance/static'"] : []),
    ...(usesModel ? ["import { createMiniLm } from 'headroom-ts/embeddings' // the files: npx headroom model models/all-MiniLM-L6-v2"] : []),
  ]
  const { lines, body } = bodies[target](model)
  return [...lines, ...imports, "import type { Options } from 'headroom-ts'", '', `const options: Options = ${written}`, '', ...body].join('\n')
}

/** Stands for itself, without quotes. */
class Name {
  readonly text: string
  constructor(text: string) { this.text = text }
}

const bodies: Readonly<Record<Target, (model: string) => { readonly lines: readonly string[]; readonly body: readonly string[] }>> = {
  openai: () => ({ lines: ["import OpenAI from 'openai'", "import { withHeadroom } from 'headroom-ts/openai'"], body: ['const client = withHeadroom(new OpenAI(), options)'] }),
  anthropic: () => ({ lines: ["import Anthropic from '@anthropic-ai/sdk'", "import { withHeadroom } from 'headroom-ts/anthropic'"], body: ['const client = withHeadroom(new Anthropic(), options)'] }),
  google: () => ({ lines: ["import { GoogleGenAI } from '@google/genai'", "import { withHeadroom } from 'headroom-ts/google'"], body: ['const client = withHeadroom(new GoogleGenAI({}), options)'] }),
  'ai-sdk': (model) => ({ lines: ["import { wrapLanguageModel } from 'ai'", "import { openai } from '@ai-sdk/openai'", "import { headroomMiddleware } from 'headroom-ts/ai-sdk'"], body: [`const model = wrapLanguageModel({ model: openai(${JSON.stringify(model)}), middleware: headroomMiddleware(options) })`] }),
  langchain: (model) => ({ lines: ["import { createAgent } from 'langchain'", "import { createHeadroomMiddleware } from 'headroom-ts/langchain'"], body: [`const agent = createAgent({ model: ${JSON.stringify(model)}, tools: [], middleware: [createHeadroomMiddleware(options)] })`] }),
  fetch: () => ({ lines: ["import OpenAI from 'openai'", "import { createHeadroomFetch } from 'headroom-ts/fetch'"], body: ['const client = new OpenAI({ fetch: createHeadroomFetch(options) }) // or any other client that takes a fetch'] }),
  optimize: (model) => ({ lines: ["import { optimize } from 'headroom-ts'"], body: ["const conversation = [{ role: 'user', content: 'Hello' }]", `const { messages, report } = await optimize(conversation, { ...options, model: ${JSON.stringify(model)} })`] }),
}

function writeValue(value: unknown, depth: number): string {
  if (value instanceof Name) return value.text
  if (typeof value === 'string') return writeString(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const pairs = Object.entries(value).map(([key, inner]) => `${writeKey(key)}: ${writeValue(inner, depth + 1)}`)
  const inline = `{ ${pairs.join(', ')} }`
  if (pairs.length === 0) return '{}'
  if (inline.length + 2 * depth <= 70) return inline
  const indent = '  '.repeat(depth + 1)
  return `{\n${pairs.map((pair) => `${indent}${pair},\n`).join('')}${'  '.repeat(depth)}}`
}

/** In single quotes; what a link or a clumsy paste put into a name ends neither the text nor the line. */
function writeString(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** Written plainly, `__proto__` would be no key. */
function writeKey(key: string): string {
  if (key === '__proto__') return `['__proto__']`
  return /^[a-z_$][\w$]*$/i.test(key) ? key : writeString(key)
}
