import { encode as encodeToon } from '@toon-format/toon'
import { parseJson } from '../../src/json/parse.ts'
import { resolveOptions } from '../../src/options.ts'
import { silentLogger } from '../../src/logger.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'
import type { SmartCrusherOptions } from '../../src/transforms/smart-crusher/options.ts'
import { crushText, expand } from '../library.ts'

/** A way to make a tool result smaller. */
export interface Variant {
  readonly name: string
  /** Whether the question changes the outcome. */
  readonly steered: boolean
  /** @returns what would be sent */
  compress(text: string, query: string): string | Promise<string>
  /** What the scorer reads in place of what is sent; a lossless rewriting is read after it was expanded. */
  read?(sent: string): string
}

const asItIs: Variant = { name: 'as it is', steered: false, compress: (text) => text }
const minified: Variant = { name: 'minified', steered: false, compress: (text) => parseJson(text)?.text ?? text }
const toon: Variant = { name: 'TOON', steered: false, compress: (text) => encodeToon(JSON.parse(text)) }

/** The library's own: what users get decides, another package measures. */
const counter = loadCounter('exact', { name: 'o200k_base', factor: 1 })

/** Ours, with options other than the defaults. */
export function crushed(name: string, options: SmartCrusherOptions): Variant {
  return {
    name,
    steered: options.lossless !== true,
    compress: async (text, query) => {
      const tokens = await counter
      const outcome = await crushText({
        text,
        query: { user: { text: query, earlier: undefined }, assistant: '', call: '', after: [] },
        options: resolveOptions({ smartCrusher: options }).smartCrusher,
        tokens,
        tokensBefore: await tokens.count(text),
        logger: silentLogger,
      })
      return outcome.text
    },
    ...(options.lossless === true ? { read: expand } : {}),
  }
}

/** Our steps one by one, beside what others do. */
export const variants: readonly Variant[] = [
  asItIs, minified, toon,
  crushed('lossless', { lossless: true }),
  crushed('crushed, no index lines', { index: false }),
  crushed('crushed', {}),
]
