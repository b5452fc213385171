import { lineAt, splitLines } from '../text-results/lines.ts'

/** A stretch of a text: what stands in a Markdown fence, or what stands outside of all. Offsets are UTF-16 code units. */
export interface Stretch {
  readonly start: number
  /** Before the line break that ends its last line. */
  readonly end: number
  /** What the fence says it holds, in lower case, '' where it says nothing; absent outside. */
  readonly language?: string
}

const opening = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/
const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/
/** What a fence has at the head of its line; a longer line is none, in UTF-16 code units. */
const longestFence = 200

/** The stretches of a text in their order, without the lines of the fences. A fence that nothing closes goes to the end, as Markdown has it. */
export function findStretches(text: string): Stretch[] {
  const lines = splitLines(text)
  const stretches: Stretch[] = []
  let open: { readonly mark: string, readonly language: string } | undefined
  let first = 0
  const close = (line: number): void => {
    if (line > first) stretches.push({ start: lines.starts[first]!, end: lines.ends[line - 1]!, ...(open === undefined ? {} : { language: open.language }) })
    first = line + 1
  }
  for (let line = 0; line < lines.count; line++) {
    if (lines.ends[line]! - lines.starts[line]! > longestFence) continue
    const words = lineAt(lines, line)
    if (open === undefined) {
      const [, mark, language] = opening.exec(words) ?? []
      if (mark === undefined || language === undefined) continue
      close(line)
      open = { mark, language: language.toLowerCase() }
    } else if (closing.exec(words)?.[1]?.startsWith(open.mark) === true) {
      close(line)
      open = undefined
    }
  }
  close(lines.count)
  return stretches
}
