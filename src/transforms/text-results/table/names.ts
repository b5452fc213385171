/** Longer cells and cells of more words are no names of columns, in UTF-16 code units. */
const maxNameLength = 60
const maxNameWords = 8

/** A number, a time, a size or a version: what stands in rows. */
const valueLike = /^(?:[$€£+-]?[\d.,:/-]+\s?[A-Za-z%°]{0,3}|\d{4}-\d\d-\d\d[T ].*)$/
const year = /^(?:1[89]|20)\d\d$/
/** A path, or a name of a file. */
const pathLike = /^[.~]?\/|[\w-]\/[\w.-]+\.\w{1,5}$|\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|c|h|cc|cpp|php|sh|md|txt|json|ya?ml|toml|xml|html?|css|csv|tsv|sql|log|lock|png|jpe?g|svg)$|:\/\/|\\/
/** What source code has and names of columns do not. */
const codeLike = /[{};=<>"`→]|\((?![^()]*\))|^[^()]*\)|^(?:import|from|const|let|var|return|export|def|class|func|if|for|public|private|static) \S|^(?:\/\/|\*|#\s|#!|[-+•] )/

/**
 * Whether some cells are the names of columns rather than a row, a sentence or a line of source code.
 *
 * @param cells trimmed
 */
export function areNames(cells: readonly string[]): boolean {
  if (cells.length < 2 || new Set(cells).size < cells.length) return false
  let years = 0
  for (const [place, cell] of cells.entries()) {
    // A table with numbered rows may have no name for the numbers.
    if (cell === '') {
      if (place > 0) return false
    } else if (year.test(cell)) years++
    else if (cell.length > maxNameLength || !/\p{L}|^#$/u.test(cell) || valueLike.test(cell) || pathLike.test(cell) || codeLike.test(cell) || cell.split(' ').length > maxNameWords) return false
  }
  return years < cells.length - 1 || (years === cells.length - 1 && !year.test(cells[0]!))
}

/** Rows that are looked at to tell what a column is. */
const maxSampled = 60
const leastSampled = 4
/** Longer values that come again are sentences rather than kinds, in UTF-16 code units. */
const maxKindLength = 40

const typed = /^(?:[$€£]?[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?\s?[A-Za-z%°]{0,4}|true|false|yes|no|t|f|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,].{1,30})?|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?|[0-9a-f]{8}-[0-9a-f-]{20,30}|[0-9a-f]{7,64}|\d{1,3}(?:\.\d{1,3}){3}|[\w.+-]+@[\w.-]+|[a-z]+:\/\/\S+|[[{].*)$/i

/**
 * How sure it is that names stand over rows, in [0, 1]: the share of the columns whose values are of one kind that their name is not of.
 * 0 where a name stands among the values below it: then it is a value, too. A letter alone may be both; a sign alone begins comments.
 */
export function shareOfTyped(names: readonly string[], rows: readonly (readonly string[])[]): number {
  const step = Math.max(1, Math.floor(rows.length / maxSampled))
  let share = 0
  let told = 0
  for (const [column, name] of names.entries()) {
    const values = new Set<string>()
    let sampled = 0
    let ofType = 0
    let length = 0
    for (let row = 0; row < rows.length; row += step) {
      const value = rows[row]![column]!
      if (value === '') continue
      if (value === name && (name.length > 1 || !/\p{L}/u.test(name))) return 0
      sampled++
      length += value.length
      values.add(value)
      if (typed.test(value.slice(0, 100))) ofType++
    }
    // Too few to tell anything.
    if (sampled < leastSampled) continue
    told++
    if (ofType >= 0.9 * sampled) share++
    else if (values.size * 2 <= sampled && length <= maxKindLength * sampled) share += 0.75
  }
  return told === 0 ? 0 : share / told
}
