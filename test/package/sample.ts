/** One call that every runtime makes, as the text of a module; it exports `smoke`. */
export const smokeModule = `
import { crush, expand } from 'headroom-ts'

const rows = Array.from({ length: 500 }, (_, i) => ({ title: 'Tutorial ' + i, score: 100 - i, tags: ['python', 'level ' + (i % 3)] }))

export async function smoke() {
  const source = JSON.stringify({ results: rows })
  const crushed = await crush(source, { query: 'What are the top 3?', model: 'gpt-4o-mini' })
  const lossless = await crush(source, { model: 'gpt-4o-mini', smartCrusher: { lossless: true } })
  return {
    text: crushed.text,
    before: crushed.report.tokensBefore,
    after: crushed.report.tokensAfter,
    counting: crushed.report.tokenCounting,
    warnings: crushed.report.warnings,
    expands: expand(lossless.text) === source,
  }
}
`

export interface SmokeResult {
  readonly text: string
  readonly before: number
  readonly after: number
  readonly counting: 'exact' | 'estimated'
  readonly warnings: readonly string[]
  readonly expands: boolean
}

/** What a user writes first, for the type checker. */
export const consumerModule = `
import { crush, expand, optimize, simulate, countTokens, isHeadroomError } from 'headroom-ts'
import type { Options, Report } from 'headroom-ts'

const options: Options = { model: 'gpt-4o-mini', smartCrusher: { maxItemsAfterCrush: 20 } }
const messages = [{ role: 'user', content: 'Hello' }]
const optimized = await optimize(messages, options)
const same: typeof messages = optimized.messages
const body = await optimize({ model: 'gpt-4o', messages, temperature: 0 }, options)
const temperature: number = body.request.temperature
const report: Report = body.report
const { text } = await crush('[]', { query: 'which?' })
const plan = await simulate(messages, options)
const { tokens, counting } = await countTokens('text', 'gpt-4o')
const known: boolean = isHeadroomError(new Error())
// @ts-expect-error a mode that does not exist
await optimize(messages, { mode: 'maximum' })
export const all: unknown[] = [same, temperature, report, expand(text), plan.tokensSaved, tokens.toFixed(), counting, known]
`
