import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { mapToolTexts, toolTexts } from './wire-reading.ts'

export const neverLargerLaw: Law<Sent> = {
  name: 'Law 4: no content block and no request ends with more tokens than it began with',
  inputs: conversations(),
  runs: 25,
  async check(pipeline, { request }) {
    const { request: after, report } = await pipeline.optimize(request, { model: 'gpt-4o' })
    const blocks = toolTexts(after)
    if (!report.window.cut) {
      for (const [at, { text }] of toolTexts(request).entries()) {
        const written = blocks[at]!.text
        if (written !== text) expect(await pipeline.countTokens(written, 'gpt-4o')).toBeLessThan(await pipeline.countTokens(text, 'gpt-4o'))
      }
    }
    expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore)
    expect(report.tokensSaved).toBe(report.tokensBefore - report.tokensAfter)
    for (const decision of report.decisions) expect(decision.tokensAfter).toBeLessThanOrEqual(decision.tokensBefore)
  },
  mutants: {
    'explains its notation in every result': breakOptimize((after) => mapToolTexts(after, (text) => `${text}\nRows are written as columns: the first list names the keys, each row follows in that order.`)),
    'writes results for people': breakOptimize((after, before) => {
      const sources = toolTexts(before)
      return mapToolTexts(after, (text, _path, index) => {
        const source = sources[index]!.text
        return text === source ? text : JSON.stringify(text.split('').join(' '))
      })
    }),
  },
}
