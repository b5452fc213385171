import type { LoadedCounter } from '../../tokens/counter.ts'
import { createLineIndex, findRuns } from './find-runs.ts'
import type { Run } from './find-runs.ts'
import type { Lines, ReadLines } from './lines.ts'
import { createNamedTexts, placesByNumber } from './named-texts.ts'
import { readReference, writeReference } from './reference.ts'
import type { Reference } from './reference.ts'
import type { Result } from './results.ts'

/** One text of a result that is to be sent. */
export interface TextToSend {
  readonly text: string
  /** From which size on a run of lines is folded; absent for a text that stays as it is. */
  readonly limits?: { readonly minLines: number; readonly minTokens: number }
  /** Whether a reference may point into it. */
  readonly isSource: boolean
}

export interface FoldedText {
  /** The very same string when nothing was folded. */
  readonly text: string
  /** Lines that are referred to, in how many runs. */
  readonly linesFolded: number
  readonly runs: number
}

/** Folds results one by one, in the order of the request. What it makes of one rests on those before it alone. */
export interface Folder {
  /** @returns what is sent of each text */
  add(result: Result, texts: readonly TextToSend[]): Promise<readonly FoldedText[]>
}

/** A reference is worth its trouble where it costs at most half of what it stands for. */
const leastRatio = 2

export function createFolder(readLines: ReadLines, tokens: Pick<LoadedCounter, 'count' | 'quick'>): Folder {
  let index = createLineIndex()
  let named = createNamedTexts()
  let stretch: number | undefined
  return {
    async add(result, texts) {
      if (result.stretch !== stretch) {
        index = createLineIndex()
        named = createNamedTexts()
        stretch = result.stretch
      }
      const folded: FoldedText[] = []
      for (const text of texts) folded.push(text.limits === undefined ? whole(text.text) : await fold(readLines(text.text), text, text.limits))
      const sent = folded.map(({ text }, at) => (texts[at]!.isSource ? readLines(text) : undefined)) // one for each text
      named.add(result, sent)
      if (result.label !== undefined) sent.forEach((lines, at) => { if (lines !== undefined) index.add({ lines, result, at }) })
      return folded
    },
  }

  async function fold(lines: Lines, { text }: TextToSend, limits: NonNullable<TextToSend['limits']>): Promise<FoldedText> {
    const references = new Map<Run, string>()
    const runs = findRuns(lines, index, (run) => {
      const least = Math.max(1, run.to - run.from >= limits.minLines ? 0 : limits.minTokens)
      if (!costs(lines, run, least)) return false
      const reference = refer(lines, run)
      if (reference === undefined || !costs(lines, run, leastRatio * tokens.quick(reference))) return false
      references.set(run, reference)
      return true
    })
    if (runs.length === 0) return whole(text)
    const sent: string[] = []
    let from = 0
    for (const run of runs) {
      for (; from < run.from; from++) sent.push(lines.texts[from]!) // runs lie within the text
      sent.push(references.get(run)!) // every run was found worth it
      from = run.to
    }
    sent.push(...lines.texts.slice(from))
    const shorter = sent.join('\n') + lines.ending
    // Pieces count differently than the lines of them.
    if (await tokens.count(shorter) >= await tokens.count(text)) return whole(text)
    return { text: shorter, linesFolded: runs.reduce((sum, run) => sum + run.to - run.from, 0), runs: runs.length }
  }

  /** Whether the lines of a run cost at least so many tokens; blank ones next to nothing. Reads no further than it must. */
  function costs({ texts }: Lines, { from, to }: Run, least: number): boolean {
    let bytes = 0
    for (let at = from; at < to && bytes < least; at++) bytes += mostBytes(texts[at]!) + 1 // within the text
    // No text has more tokens than bytes, and to count is dearer than to look.
    if (bytes < least) return false
    let sum = 0
    for (let at = from; at < to && sum < least; at++) {
      const text = texts[at]! // within the text
      if (text.trim() !== '') sum += tokens.quick(text) + 1
    }
    return sum >= least
  }

  /** The line that stands for a run; `undefined` where none can be written. */
  function refer(lines: Lines, run: Run): string | undefined {
    const of = named.nameOf(run.source)
    if (of === undefined) return undefined
    const first = lines.numbers[run.from]! // within the text
    const reference = writeReference({
      what: whatOf(lines, run),
      of,
      ...(run.shift === 0 ? {} : { renumbered: { first, last: first + run.to - run.from - 1 } }),
    })
    return readReference(reference) === undefined ? undefined : reference
  }
}

/** UTF-8 bytes of a text, or a few more. */
function mostBytes(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : 3 * text.length
}

function whatOf(lines: Lines, { from, to, source, at }: Run): Reference['what'] {
  const there = source.lines
  const size = to - from
  if (size === lines.texts.length && size === there.texts.length) return { kind: 'all', lines: size }
  const numbers = there.numbers.subarray(at, at + size)
  const first = numbers[0]! // a run has lines
  const isNumbered = first !== 0 && numbers.every((number, line) => number === first + line) && placesByNumber(there).get(first) === at
  return isNumbered ? { kind: 'numbers', first, last: first + size - 1 } : { kind: 'places', first: at + 1, last: at + size }
}

function whole(text: string): FoldedText {
  return { text, linesFolded: 0, runs: 0 }
}
