import { saysFailure } from '../arbitraries/failures.ts'

// What a careful person sees in the rows of a table, read slowly and obviously from the product's description.

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every string and number in a row, at any depth. */
function scalarsOf(value: unknown): string[] {
  if (isObject(value)) return Object.values(value).flatMap(scalarsOf)
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character)

/** Whether `words` stand in `text` as a whole: no letter or digit touches them. */
function standsIn(words: string, text: string): boolean {
  const [small, large] = [words.toLowerCase(), text.toLowerCase()]
  for (let at = large.indexOf(small); at >= 0; at = large.indexOf(small, at + 1)) {
    if (!isWordCharacter(large[at - 1]) && !isWordCharacter(large[at + small.length])) return true
  }
  return false
}

/** Rows that hold what a query names by an id, e-mail, path, quoted text, number or word; quotes are taken off. */
export function rowsThatHold(words: string, rows: readonly unknown[]): number[] {
  const term = words.replace(/^"|"$/g, '')
  return rows.flatMap((row, at) => (scalarsOf(row).some((text) => standsIn(term, text)) ? [at] : []))
}

/** Rows that say by the meaning of a field that something failed. */
export function errorRows(rows: readonly unknown[]): number[] {
  return rows.flatMap((row, at) => (isObject(row) && saysError(row) ? [at] : []))
}

function saysError(row: Record<string, unknown>): boolean {
  const { status, level, error, http_status: httpStatus, exit_code: exitCode } = row
  return status === 'failed' || level === 'ERROR' || (isObject(error) && 'code' in error) ||
    (typeof httpStatus === 'number' && httpStatus >= 400) || (typeof exitCode === 'number' && exitCode !== 0) || saysFailure(row)
}
