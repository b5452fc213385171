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
  const keys = keysOf(named.map(([raw]) => raw), counts)
  const values = named.map(([, { count }], i) => `${keys[i]!}:${count}`)
  const rest = list.slice(named.length)
  const after = rest.length > 0 ? [`"${rest.length} others":${rest.reduce((sum, [, { count }]) => sum + count, 0)}`] : []
  return keys.some((key) => ownWord.test(key)) ? [...before, `"values":{${values.join(',')}}`, ...after] : [...before, ...values, ...after]
}

/** Values as keys: long ones cut, but never so that another value reads the same. @param all the values of the column */
function keysOf(raws: readonly string[], all: ReadonlyMap<string, unknown>): string[] {
  return raws.map((raw) => {
    if (!raw.startsWith('"')) return `"${raw}"`
    const cut = [cutString, cutMiddle].map((shorten) => shorten(raw, maxValueLength)).find((short) => short === raw || !readsLikeAnother(short, raw, all))
    return (cut ?? raw).replace(/^"(_+headroom)"$/, '"_$1"')
  })
}

function readsLikeAnother(short: string, raw: string, all: ReadonlyMap<string, unknown>): boolean {
  const gap = short.lastIndexOf('…')
  const head = short.slice(0, gap)
  // Behind a sign at the end stands the closing quote, and what was cut may be anything.
  const tail = gap === short.length - 2 ? '' : short.slice(gap + 1)
  for (const other of all.keys()) if (other !== raw && ((other.startsWith(head) && other.endsWith(tail)) || other === short)) return true
  return false
}
