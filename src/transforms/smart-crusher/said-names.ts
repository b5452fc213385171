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
 * @returns a subset of the candidates
 */
export function findSaidNames(doc: JsonDocument, cells: ArrayLike<number>, candidates: readonly number[], queryWords: readonly string[]): number[] {
  if (queryWords.length === 0) return []
  const isSaid = (word: string): boolean => queryWords.some((said) => sameWord(said, word))
  return candidates.filter((row) => {
    const node = cells[row]!
    if (node < 0 || doc.end[node]! - doc.start[node]! > maxNameLength) return false
    const words = nameWords(doc.text.slice(doc.start[node]!, doc.end[node]!))
    return words.length > 0 && words.length <= maxNameWords && words.some((word) => word.length > 2) && words.every(isSaid)
  })
}

/** Words count as the same when the shorter is a beginning of the longer but for two letters: `fails` and `failed`. */
export function sameWord(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < 4 || Math.abs(a.length - b.length) > 3) return a === b
  const needed = Math.max(4, shorter - 2)
  return a.slice(0, needed) === b.slice(0, needed)
}
