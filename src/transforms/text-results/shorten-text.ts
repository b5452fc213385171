import { describeBlobs, nameBlobs } from './blobs/name-blobs.ts'
import { foldPage } from './html/fold-page.ts'
import type { CallSource } from './html/page-source.ts'
import type { ResolvedTextResultsOptions } from './options.ts'
import type { AskedText } from './types.ts'

export interface ShortenTask {
  readonly asked: AskedText
  readonly source: CallSource
  readonly options: ResolvedTextResultsOptions
}

export interface ShortenedText {
  readonly text: string
  readonly isPage: boolean
  /** Stretches of data that are named. */
  readonly blobs: number
}

/**
 * A text without what no model reads: a page from the web as the text that it shows, and encoded data by its name. What is left is read as if
 * it had come so.
 *
 * @returns undefined where there is nothing of the kind
 */
export function shortenText(text: string, { asked, source, options }: ShortenTask): ShortenedText | undefined {
  const page = options.html ? foldPage(text, asked, source) : undefined
  const named = options.blobs ? nameBlobs(page ?? text, asked) : undefined
  if (page === undefined && named === undefined) return undefined
  return { text: named?.text ?? page!, isPage: page !== undefined, blobs: named?.count ?? 0 } // one of them is there
}

/** What was done, in words; of several texts the sums. */
export function describeShortened(texts: readonly ShortenedText[]): string {
  const pages = texts.filter(({ isPage }) => isPage).length
  const blobs = texts.reduce((sum, { blobs: count }) => sum + count, 0)
  return [...(pages === 0 ? [] : [`wrote ${pages === 1 ? 'a page' : `${pages} pages`} as the text that it shows`]), ...(blobs === 0 ? [] : [describeBlobs(blobs)])].join('; ')
}
