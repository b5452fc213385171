/** What a line of a prompt is part of. Only prose and items of plain lists may be taken apart. */
export type LineKind = 'blank' | 'prose' | 'item' | 'numbered' | 'nested' | 'heading' | 'rule' | 'fence' | 'block' | 'table' | 'quoted' | 'example'

export interface PromptLine {
  readonly kind: LineKind
  /** Offset of its first UTF-16 code unit. */
  readonly start: number
  /** Offset after its last, the line break left out. */
  readonly end: number
  /** Offset after its line break. */
  readonly next: number
  /** Without white space at its ends. */
  readonly text: string
}

/** The lines of a prompt with what each is part of, in one pass. What is not closed (a fence, an element, a bracket) goes on to the end. */
export function readLines(text: string): PromptLine[] {
  const raw = splitLines(text)
  const closed = new Set([...text.matchAll(/<\/([A-Za-z][\w.-]{0,60})>/g)].map(([, name]) => name!)) // the group always takes part
  const lines: PromptLine[] = []
  let block: Block | undefined
  let isExample = false
  raw.forEach((line, index) => {
    const { text: own } = line
    if (own === '') isExample = false
    const opened: Block | undefined = block ?? openBlock(own, closed)
    if (opened !== undefined) {
      lines.push({ ...line, kind: opened.kind })
      block = goOn(opened, own)
      return
    }
    lines.push({ ...line, kind: isExample ? 'example' : kindOf(line, text, raw[index + 1]?.text ?? '') })
    if (exampleIntro.test(own)) isExample = true
  })
  return lines
}

function splitLines(text: string): Omit<PromptLine, 'kind'>[] {
  const lines: Omit<PromptLine, 'kind'>[] = []
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    const next = found === -1 ? text.length : found + 1
    lines.push({ start, end, next, text: text.slice(start, end).trim() })
    if (found === -1) break
    start = next
  }
  return lines
}

/** What spans several lines: a fence of code, an XML element, or JSON. */
type Block =
  | { readonly kind: 'fence'; readonly mark: string; readonly isNew: boolean }
  | { readonly kind: 'block'; readonly name: string; readonly depth: number }
  | { readonly kind: 'block'; readonly name: undefined; readonly depth: number }

function openBlock(line: string, closed: ReadonlySet<string>): Block | undefined {
  const mark = /^(?:`{3,}|~{3,})/.exec(line)?.[0]
  if (mark !== undefined) return { kind: 'fence', mark, isNew: true }
  const name = /^<([A-Za-z][\w.-]{0,60})(?:\s[^<>]*)?>/.exec(line)?.[1]
  if (name !== undefined && closed.has(name) && depthOf(line, name) > 0) return { kind: 'block', name, depth: 0 }
  return /^[[{]/.test(line) && (/[[{,]$/.test(line) || /^(?:\{\s*"|\[\s*[[{"\d]).*[\]}],?$/.test(line)) ? { kind: 'block', name: undefined, depth: 0 } : undefined
}

/** The block as it is after a line of it; `undefined` when the line ends it. */
function goOn(block: Block, line: string): Block | undefined {
  if (block.kind === 'fence') return !block.isNew && line.startsWith(block.mark) && /^[`~]+$/.test(line) ? undefined : { ...block, isNew: false }
  const depth = block.depth + (block.name === undefined ? bracketsOf(line) : depthOf(line, block.name))
  return depth > 0 ? { ...block, depth } : undefined
}

/** How many elements of a name a line opens more than it closes. */
function depthOf(line: string, name: string): number {
  let depth = 0
  for (const [, slash, found, rest] of line.matchAll(/<(\/?)([A-Za-z][\w.-]{0,60})([^<>]*)>/g)) {
    if (found === name && !rest!.endsWith('/')) depth += slash === '/' ? -1 : 1 // the groups always take part
  }
  return depth
}

function bracketsOf(line: string): number {
  let depth = 0
  for (const character of line) depth += character === '{' || character === '[' ? 1 : character === '}' || character === ']' ? -1 : 0
  return depth
}

const exampleIntro = /\b(?:examples?|sample|template|format|schema|e\.g\.|beispiel|exemple|ejemplo|esempio|exemplo)\b[^.!?]{0,60}[:：]$|^#{1,6} .*\b(?:examples?|few[- ]shot)\b|(?:例|示例)[:：]$/i
const speaker = /^["'*_`]{0,3}(?:user|human|customer|assistant|ai|bot|agent|model|system|q|a|question|answer|input|output|thought|action|observation)\b["'*_`]{0,3}\s?[:：]/i

/** Of an indented line: an assignment, a call, a comment behind code, the end of a statement. Prose may be indented too. */
const isCode = /^[\w.$]+(?: [\w.$]+)? ?(?:=|:=|\+=)|[;{}]$|\w\([^()]{0,80}\)|\S\s+\/\/\s/

function kindOf({ start, text: line }: Omit<PromptLine, 'kind'>, text: string, following: string): LineKind {
  if (line === '') return 'blank'
  if (/^#{1,6}\s/.test(line)) return 'heading'
  if (/^(?:[-=*_]\s?){3,}$/.test(line)) return 'rule'
  // A line above a rule is a heading too.
  if (/^(?:={3,}|-{3,})$/.test(following)) return 'heading'
  if (line.startsWith('|') || (line.match(/\s\|\s/g)?.length ?? 0) >= 2) return 'table'
  if (line.startsWith('>')) return 'quoted'
  if (/^(?: {4}|\t)/.test(text.slice(start, start + 4)) && isCode.test(line)) return 'fence'
  const isItem = /^[-*+•–]\s/.test(line)
  if (isItem || /^\(?(?:\d{1,3}|[a-z])[.)]\s/i.test(line)) return /^\s{2,}|^\t/.test(text.slice(start, start + 2)) ? 'nested' : isItem ? 'item' : 'numbered'
  return speaker.test(line) ? 'example' : 'prose'
}
