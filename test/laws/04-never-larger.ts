import { expect } from 'vitest'
import { mapDeep } from '../arbitraries/clone.ts'
import type { Request, Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { mapToolTexts, systemTexts, toolTexts, valueAt } from './wire-reading.ts'

export const neverLargerLaw: Law<Sent> = {
  name: 'Law 4: no content block and no request ends with more tokens than it began with',
  inputs: conversations(),
  runs: 40,
  async check(pipeline, { request }) {
    const { request: after, report } = await pipeline.optimize(request, { model: 'gpt-4o' })
    const blocks = toolTexts(after)
    if (!report.window.cut) {
      for (const [at, { text }] of toolTexts(request).entries()) {
        const written = blocks[at]!.text
        if (written !== text) expect(await pipeline.countTokens(written, 'gpt-4o')).toBeLessThan(await pipeline.countTokens(text, 'gpt-4o'))
      }
    }
    // The separator of the aligner, where the system prompt alone gives a reason for it.
    const moved = report.decisions.some(({ action, path }) => action === 'moved' && systemTexts(request).includes(valueAt(request, path) as string))
    const separator = moved ? 24 : 0
    // The window's note counts against its budget.
    const instructions = (of: Request): string => systemTexts(of).filter((text) => !text.endsWith('left out to fit the context window]')).join('\n')
    const system = async (of: Request): Promise<number> => pipeline.countTokens(instructions(of), 'gpt-4o')
    expect(await system(after)).toBeLessThanOrEqual(await system(request) + separator)
    expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore + separator)
    expect(report.tokensSaved).toBe(report.tokensBefore - report.tokensAfter)
    for (const decision of report.decisions) if (decision.action !== 'moved') expect(decision.tokensAfter).toBeLessThanOrEqual(decision.tokensBefore)
  },
  mutants: {
    'explains its notation in every result': breakOptimize((after) => mapToolTexts(after, (text) => `${text}\nRows are written as columns: the first list names the keys, each row follows in that order.`)),
    'explains the date it moved': breakOptimize((after) => mapDeep(after, (_, value) => (typeof value === 'string' ? value.replace('Today is January 7, 2025.', () => `Today is January 7, 2025.${' This is the day on which the request was sent.'.repeat(3)}`) : value))),
    'writes results for people': breakOptimize((after, before) => {
      const sources = toolTexts(before)
      return mapToolTexts(after, (text, _path, index) => {
        const source = sources[index]!.text
        return text === source ? text : JSON.stringify(text.split('').join(' '))
      })
    }),
  },
}
