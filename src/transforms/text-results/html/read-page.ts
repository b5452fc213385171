import type { QueryTerm } from '../../../relevance/terms.ts'
import { decodeEntities } from './entities.ts'
import { createPageHead } from './page-head.ts'
import { readAttributes, readTags, type HtmlPiece } from './read-tags.ts'
import { writeChoices, type Choice } from './write-choices.ts'
import { createLineWriter } from './write-lines.ts'

/** What a page says, and what of it is not there. */
export interface ReadPage {
  /** Title, description, author and the like, a line each; empty where it has none. */
  readonly head: string
  readonly body: string
  /** Such as `12 scripts of 48213 characters`. */
  readonly leftOut: readonly string[]
}

const strongBlocks = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl dt dd blockquote figure figcaption table caption hr address'.split(' '))
const softBlocks = new Set('div section article header footer main aside form fieldset legend details summary center dialog menu hgroup search option optgroup body html button'.split(' '))
/** Elements that show nothing, or nothing that is text, and what they are counted as. */
const skippedElements: ReadonlyMap<string, string> = new Map([['svg', 'drawing'], ['canvas', 'drawing'], ['template', 'template'], ['nav', 'navigation']])
const rawLeftOut: ReadonlyMap<string, string> = new Map([['script', 'script'], ['style', 'style sheet'], ['xmp', ''], ['noembed', ''], ['noframes', '']])
/** Of these the attributes are read, and of whatever has a role. */
const attributed = new Set('a abbr area audio base button code embed iframe img input link math meta nav object ol option pre relative-time script source time video'.split(' '))

const struckOut = new Set(['del', 's', 'strike'])
/** Elements with a mark before their text, which is none where they have no text. */
const marked = new Set('li h1 h2 h3 h4 h5 h6 blockquote sup sub'.split(' '))
/** Where a page stands among others, which is no navigation away from it. */
const breadcrumb = /bread-?crumb/i
/** Scripts that are data, and what they are counted as. */
const dataScript = /json/i
/** A number to call, an address to write to. */
const contact = /\d{3}|@/
/** A longer address is data: as long as what encodes some, see `find-blobs.ts`. */
const maxUrlLength = 4096
/** Words of a drawing. */
const maxDrawn = 400
/** A term that a link of the navigation has. */
const shortestTerm = 4
const maxTerms = 40

interface Options {
  /** Links of the navigation that one of them names stay. */
  readonly terms: readonly QueryTerm[]
  /** Whether addresses of images are asked for. */
  readonly withImages: boolean
}

/** @returns undefined where comments or elements that are left out do not end: then more might be left out than is known */
export function readPage(html: string, options: Options): ReadPage | undefined {
  const writer = createLineWriter()
  const terms = [...new Set(options.terms.filter(({ kind, text }) => kind !== 'hint' && text.length >= shortestTerm).map(({ text }) => text.toLowerCase()))].slice(0, maxTerms)
  const counts = new Map<string, { count: number, characters: number }>()
  const head = createPageHead(inline, urlOf)
  let isEnded = true
  /** The element that is left out, and how many of its name are open in it. */
  let skipped: { readonly name: string, readonly what: string, readonly start: number, depth: number } | undefined
  /** `name`: what a link without a text is called. */
  let link: { readonly href: string, readonly name: string, label: string } | undefined
  let choices: Choice[] | undefined
  /** A button, and where it begins: one without a text is called by its name. */
  let button: { readonly name: string, readonly from: number } | undefined
  /** A time as people say it, or something short, and what it stands for; where the text has `known`, it says so itself. */
  let meant: { readonly exact: string, readonly known: string, label: string } | undefined
  const toldShort = new Set<string>()
  let drawn = ''
  /** A link within the navigation. */
  let passed: { readonly href: string, label: string } | undefined
  let passedLinks = 0
  let pre: { text: string, language: string, depth: number } | undefined
  const lists: { next: number | undefined }[] = []
  /** Lengths at which text that does not hold any more begins. */
  const struck: number[] = []

  const leaveOut = (what: string, characters: number): void => {
    if (what === '') return
    const sum = counts.get(what) ?? { count: 0, characters: 0 }
    counts.set(what, { count: sum.count + 1, characters: sum.characters + characters })
  }
  const write = (text: string): void => {
    if (pre !== undefined) pre.text += text
    else writer.write(text)
    if (link !== undefined) link.label += text
    if (meant !== undefined) meant.label += text
  }
  const closeMeant = (): void => {
    if (meant === undefined) return
    const { exact, known, label } = meant
    meant = undefined
    // `2 days ago` says nothing to who reads it later.
    if (exact !== '' && pre === undefined && !label.includes(known)) write(label.trim() === '' ? exact : ` (${exact})`)
  }
  const closeLink = (): void => {
    if (link === undefined) return
    const { href, label, name } = link
    link = undefined
    const said = label.trim()
    if (href === '' || pre !== undefined) return
    if (said === '') writer.write(` ${name === '' ? '' : `${name} `}(${href}) `)
    else if (said !== href && said !== href.replace(/^https?:\/\/|\/$/g, '') && `mailto:${said}` !== href) writer.append(` (${href})`)
  }
  const closePassed = (): void => {
    if (passed === undefined) return
    const { href, label } = passed
    passed = undefined
    const lower = `${label} ${href}`.toLowerCase()
    if (!terms.some((term) => lower.includes(term))) {
      passedLinks++
      return
    }
    writer.breakLine(1)
    writer.write(`${label} (${href})`)
    writer.breakLine(1)
  }

  function open(piece: HtmlPiece & { kind: 'open' }): void {
    const { name } = piece
    const tag = html.slice(piece.start, piece.end)
    const attributes = attributed.has(name) || tag.includes('role=') ? readAttributes(tag) : noAttributes
    const attribute = (of: string): string => decodeEntities(attributes.get(of) ?? '')
    if (skipped !== undefined) {
      if (name === skipped.name && !tag.endsWith('/>')) skipped.depth++
      if (skipped.what === 'navigation' && name === 'a') {
        closePassed()
        passed = { href: urlOf(attribute('href')), label: '' }
      }
      if (skipped.what === 'drawing' && name === 'title' && piece.rawEnd !== undefined) drawn += decodeEntities(html.slice(piece.end, Math.min(piece.rawEnd, piece.end + maxDrawn)))
      return
    }
    if (choices !== undefined) {
      if (name === 'option') choices.push({ text: '', isSelected: attributes.has('selected') })
      return
    }
    if (piece.rawEnd !== undefined) {
      openRaw(name, html.slice(piece.end, piece.rawEnd), attribute)
      return
    }
    // A formula is written in signs of its own, unless it says how it is written in a line.
    const formula = name === 'math' ? attribute('alttext') : ''
    if (formula !== '') write(formula)
    const role = attribute('role')
    const what = formula !== '' ? '' : role === 'navigation' && softBlocks.has(name) ? 'navigation'
      : name === 'nav' && breadcrumb.test(`${attribute('aria-label')} ${attribute('class')}`) ? undefined : skippedElements.get(name)
    if (role === 'img' && name !== 'img' && attribute('aria-label') !== '') write(` [image: ${inline(attribute('aria-label'))}] `)
    if (what !== undefined && pre === undefined) {
      if (tag.endsWith('/>')) leaveOut(what, tag.length)
      else skipped = { name, what, start: piece.start, depth: 1 }
      drawn = ''
      return
    }
    if (pre !== undefined) {
      if (name === 'br' || name === 'li' || name === 'div' || name === 'tr') pre.text += name === 'br' || !(pre.text === '' || pre.text.endsWith('\n')) ? '\n' : ''
      else if (name === 'pre') pre.depth++
      else if (name === 'code') pre.language ||= languageOf(attribute('class'))
      return
    }
    if (/^h[1-6]$/.test(name)) {
      writer.breakLine(2)
      writer.lead(`${'#'.repeat(Number(name[1]))} `)
    } else if (strongBlocks.has(name) || softBlocks.has(name)) {
      if (softBlocks.has(name)) writer.breakSoftly()
      else writer.breakLine(name === 'p' || name === 'blockquote' || name === 'table' ? 2 : 1)
      if (name === 'ul') lists.push({ next: undefined })
      else if (name === 'ol') lists.push({ next: /^\d{1,6}$/.test(attribute('start')) ? Number(attribute('start')) : 1 })
      else if (name === 'table') writer.table(true)
      else if (name === 'blockquote') writer.lead('> ')
      else if (name === 'button') button = { name: inline(attribute('aria-label') || attribute('title')), from: writer.length() }
    } else openOther(name, attribute, attributes)
  }

  function openRaw(name: string, content: string, attribute: (of: string) => string): void {
    if (name === 'title') head.title(decodeEntities(content))
    else if (name === 'textarea') write(decodeEntities(content))
    else if (name === 'iframe') {
      const url = urlOf(attribute('src'))
      if (url !== '') write(` [frame${attribute('title') === '' ? '' : ` ${inline(attribute('title'))}`}: ${url}] `)
    } else leaveOut(name === 'script' && dataScript.test(attribute('type')) ? 'block of JSON' : rawLeftOut.get(name) ?? '', content.length)
  }

  function openOther(name: string, attribute: (of: string) => string, attributes: ReadonlyMap<string, string>): void {
    switch (name) {
      case 'li': {
        writer.breakLine(1)
        const list = lists.at(-1)
        const mark = list?.next === undefined ? '-' : `${list.next++}.`
        writer.lead(`${'  '.repeat(Math.min(8, Math.max(0, lists.length - 1)))}${mark} `)
        break
      }
      case 'tr': writer.row(); break
      case 'td': case 'th': writer.cell(); break
      case 'br': writer.breakSoftly(); break
      case 'pre': pre = { text: '', language: languageOf(attribute('class')), depth: 1 }; break
      case 'code': case 'kbd': case 'samp': break
      case 'sup': writer.lead('^'); break
      case 'sub': writer.lead('_'); break
      case 'del': case 's': case 'strike':
        struck.push(writer.length())
        writer.lead('~~')
        break
      case 'a':
        closeLink()
        link = { href: urlOf(attribute('href')), name: inline(attribute('aria-label') || attribute('title')), label: '' }
        break
      case 'area': {
        const url = urlOf(attribute('href'))
        if (url !== '') write(` ${inline(attribute('alt'))} (${url}) `)
        break
      }
      case 'video': case 'audio': case 'source': case 'embed': case 'object': {
        const url = urlOf(attribute(name === 'object' ? 'data' : 'src'))
        if (url !== '') write(` [${name === 'source' || name === 'object' || name === 'embed' ? 'media' : name}: ${url}] `)
        break
      }
      case 'abbr': {
        const exact = inline(attribute('title'))
        meant = { exact: toldShort.has(exact) ? '' : exact, known: exact, label: '' }
        toldShort.add(exact)
        break
      }
      case 'time': case 'relative-time': {
        const exact = inline(attribute('datetime'))
        meant = { exact, known: exact.slice(0, 4), label: '' }
        break
      }
      case 'select': choices = []; break
      case 'img': {
        const alt = inline(attribute('alt'))
        const url = options.withImages ? urlOf(attribute('src')) : ''
        if (alt === '' && url === '') leaveOut('image without a text', 0)
        else write(` [image${alt === '' ? '' : `: ${alt}`}]${url === '' ? '' : `(${url})`} `)
        break
      }
      case 'input':
        if (/^(?:checkbox|radio)$/i.test(attribute('type'))) write(attributes.has('checked') ? ' [x] ' : ' [ ] ')
        else if (!/^hidden$/i.test(attribute('type'))) {
          const value = inline(attribute('value') || attribute('alt'))
          const example = inline(attribute('placeholder'))
          write(` [field${value !== '' ? `: ${value}` : example !== '' ? `, such as: ${example}` : ''}] `)
        }
        break
      case 'meta': case 'link': head.element(name, attribute); break
      case 'base': head.base(urlOf(attribute('href'))); break
      default:
    }
  }

  function close(piece: HtmlPiece & { kind: 'close' }): void {
    const { name } = piece
    if (skipped !== undefined) {
      if (name === 'a') closePassed()
      if (name !== skipped.name || --skipped.depth > 0) return
      closePassed()
      const words = inline(drawn)
      // What a drawing shows in words is read, and names the link around it.
      if (words !== '' && skipped.what === 'drawing') write(` [drawing: ${words}] `)
      leaveOut(skipped.what, piece.end - skipped.start)
      skipped = undefined
      return
    }
    if (pre !== undefined) {
      if (name === 'div' || name === 'li' || name === 'tr' || name === 'p') pre.text += pre.text.endsWith('\n') ? '' : '\n'
      else if (name === 'pre' && --pre.depth === 0) closePre()
      return
    }
    if (choices !== undefined) {
      if (name === 'select') closeChoices()
      return
    }
    if (marked.has(name)) writer.dropLead()
    if (name === 'button' && button !== undefined) {
      if (button.name !== '' && writer.length() === button.from) write(` [${button.name}] `)
      button = undefined
    }
    if (name === 'time' || name === 'relative-time' || name === 'abbr') closeMeant()
    if (name === 'a') closeLink()
    else if (name === 'ul' || name === 'ol') {
      lists.pop()
      writer.breakLine(lists.length > 0 ? 1 : 2)
    } else if (name === 'table') {
      writer.table(false)
      writer.breakLine(2)
    } else if (name === 'tr') writer.row()
    else if (/^h[1-6]$/.test(name)) writer.breakLine(1)
    else if (softBlocks.has(name)) writer.breakSoftly()
    else if (struckOut.has(name)) {
      const from = struck.pop()
      if (from === writer.length()) writer.dropLead()
      else if (from !== undefined) writer.append('~~')
    } else if (strongBlocks.has(name) || name === 'li') writer.breakLine(name === 'p' || name === 'blockquote' ? 2 : 1)
  }

  function closeChoices(): void {
    const written = writeChoices(choices!.map(({ text, isSelected }) => ({ text: inline(text), isSelected })), terms)
    choices = undefined
    if (written !== '') write(written)
  }

  function closePre(): void {
    const code = pre!.text.replace(/^\r?\n/, '').replace(/\s+$/, '')
    const { language } = pre!
    pre = undefined
    if (code === '') return
    writer.breakLine(2)
    writer.write(`${fence(code)}${language}`)
    writer.append(`\n${code}\n${fence(code)}`)
    writer.breakLine(2)
  }

  for (const piece of readTags(html)) {
    if (piece.kind === 'text') {
      const text = decodeEntities(html.slice(piece.start, piece.end))
      if (choices !== undefined) {
        const last = choices.at(-1)
        if (last) last.text += text
      } else if (skipped === undefined) write(text)
      else if (passed !== undefined) passed.label += inline(text)
      else if (skipped.what === 'drawing') drawn += drawn.length < maxDrawn ? text.slice(0, maxDrawn) : ''
      else if (skipped.what === 'navigation' && contact.test(text.slice(0, maxDrawn))) {
        writer.breakLine(1)
        writer.write(text)
        writer.breakLine(1)
      }
    } else if (piece.kind === 'open') {
      if (piece.rawEnd === html.length && piece.name !== 'title') isEnded = false
      open(piece)
    } else if (piece.kind === 'close') close(piece)
    else if (piece.end === html.length && html.startsWith('<!--', piece.start) && !html.endsWith('-->')) isEnded = false
  }
  if (!isEnded || skipped !== undefined || choices !== undefined) return undefined
  if (pre !== undefined) closePre()
  closeMeant()
  closeLink()
  return {
    head: head.written(),
    body: writer.written(),
    leftOut: describeLeftOut(counts, passedLinks),
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map()

/** On one line. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** An address as it is written; empty for what leads nowhere. */
function urlOf(href: string): string {
  const url = href.trim()
  return url === '' || url.startsWith('#') || url.length > maxUrlLength || /^(?:javascript|data|about|blob):/i.test(url) || /\s/.test(url) ? '' : url
}

function languageOf(classes: string): string {
  return /(?:^|\s)(?:language|lang|highlight-source|brush:)-?([\w+#-]{1,20})/.exec(classes)?.[1] ?? ''
}

/** Longer than what stands in the code. */
function fence(code: string): string {
  return code.includes('```') ? '~~~~' : '```'
}

function describeLeftOut(counts: ReadonlyMap<string, { readonly count: number, readonly characters: number }>, passedLinks: number): string[] {
  return [...counts].map(([what, { count, characters }]) => {
    const plural = count === 1 ? what : what === 'image without a text' ? 'images without a text'  : what === 'navigation' ? 'navigations' : what === 'block of JSON' ? 'blocks of JSON' : `${what}s`
    const links = what === 'navigation' ? ` with ${passedLinks} ${passedLinks === 1 ? 'link' : 'links'}` : ''
    return `${count} ${plural}${links}${what === 'script' || what === 'style sheet' || what === 'block of JSON' ? ` of ${characters} characters` : ''}`
  })
}
