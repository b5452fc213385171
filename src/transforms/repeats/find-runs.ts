import { indentFor, noLine } from './lines.ts'
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

/** Where a line stands in one text. */
interface Places {
  readonly source: SentText
  readonly first: number
  last: number
  /** In the text before. */
  readonly older: Places | undefined
}

/** Where every line stands that was sent. */
export interface LineIndex {
  add(source: SentText): void
  /** The newest text that holds a line of this id. */
  find(id: number): Places | undefined
}

export function createLineIndex(): LineIndex {
  const newest: (Places | undefined)[] = []
  return {
    add(source) {
      const { ids } = source.lines
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at]!
        if (id === noLine) continue
        const known = newest[id]
        if (known?.source === source) known.last = at
        else newest[id] = { source, first: at, last: at, older: known }
      }
    },
    find: (id) => newest[id],
  }
}

/**
 * Of a line that stands in many texts, the newest that are looked at. A run has rarer lines in it, and one of them finds all of it; the
 * limit is what keeps blank lines from making the search quadratic.
 */
const maxTexts = 4

/**
 * How many lines before the place at which a run was found may belong to it. Those were passed over because they stand in too many texts;
 * more than a few of them in a row are of no use, and to look at all of them again would be quadratic.
 */
const maxBefore = 50

/**
 * The runs to fold, in order, never overlapping: at each line the longest run through it, if it is worth it. Of equally long ones that whose
 * lines are equal, then the newest.
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
  const look = (source: SentText, place: number): void => {
    const shift = shiftBetween(lines, at, source.lines, place)
    if (shift === undefined) return
    const run = extend(lines, at, end, source, place, shift)
    if (best === undefined || isBetter(run, best)) best = run
  }
  let places = index.find(lines.ids[at]!)
  for (let texts = 0; places !== undefined && texts < maxTexts; texts++) {
    look(places.source, places.first)
    if (places.last !== places.first) look(places.source, places.last)
    places = places.older
  }
  return best
}

function isBetter(run: Run, than: Run): boolean {
  const more = run.to - run.from - (than.to - than.from)
  return more === 0 ? run.shift === 0 && than.shift !== 0 : more > 0
}

/** `undefined` where two lines are not the same but for a number. */
function shiftBetween(lines: Lines, at: number, source: Lines, place: number): number | undefined {
  const id = lines.ids[at]
  if (id !== source.ids[place] || id === noLine) return undefined
  // Both have one or neither has.
  const [here, there] = [lines.numbers[at]!, source.numbers[place]!]
  return indentFor(there, source.indents[place]!, here) === lines.indents[at] ? here - there : undefined
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
    return shift === 0 || lines.numbers[line]! - lines.numbers[neighbour]! === line - neighbour
  }
}
