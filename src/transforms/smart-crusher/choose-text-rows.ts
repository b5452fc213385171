import { parseJson } from '../../json/parse.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import type { ChooseRows } from '../row-chooser.ts'
import { createIsAsked } from './asked-columns.ts'
import { chooseRows } from './choose-rows.ts'
import { readTable } from './find-tables.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import type { Question } from './question.ts'
import { tellFigures, tellFilters, tellIndex } from './tell-rest.ts'

/**
 * What chooses among rows that are written in another notation than JSON, as among those of an array.
 *
 * @param question what rows are ranked against; asked for once there are rows to choose from
 */
export function createRowChooser(question: () => Question, options: ResolvedSmartCrusherOptions, tokens: LoadedCounter): ChooseRows {
  return async ({ json, lengths, tokens: tokensOfAll }) => {
    if (tokensOfAll < options.minTokensToCrush || lengths.length < options.minItemsToAnalyze) return undefined
    const doc = parseJson(json)
    if (!doc) return undefined
    const table = readTable(doc, 0, '')
    const asked = question()
    const isAsked = createIsAsked(asked.isSaid)
    const choice = await chooseRows(table, lengths, { ...asked, options, isAsked, areDigitsTexts: true })
    if (!choice.kept) return undefined
    const { kept, reasons, near, profiles, index: columns, ranking } = choice
    const rest = { table, profiles, index: columns, kept, near, filters: ranking.filters, isAsked, tokens }
    const keptLength = kept.reduce((sum, row) => sum + lengths[row]!, 0)
    const length = lengths.reduce((sum, one) => sum + one, 0)
    const index = columns && options.index ? tellIndex(rest, columns, options.index) : { lines: [], rows: [] }
    return {
      kept, reasons,
      indexColumns: columns && index.rows.length > 0 ? columns.profiles.map(({ column }) => column.name) : [],
      indexLines: new Map(index.rows.map((row, place) => [row, index.lines[place]!])),
      figures: tellFigures(rest, tokensOfAll * (1 - keptLength / length)),
      filters: tellFilters(rest),
      relevance: ranking.by,
    }
  }
}
