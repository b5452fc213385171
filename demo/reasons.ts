import type { KeepReason } from '../src/index.ts'

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
  'all-rows': { label: 'all stay', why: 'Every row of this list stays.' },
}

export const levelWords = {
  whole: { label: 'whole', why: 'Goes out as it is.' },
  indexed: { label: 'index line', why: 'Only its id and its label go out, so that the model knows of it and can ask for it.' },
  counted: { label: 'only counted', why: 'Nothing spoke for it: not asked for, no error, nothing unusual. The figures count it.' },
} as const
