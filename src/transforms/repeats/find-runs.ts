import { noLine, renumber } from './lines.ts'
import type { Lines } from './lines.ts'
import type { SentText } from './named-texts.ts'

/** Lines of a text that stand in one sent before, all of them or all but for their numbers. */
export interface Run {
  /** Place of the first line, and of the one after the last. */
  readonly from: number
  readonly to: number
  readonly source: SentText
  /** Where the run begins in the source. */
  readonly at: number
  /** What the numbers of the lines are more here than there; 0 where the lines are equal. */
  readonly shift: number
}

/** Where every line stands that was sent. */
export interface LineIndex {
  add(text: SentText): void
  /** Texts that hold an equal line, or one that is equal but for its number, the newest first; the first and last place in each. */
  find(lines: Lines, at: number): readonly Places[]
}

interface Places {
  readonly source: SentText
  readonly first: number
  last: number
}

/**
 * Of a line that stands in many texts, the newest that are remembered. A run has rarer lines in it, and one of them finds all of it; the
 * limit is what keeps blank lines from making the search quadratic.
 */
const maxTexts = 4

export function createLineIndex(): LineIndex {
  const equal = new Map<number, Places[]>()
  const equalBodies = new Map<number, Places[]>()
  const note = (index: Map<number, Places[]>, id: number, source: SentText, at: number): void => {
    const known = index.get(id)
    if (known === undefined) index.set(id, [{ source, first: at, last: at }])
    else if (known[0]!.source === source) known[0]!.last = at // never empty
    else {
      known.unshift({ source, first: at, last: at })
      if (known.length > maxTexts) known.pop()
    }
  }
  return {
    add(source) {
      const { ids, numbered } = source.lines
      ids.forEach((id, at) => {
        if (id === noLine) return
        note(equal, id, source, at)
        const line = numbered[at]
        if (line !== undefined) note(equalBodies, line.bodyId, source, at)
      })
    },
    find({ ids, numbered }, at) {
      const id = ids[at]!
      const line = numbered[at]
      const equals = equal.get(id) ?? none
      return line === undefined ? equals : [...equals, ...equalBodies.get(line.bodyId) ?? none]
    },
  }
}

const none: readonly Places[] = []

/**
 * How many lines before the place at which a run was found may belong to it. Those were passed over because they stand in too many texts;
 * more than a few of them in a row are of no use, and to look at all of them again would be quadratic.
 */
const maxBefore = 50

/**
 * The runs to fold, in order, never overlapping: at each line the longest run through it, if it is worth it, of equally long ones the newest.
 *
 * Linear: a run that is passed over is not looked at again from a later line of it, and a line has a limited number of candidates.
 */
export function findRuns(lines: Lines, index: LineIndex, isWorthIt: (run: Run) => boolean): Run[] {
  const runs: Run[] = []
  let end = 0
  for (let at = 0; at < lines.texts.length;) {
    const run = longestRun(lines, at, end, index)
    if (run === undefined) {
      at++
      continue
    }
    if (isWorthIt(run)) {
      runs.push(run)
      end = run.to
    }
    at = run.to
  }
  return runs
}

/** @param end nothing before it may be part of the run */
function longestRun(lines: Lines, at: number, end: number, index: LineIndex): Run | undefined {
  let best: Run | undefined
  for (const { source, first, last } of index.find(lines, at)) {
    for (const place of first === last ? [first] : [first, last]) {
      const shift = shiftBetween(lines, at, source.lines, place)
      if (shift === undefined) continue
      const run = extend(lines, at, end, source, place, shift)
      if (best === undefined || run.to - run.from > best.to - best.from) best = run
    }
  }
  return best
}

/** `undefined` where two lines are not the same but for a number. */
function shiftBetween(lines: Lines, at: number, source: Lines, place: number): number | undefined {
  if (lines.ids[at] === source.ids[place]) return lines.ids[at] === noLine ? undefined : 0
  const [here, there] = [lines.numbered[at], source.numbered[place]]
  if (here === undefined || there === undefined || here.bodyId !== there.bodyId || here.number === there.number) return undefined
  return renumber(source.texts[place]!, there, here.number) === lines.texts[at] ? here.number - there.number : undefined
}

function extend(lines: Lines, at: number, end: number, source: SentText, place: number, shift: number): Run {
  const { lines: there } = source
  let to = at + 1
  while (to < lines.texts.length && place + to - at < there.texts.length && continues(to, to - 1)) to++
  let from = at
  const least = Math.max(end, at - maxBefore, at - place)
  while (from > least && continues(from - 1, from)) from--
  return { from, to, source, at: place + from - at, shift }

  function continues(line: number, neighbour: number): boolean {
    if (shiftBetween(lines, line, there, place + line - at) !== shift) return false
    // With other numbers than there, the first and the last must tell all of them.
    return shift === 0 || lines.numbered[line]!.number - lines.numbered[neighbour]!.number === line - neighbour
  }
}
