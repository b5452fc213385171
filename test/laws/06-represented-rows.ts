import * as fc from 'fast-check'
import { expect } from 'vitest'
import { payloads } from '../arbitraries/payload.ts'
import type { Payload } from '../arbitraries/payload.ts'
import { readDocuments } from './documents.ts'
import { parseExactly } from './exact-json.ts'
import type { Law } from './law.ts'
import type { Mutant } from './pipeline.ts'
import { errorRows } from './row-reading.ts'
import { canonical, wholeRows } from './written-form.ts'

/** A pipeline that works on another text than it was given. */
const misreading = (change: (text: string) => string): Mutant => (pipeline) => ({ ...pipeline, crush: (text, options) => pipeline.crush(change(text), options) })

const withOptions = (smartCrusher: object): Mutant => (pipeline) => ({
  ...pipeline,
  crush: (text, options) => pipeline.crush(text, { ...options, smartCrusher: { ...options?.smartCrusher, ...smartCrusher } }),
})

/** Takes rows out of documents that are one array, as a crusher that forgets them would. */
const withoutRows = (from: number, to?: number): Mutant => misreading((text) => {
  const value: unknown = text.startsWith('[') && text.endsWith(']') ? JSON.parse(text) : undefined
  return Array.isArray(value) && value.length > 12 ? JSON.stringify(value.filter((_, row) => row < (from + value.length) % value.length || row >= (to ?? value.length))) : text
})

export const representedRowsLaw: Law<{ readonly payload: Payload, readonly query: string }> = {
  name: 'Law 6: errors, anomalies, change points, first and last rows are represented',
  inputs: fc.record({
    payload: payloads({ minRows: 20, maxRows: 120, kinds: ['array', 'wrapped', 'nested', 'map', 'json-in-string', 'json-lines', 'fenced', 'columns'] }),
    query: fc.constantFrom('', 'What stands out?', 'List the invoices near the harbor', 'Which region is the slowest?'),
  }),
  runs: 120,
  async check(pipeline, { payload, query }) {
    const { rows, planted } = payload.table!
    const { text } = await pipeline.crush(payload.text, { query, model: 'gpt-4o' })
    const whole = wholeRows(readDocuments(text))
    const values = rows.map(parseExactly)
    const isWhole = (row: number): boolean => whole.has(canonical(values[row]))
    for (const row of [0, 1, 2, rows.length - 2, rows.length - 1]) expect(isWhole(row), `row ${row} of ${rows.length}, first or last`).toBe(true)
    const errors = errorRows(values)
    expect(errors.filter(isWhole).length, `whole among the error rows ${errors.join(', ')}`).toBeGreaterThanOrEqual(Math.min(3, errors.length))
    for (const { plant, rows: [at = 0] } of planted) {
      if (plant === 'error') continue
      // A shift lies between two rows: either shows it.
      const near = plant === 'change-point' ? [at - 1, at, at + 1] : [at]
      expect(near.some(isWhole), `${plant} at row ${at} of ${rows.length}`).toBe(true)
    }
  },
  mutants: {
    'takes failures for successes': misreading((text) => text.replaceAll('failed', 'ok').replaceAll('ERROR', 'INFO').replaceAll('503', '200').replaceAll('137', '0')),
    'does not look into inner arrays': misreading((text) => text.replaceAll('CrashLoopBackOff', 'Running').replaceAll('"case":"b","status":"failed"', '"case":"b","status":"passed"')),
    'knows failures by a few words only': misreading((text) => text.replaceAll('ImagePullBackOff', 'Running').replaceAll('TimedOut', 'Finished').replaceAll('NotReady', 'Ready')),
    'forgets the last rows': withoutRows(-2),
    'forgets the second row': withoutRows(1, 2),
    'lets outliers pass': withOptions({ varianceThreshold: 1e9, maxItemsAfterCrush: 5 }),
    'does not look for change points': withOptions({ preserveChangePoints: false }),
  },
}
