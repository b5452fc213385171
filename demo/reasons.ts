import type { BlockAction, Decision, KeepReason } from '../src/index.ts'

/** Why a row stays, for a chip and as a sentence. */
export const reasonWords: Readonly<Record<KeepReason, { readonly label: string; readonly why: string }>> = {
  first: { label: 'first', why: 'One of the first three rows: they show what the rows look like.' },
  last: { label: 'last', why: 'One of the last two rows: they show where the list ends.' },
  error: { label: 'error', why: 'It reports an error, by the meaning of a field and not by a word in the text.' },
  minimum: { label: 'lowest', why: 'The lowest value of a number or the earliest time is in it.' },
  maximum: { label: 'highest', why: 'The highest value of a number or the latest time is in it.' },
  outlier: { label: 'outlier', why: 'A number in it is far from what is usual in its column.' },
  'change-point': { label: 'change', why: 'The level of a series changes here and stays changed.' },
  'rare-category': { label: 'rare value', why: 'It has a category that hardly any other row has.' },
  'rare-flag': { label: 'rare flag', why: 'A yes or no in it is the other way round nearly everywhere else.' },
  'rare-template': { label: 'unusual text', why: 'Its text is built unlike the texts of the other rows.' },
  'named-by-query': { label: 'named', why: 'The question names it: an id, a quoted text, or a word that few rows have.' },
  'matches-query': { label: 'matches', why: 'It has words of the question.' },
  'best-score': { label: 'near the question', why: 'It is among the nearest to the question, by its words or by its meaning.' },
  covers: { label: 'sample', why: 'It stands for rows that are like it and unlike the rest.' },
  'all-rows': { label: 'kept, rewritten', why: 'Every row of this list stays: it is only written shorter, and can be turned back.' },
}

export const levelWords = {
  whole: { label: 'whole', why: 'Goes out as it is.' },
  indexed: { label: 'index line', why: 'Only its id and its label go out, so that the model knows of it and can ask for it.' },
  counted: { label: 'only counted', why: 'Nothing spoke for it: not asked for, no error, nothing unusual. The figures count it.' },
} as const

const actionWords: Readonly<Record<BlockAction, string>> = {
  kept: 'left as it is', rewritten: 'written shorter, nothing lost', crushed: 'parts left out and counted', folded: 'repeats referred to, nothing lost',
  unfolded: 'repeats written out again', moved: 'moved to the end', dropped: 'left out, since the request did not fit',
}

/** What was done to a block, in a few words. */
export function describeAction({ action, arrays, lines }: Pick<Decision, 'action' | 'arrays' | 'lines'>): string {
  if (action !== 'crushed') return actionWords[action]
  return lines !== undefined ? 'lines left out and counted' : arrays.length > 0 ? 'rows left out and counted' : actionWords.crushed
}

/** A content type in words, whatever the library calls it: `search-results` is `search results`. */
export function nameType(contentType: string): string {
  return contentType.replaceAll('-', ' ').replace(/\bjson\b/g, 'JSON').replace(/\bhtml\b/g, 'HTML').replace(/\bcsv\b/g, 'CSV')
}
