/** Which result of the request a reference points to: one that stands above it. */
export interface ResultName {
  /** The call, such as `read_file("src/a.ts")`. */
  readonly label: string
  /** Which of several results of that call, from 1; absent where there is one above. */
  readonly ordinal?: number
  /** Which text of a result that has several, from 1. */
  readonly textNumber?: number
}

/** A line that stands for lines of an earlier result. All ranges hold their last line. */
export interface Reference {
  readonly what:
    /** Every line of that text: so many. */
    | { readonly kind: 'all'; readonly lines: number }
    /** Counted from 1 in the text as it was sent, where a reference is one line. */
    | { readonly kind: 'places'; readonly first: number; readonly last: number }
    /** By the numbers that the lines themselves begin with. */
    | { readonly kind: 'numbers'; readonly first: number; readonly last: number }
  readonly of: ResultName
  /** The numbers that the lines begin with here, where they are others. */
  readonly renumbered?: { readonly first: number; readonly last: number }
}

/** One line that tells a model what stands here, and us how to get it back. */
export function writeReference({ what, of, renumbered }: Reference): string {
  const ending = renumbered === undefined ? 'unchanged' : `now numbered ${writeRange(renumbered)}`
  return `[${writeWhat(what)} ${writeName(of)} above, ${ending}]`
}

function writeWhat(what: Reference['what']): string {
  switch (what.kind) {
    case 'all': return what.lines === 1 ? 'the only line of' : `all ${what.lines} lines of`
    case 'places': return `${what.first === what.last ? 'line' : 'lines'} ${writeRange(what)} of`
    case 'numbers': return `${what.first === what.last ? 'line' : 'lines'} numbered ${writeRange(what)} in`
  }
}

function writeRange({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${first}-${last}`
}

function writeName({ label, ordinal, textNumber }: ResultName): string {
  const text = textNumber === undefined ? '' : `text ${textNumber} of `
  return `${text}the ${ordinal === undefined ? '' : `${ordinal}${suffixOf(ordinal)} `}result of ${label}`
}

function suffixOf(ordinal: number): string {
  const tens = ordinal % 100
  if (tens >= 11 && tens <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][ordinal % 10] ?? 'th'
}

/** No line of ours is longer, in UTF-16 code units. */
export const longestReference = 300

const what = String.raw`(?<only>the only line of)|all (?<all>\d{1,9}) lines of|lines? (?<place>\d{1,9})(?:-(?<placeLast>\d{1,9}))? of|lines? numbered (?<number>\d{1,9})(?:-(?<numberLast>\d{1,9}))? in`
const name = String.raw`(?:text (?<textNumber>\d{1,9}) of )?the (?:(?<ordinal>\d{1,9})(?:st|nd|rd|th) )?result of (?<label>.+\))`
const pattern = new RegExp(`^\\[(?:${what}) ${name} above, (?:unchanged|now numbered (?<now>\\d{1,9})(?:-(?<nowLast>\\d{1,9}))?)\\]$`)

/** What a line of ours says; `undefined` for any other line. Data may hold such a line too: whether it means anything is for the request to say. */
export function readReference(line: string): Reference | undefined {
  if (!line.endsWith(']') || !line.startsWith('[') || line.length > longestReference) return undefined
  const groups = pattern.exec(line)?.groups
  if (groups === undefined) return undefined
  const { ordinal, textNumber, now, nowLast } = groups
  const reference: Reference = {
    what: readWhat(groups),
    of: {
      label: groups['label']!, // in every line that the pattern fits
      ...(ordinal === undefined ? {} : { ordinal: Number(ordinal) }),
      ...(textNumber === undefined ? {} : { textNumber: Number(textNumber) }),
    },
    ...(now === undefined ? {} : { renumbered: readRange(now, nowLast) }),
  }
  return writeReference(reference) === line ? reference : undefined
}

function readWhat({ only, all, place, placeLast, number, numberLast }: Readonly<Record<string, string | undefined>>): Reference['what'] {
  if (only !== undefined) return { kind: 'all', lines: 1 }
  if (all !== undefined) return { kind: 'all', lines: Number(all) }
  if (place !== undefined) return { kind: 'places', ...readRange(place, placeLast) }
  return { kind: 'numbers', ...readRange(number!, numberLast) } // the last of the alternatives of the pattern
}

function readRange(first: string, last: string | undefined): { readonly first: number; readonly last: number } {
  return { first: Number(first), last: Number(last ?? first) }
}
