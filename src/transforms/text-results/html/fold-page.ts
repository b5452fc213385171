import { ourPage } from '../our-notes.ts'
import type { AskedText } from '../types.ts'
import { isFetched, type CallSource } from './page-source.ts'
import { readPage } from './read-page.ts'

/** Where a page begins: what a program wrote before it, such as the head of an answer, stays. In UTF-16 code units. */
const furthestStart = 4096
const pageStart = /^[ \t\ufeff]{0,20}(?:<\?xml[^>]{0,200}\?>\s{0,20})?<(?:!doctype\s{1,20}html\b|html\b)/im
/** Fewer tags are an example. */
const fewestTags = 8
/** A page that shows less text is made by its scripts, in UTF-16 code units. */
const leastText = 200
/** What the query says where it is about how a page is written. */
const markup = /\b(?:html|css|dom|x-?path|selectors?|markup|attributes?|class ?names?|source code|view-source|scrap(?:e|er|ing)|iframes?|json-ld|meta ?tags?|csrf|hidden (?:fields?|inputs?)|form (?:fields?|actions?|data))\b/i
const images = /\b(?:images?|img|pictures?|photos?|logos?|icons?|thumbnails?)\b/i

/**
 * A page that came from the web as the text that it shows, below one note that counts what is left out.
 *
 * @returns undefined for anything else, where the query is about markup, and where it is not sure that all text was found
 */
export function foldPage(text: string, asked: AskedText, source: CallSource): string | undefined {
  const start = findPage(text)
  if (start === undefined || ourPage.test(text) || !isFetched(source)) return undefined
  const words = asked.text.replace(/\bhttps?:\/\/\S+/g, ' ')
  if (markup.test(words)) return undefined
  const close = text.lastIndexOf('</')
  const isClosed = close > start && /^<\/html\s{0,20}>/i.test(text.slice(close, close + 30))
  const end = isClosed ? text.indexOf('>', close) + 1 : text.length
  const page = readPage(text.slice(start, end), { terms: asked.terms, withImages: images.test(words) })
  if (page === undefined || page.body.length < leastText) return undefined
  const before = text.slice(0, start)
  const note = `[web page as text, links as "text (url)"; left out by headroom: ${['its tags', ...page.leftOut].join(', ')}]`
  return `${before}${note}\n${page.head === '' ? '' : `${page.head}\n\n`}${page.body}${text.slice(end)}`
}

/** Where the page begins in a text that is one; undefined where other markup stands before it. */
export function findPage(text: string): number | undefined {
  const head = text.slice(0, furthestStart)
  const found = pageStart.exec(head)
  // Where data before it is named by now, it stood further to the right when the text came.
  if (!found || /<\/?[a-z!]|```|left out by headroom\]/i.test(head.slice(0, found.index))) return undefined
  if (!/<(?:head|body|title)\b/i.test(text.slice(found.index, found.index + furthestStart))) return undefined
  let tags = 0
  for (let at = text.indexOf('</', found.index); at >= 0 && tags < fewestTags; at = text.indexOf('</', at + 2)) tags++
  return tags < fewestTags ? undefined : found.index
}
