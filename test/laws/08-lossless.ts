import * as fc from 'fast-check'
import { expect } from 'vitest'
import { isJson, jsonTexts } from '../arbitraries/json.ts'
import { payloads } from '../arbitraries/payload.ts'
import { withoutWhiteSpaceInDocuments } from './documents.ts'
import type { Law } from './law.ts'
import { breakCrush } from './pipeline.ts'

const lossless = { minTokensToCrush: 0, minItemsToAnalyze: 1, lossless: true } as const

export const losslessLaw: Law<{ readonly text: string, readonly format: 'auto' | 'columns' | 'json' }> = {
  name: 'Law 8: a lossless rewriting expands to its source but for insignificant white space',
  inputs: fc.oneof(
    fc.record({ text: jsonTexts(), format: fc.constantFrom('auto', 'columns', 'json') }),
    fc.record({ text: payloads({ maxRows: 60 }).map(({ text }) => text), format: fc.constantFrom('auto', 'columns') }),
  ),
  runs: 200,
  async check(pipeline, { text, format }) {
    const { text: written, report } = await pipeline.crush(text, { smartCrusher: { ...lossless, format } })
    for (const { action } of report.decisions) expect(action).not.toBe('crushed')
    expect(withoutWhiteSpaceInDocuments(pipeline.expand(written))).toBe(withoutWhiteSpaceInDocuments(text))
    // Whatever was not written by us is left alone.
    if (written === text) expect(pipeline.expand(written)).toBe(text)
  },
  mutants: {
    'parses and writes again': breakCrush((_after, before) => (isJson(before) ? JSON.stringify(JSON.parse(before)) : before)),
    'takes null and missing for one thing': breakCrush((_after, before) => before.replace(/"[^"\\]*":null,/g, '')),
    'spells escapes its own way': breakCrush((after) => after.replaceAll('\\/', '/')),
    'takes 1.0 for 1': breakCrush((after) => after.replace(/(?<=[[,:]-?\d+)\.0(?=[\],}])/g, '')),
  },
}
