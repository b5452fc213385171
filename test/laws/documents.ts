import { isJson } from '../arbitraries/json.ts'
import { readWritten } from './written-form.ts'

// Where JSON stands in a text, read as slowly and obviously as possible.

const mayEnd = (line: string): boolean => /[\]}][ \t\r]*$/.test(line)
const mayBegin = (text: string): boolean => /^[ \t\r]*[[{]/.test(text)

/** Whether a text holds a document that a reader may rewrite: it is JSON, or whole lines of it are. */
export function holdsDocument(text: string): boolean {
  if (isJson(text)) return true
  const lines = text.split('\n')
  return lines.some((line, from) => mayBegin(line) && lines.some((last, to) => to >= from && mayEnd(last) && isJson(lines.slice(from, to + 1).join('\n'))))
}

/** JSON text without the white space between its tokens; every token keeps its spelling. Text that is not JSON stays. */
export function withoutWhiteSpace(text: string): string {
  if (!isJson(text)) return text
  let out = ''
  for (let at = 0; at < text.length;) {
    const end = text[at] === '"' ? endOfString(text, at) : at + 1
    if (end > at + 1) out += withoutInnerWhiteSpace(text.slice(at, end))
    else if (!' \t\r\n'.includes(text[at]!)) out += text[at]!
    at = end
  }
  return out
}

function endOfString(text: string, at: number): number {
  let end = at + 1
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end + 1
}

/** A string that holds a document is JSON inside JSON; where its document has white space, that goes too. */
function withoutInnerWhiteSpace(literal: string): string {
  const inner = JSON.parse(literal) as string
  if (!mayBegin(inner.trimStart())) return literal
  const shorter = withoutWhiteSpace(inner)
  return shorter === inner ? literal : JSON.stringify(shorter)
}

/**
 * The same for a text of any kind: each run of whole lines that is a document loses its white space, and what is around stays.
 * Between documents that follow each other, and around them where there is nothing else, lines may be blank.
 */
export function withoutWhiteSpaceInDocuments(text: string): string {
  if (isJson(text)) return withoutWhiteSpace(text)
  const pieces = piecesOf(text)
  const onlyDocuments = pieces.every((piece) => isDocument(piece) || piece.trim() === '')
  const kept = pieces.filter((piece, at) => piece.trim() !== '' || !(onlyDocuments || isBetweenDocuments(pieces, at)))
  return kept.map((piece) => (isDocument(piece) ? withoutWhiteSpace(piece) : piece)).join('\n')
}

const isDocument = (piece: string): boolean => mayBegin(piece) && isJson(piece)

function isBetweenDocuments(pieces: readonly string[], at: number): boolean {
  const isText = (piece: string): boolean => piece.trim() !== ''
  const before = pieces.slice(0, at).filter(isText).at(-1)
  const after = pieces.slice(at + 1).find(isText)
  return before !== undefined && after !== undefined && isDocument(before) && isDocument(after)
}

/** The values of all documents in a text, each read as the pipeline writes them; JSON lines are one array. */
export function readDocuments(text: string): unknown[] {
  if (isJson(text)) return [readWritten(text)]
  const found: unknown[][] = []
  let run: unknown[] = []
  for (const piece of piecesOf(text)) {
    if (isDocument(piece)) run.push(readWritten(piece))
    else if (piece.trim() !== '') {
      found.push(run)
      run = []
    }
  }
  return [...found, run].flatMap((values) => (values.length > 1 ? [values] : values))
}

/** The lines of a text that are no document, blank ones aside. */
export function textAround(text: string): string[] {
  return isJson(text) ? [] : piecesOf(text).filter((piece) => piece.trim() !== '' && !isDocument(piece))
}

/** The one line on which a document that begins on line `from` can end: there the last bracket closes. `lines.length` for none. */
function lineOfEnd(lines: readonly string[], from: number): number {
  let depth = 0
  for (let line = from; line < lines.length; line++) {
    for (const token of lines[line]!.match(/"(?:[^"\\]|\\.)*"?|[[\]{}]/g) ?? []) {
      if (token === '[' || token === '{') depth++
      else if ((token === ']' || token === '}') && --depth === 0) return line
    }
  }
  return lines.length
}

/** A text cut at line ends so that each document of whole lines is a piece; every other line is one, too. */
function piecesOf(text: string): string[] {
  const lines = text.split('\n')
  const pieces: string[] = []
  for (let from = 0; from < lines.length; from++) {
    let to = mayBegin(lines[from]!) ? lineOfEnd(lines, from) : lines.length
    if (to < lines.length && !(mayEnd(lines[to]!) && isJson(lines.slice(from, to + 1).join('\n')))) to = lines.length
    pieces.push(to === lines.length ? lines[from]! : lines.slice(from, to + 1).join('\n'))
    if (to < lines.length) from = to
  }
  return pieces
}
