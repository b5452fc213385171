import { createNaturalTextReader, type NaturalTextReader } from './natural-text.ts'
import type { Scorer } from './scorer.ts'
import type { StaticTable } from './static-table.ts'

/** What of a query is compared, in UTF-16 code units: past this the newest words would drown in older ones. */
const maxQueryLength = 1200

/**
 * The words of a query that are worth comparing by meaning: of the user's lines all but ids, numbers and URLs; of a line of JSON, such as
 * the arguments of a call, the values. What stands first in the query counts where there is no room for all.
 */
export function naturalQuery(query: string, maxLength = maxQueryLength): string {
  const read = createNaturalTextReader(maxLength)
  let text = ''
  for (let start = 0; start < query.length && text.length < maxLength;) {
    const found = query.indexOf('\n', start)
    const end = found < 0 ? query.length : found
    const line = read(query, start, end)
    if (line !== '') text += text === '' ? line : `\n${line}`
    start = end + 1
  }
  return text
}

/**
 * The scorer by meaning without a model: how near the natural text of each document is to the query's in the table.
 * A document is the source of a row, or plain text.
 */
export function createStaticScorer(table: StaticTable): Scorer {
  const read: NaturalTextReader = createNaturalTextReader()
  return {
    name: table.name,
    score(query, documents) {
      // What points the other way speaks for a row as little as what points nowhere.
      return Array.from(table.cosines(naturalQuery(query), documents.map((document) => read(document))), (cosine) => Math.max(0, cosine))
    },
  }
}
