import type { JsonDocument } from '../../json/document.ts'
import { nameWords } from './names.ts'

/** Longer labels are sentences; a query that happens to hold all their words does not name them. */
const maxNameWords = 5
const maxNameLength = 60

/**
 * The rows whose name the query says whole: every word of it, in any order and inflection. `rook-ceph-operator` is said by
 * "the operator of rook ceph", `dispute` by "the sample dispute".
 *
 * @param cells the node of each row's name, -1 for none
 * @param candidates rows to look at
 * @param isSaid whether the query has a word, see `createWordMatcher`
 * @returns a subset of the candidates
 */
export function findSaidNames(doc: JsonDocument, cells: ArrayLike<number>, candidates: readonly number[], isSaid: (word: string) => boolean): number[] {
  return candidates.filter((row) => {
    const node = cells[row]!
    if (node < 0 || doc.end[node]! - doc.start[node]! > maxNameLength) return false
    const words = nameWords(doc.text.slice(doc.start[node]!, doc.end[node]!))
    return words.length > 0 && words.length <= maxNameWords && words.some((word) => word.length > 2) && words.every(isSaid)
  })
}

/** Beginnings of words have this many letters in common at least. */
const minCommon = 4

/**
 * Tells whether a word is among some words, whatever its ending: words count as the same when the shorter is a beginning of the
 * longer but for two letters, as `fails` and `failed`, and none is more than three letters longer. Shorter ones than four letters
 * must be equal. Asking costs a look-up, however many the words are.
 */
export function createWordMatcher(words: readonly string[]): (word: string) => boolean {
  const all = new Set(words)
  const byBeginning = new Map<string, string[]>()
  for (const word of all) {
    if (word.length < minCommon) continue
    const beginning = word.slice(0, minCommon)
    const alike = byBeginning.get(beginning)
    if (alike) alike.push(word)
    else byBeginning.set(beginning, [word])
  }
  return (word) => all.has(word) || (word.length >= minCommon && (byBeginning.get(word.slice(0, minCommon))?.some((other) => isInflected(word, other)) ?? false))
}

function isInflected(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 3) return false
  const needed = Math.max(minCommon, Math.min(a.length, b.length) - 2)
  return a.slice(0, needed) === b.slice(0, needed)
}
