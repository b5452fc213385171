import { crush } from '../../src/index.ts'
import type { RelevanceOptions } from '../../src/index.ts'

export interface AskedText {
  readonly query: string
  readonly text: string
}

/** Which rows stay whole of each text, as their array's pointer and their number, to be compared across runtimes. */
export async function chooseRows(asked: readonly AskedText[], relevance: RelevanceOptions): Promise<string[][]> {
  const choices: string[][] = []
  for (const { query, text } of asked) {
    const { report } = await crush(text, { query, model: 'gpt-4o', smartCrusher: { relevance: { timeLimitMs: 600_000, ...relevance } } })
    if (report.warnings.length > 0) throw new Error(report.warnings.join('; '))
    choices.push(report.decisions.flatMap(({ arrays }) => arrays).flatMap(({ pointer, keptRows }) => keptRows.map(({ row }) => `${pointer} ${row}`)))
  }
  return choices
}
