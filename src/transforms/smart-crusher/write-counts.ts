import { cutMiddle, cutString } from './index-lines.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** A value in a figure, in UTF-16 code units. */
const maxValueLength = 48
/** What figures say themselves; a value that reads like this stands apart from it. */
const ownWord = /^"(?:distinct|null|present|missing|elements|values|(?:rows|elements) of each|\d+ others)"$/

/**
 * Members that say how often a column has each value, the commonest first, at most `most` of them by name; then how many others
 * there are and their cells. Rows are counted, and elements where an array lies on the path, which the first member then says.
 */
export function writeCounts({ counts, column }: ColumnProfile, most: number): string[] {
  const list = [...counts].sort(([, a], [, b]) => b.count - a.count || a.firstRow - b.firstRow)
  const named = list.length <= most + 1 ? list : list.slice(0, most)
  const before = column.inArray ? [`"elements":${column.rows.length}`] : []
  if (list.length > named.length) {
    before.push(`"distinct":${list.length}`)
    const least = list.at(-1)![1].count
    if (list[0]![1].count === least) return [...before, `"${column.inArray ? 'elements' : 'rows'} of each":${least}`]
  }
  const keys = keysOf(named.map(([raw]) => raw))
  const values = named.map(([, { count }], i) => `${keys[i]!}:${count}`)
  const rest = list.slice(named.length)
  const after = rest.length > 0 ? [`"${rest.length} others":${rest.reduce((sum, [, { count }]) => sum + count, 0)}`] : []
  return keys.some((key) => ownWord.test(key)) ? [...before, `"values":{${values.join(',')}}`, ...after] : [...before, ...values, ...after]
}

/** The values as keys: long ones cut, but never so that two of them read the same. */
function keysOf(raws: readonly string[]): string[] {
  const cut = raws.map((raw) => keyOf(raw, cutString))
  if (new Set(cut).size === cut.length) return cut
  const uses = new Map<string, number>()
  for (const key of cut) uses.set(key, (uses.get(key) ?? 0) + 1)
  const inMiddle = raws.map((raw, i) => (uses.get(cut[i]!) === 1 ? cut[i]! : keyOf(raw, cutMiddle)))
  return new Set(inMiddle).size === inMiddle.length ? inMiddle : raws.map((raw) => keyOf(raw, (whole) => whole))
}

function keyOf(raw: string, cut: (raw: string, length: number) => string): string {
  return raw.startsWith('"') ? cut(raw, maxValueLength).replace(/^"(_+headroom)"$/, '"_$1"') : `"${raw}"`
}
