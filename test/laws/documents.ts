import { isJson } from '../arbitraries/json.ts'
import { readWritten } from './written-form.ts'

// Where JSON stands in a text, read as slowly and obviously as possible.

const mayBegin = (text: string): boolean => /^[ \t]*[[{]/.test(text)

/** Whether a text holds a document that a reader may rewrite: it is JSON, or whole lines of it are. */
export function holdsDocument(text: string): boolean {
  if (isJson(text)) return true
  const lines = text.split('\n')
  return lines.some((line, from) => mayBegin(line) && lines.some((_, to) => to >= from && isJson(lines.slice(from, to + 1).join('\n'))))
}

/** JSON text without the white space between its tokens; every token keeps its spelling. Text that is not JSON stays. */
export function withoutWhiteSpace(text: string): string {
  if (!isJson(text)) return text
  let out = ''
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (inString) {
      out += character
      if (character === '\\') out += text[++i] ?? ''
      else if (character === '"') inString = false
    } else if (!' \t\r\n'.includes(character)) {
      out += character
      inString = character === '"'
    }
  }
  return out
}

/** The same for a text of any kind: each run of whole lines that is a document loses its white space, what is around stays. */
export function withoutWhiteSpaceInDocuments(text: string): string {
  return isJson(text) ? withoutWhiteSpace(text) : piecesOf(text).map((piece) => (mayBegin(piece) ? withoutWhiteSpace(piece) : piece)).join('\n')
}

/** The values of all documents in a text, each read as the pipeline writes them; JSON lines are one array. */
export function readDocuments(text: string): unknown[] {
  if (isJson(text)) return [readWritten(text)]
  const found: unknown[][] = []
  let run: unknown[] = []
  for (const piece of piecesOf(text)) {
    if (mayBegin(piece) && isJson(piece)) run.push(readWritten(piece))
    else if (piece.trim() !== '') {
      found.push(run)
      run = []
    }
  }
  return [...found, run].flatMap((values) => (values.length > 1 ? [values] : values))
}

/** The lines of a text that are no document, blank ones aside. */
export function textAround(text: string): string[] {
  return isJson(text) ? [] : piecesOf(text).filter((piece) => piece.trim() !== '' && !(mayBegin(piece) && isJson(piece)))
}

/** A text cut at line ends so that each document of whole lines is a piece; every other line is one, too. */
function piecesOf(text: string): string[] {
  const lines = text.split('\n')
  const pieces: string[] = []
  for (let from = 0; from < lines.length; from++) {
    let to = mayBegin(lines[from]!) ? from : lines.length
    while (to < lines.length && !isJson(lines.slice(from, to + 1).join('\n'))) to++
    pieces.push(to === lines.length ? lines[from]! : lines.slice(from, to + 1).join('\n'))
    if (to < lines.length) from = to
  }
  return pieces
}
