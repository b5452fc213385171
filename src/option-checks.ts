import { ConfigurationError } from './errors.ts'

/** Throws `ConfigurationError` when `value` cannot stand at `path`, such as `smartCrusher.index`. */
export type OptionRule = (value: unknown, path: string) => void

/** A rule that asks one question; `expected` completes "must be ...". */
export function rule(expected: string, accepts: (value: unknown) => boolean): OptionRule {
  return (value, path) => {
    if (!accepts(value)) throw wrongValue(path, expected, value)
  }
}

export const flag: OptionRule = rule('true or false', (value) => typeof value === 'boolean')

export const nonEmptyText: OptionRule = rule('a text that is not empty', (value) => typeof value === 'string' && value !== '')

export const wholeNumber = (least: number): OptionRule =>
  rule(`a whole number of at least ${least}`, (value) => Number.isSafeInteger(value) && (value as number) >= least)

export const positiveNumber: OptionRule =
  rule('a number above 0', (value) => typeof value === 'number' && Number.isFinite(value) && value > 0)

export const oneOf = (...words: readonly string[]): OptionRule =>
  rule(words.map((word) => `'${word}'`).join(' or '), (value) => words.includes(value as string))

/** An object that has all of these methods. */
export const withMethods = (what: string, ...methods: readonly string[]): OptionRule =>
  rule(`${what}: an object with ${methods.map((name) => `${name}()`).join(', ')}`, (value) =>
    isObject(value) && methods.every((name) => typeof value[name] === 'function'))

/** `literal` or whatever the other rule accepts. */
export const literalOr = (literal: unknown, other: OptionRule): OptionRule => (value, path) => {
  if (value !== literal) other(value, path)
}

/** Any number of names, each with a value that fits `entry`. */
export const record = (entry: OptionRule): OptionRule => (value, path) => {
  if (!isObject(value)) throw wrongValue(path, 'an object', value)
  for (const name of Object.keys(value)) entry(value[name], `${path}[${JSON.stringify(name)}]`)
}

export const listOf = (entry: OptionRule): OptionRule => (value, path) => {
  if (!Array.isArray(value)) throw wrongValue(path, 'an array', value)
  value.forEach((element, index) => entry(element, `${path}[${index}]`))
}

/**
 * An object of named options. One that is `undefined` counts as not given.
 *
 * @param elsewhere where options stand that people look for here: name -> full name
 */
export const group = (rules: Readonly<Record<string, OptionRule>>, elsewhere: Readonly<Record<string, string>> = {}): OptionRule => (value, path) => {
  if (!isObject(value)) throw wrongValue(path === '' ? 'options' : path, 'an object', value)
  for (const name of Object.keys(value)) {
    const check = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (check === undefined) throw unknownOption(path === '' ? name : `${path}.${name}`, name, path, Object.keys(rules), elsewhere)
    if (value[name] !== undefined) check(value[name], path === '' ? name : `${path}.${name}`)
  }
}

/** The name of `known` nearest to `name`, if one is near: spelled otherwise (`max_items`), cut, or up to a third of its letters off. */
export function findNearest(name: string, known: readonly string[]): string | undefined {
  const wanted = fold(name)
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of known) {
    const distance = editDistance(wanted, fold(candidate))
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  if (bestDistance <= Math.max(1, Math.floor(wanted.length / 3))) return best
  return wanted.length < 4 ? undefined : known.find((candidate) => fold(candidate).includes(wanted) || wanted.includes(fold(candidate)))
}

function unknownOption(fullName: string, name: string, path: string, known: readonly string[], elsewhere: Readonly<Record<string, string>>): ConfigurationError {
  const nearest = findNearest(name, known)
  const place = elsewhere[findNearest(name, Object.keys(elsewhere)) ?? '']
  const exactElsewhere = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined
  const suggestion = exactElsewhere ?? (nearest === undefined ? place : path === '' ? nearest : `${path}.${nearest}`)
  const hint = suggestion === undefined ? `known here are ${known.join(', ')}` : `did you mean ${suggestion}?`
  return new ConfigurationError(`unknown option ${fullName}; ${hint}`, { details: { option: fullName, suggestion: suggestion ?? null } })
}

function wrongValue(path: string, expected: string, value: unknown): ConfigurationError {
  const shown = showValue(value)
  return new ConfigurationError(`${path} must be ${expected}, got ${shown}`, { details: { option: path, value: shown, expected } })
}

/** A value in a few words: an option may be anything, also something that `JSON.stringify` refuses. */
function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value)
  if (value === null || typeof value !== 'object' && typeof value !== 'function') return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'function' ? 'a function' : 'an object'
}

const fold = (name: string): string => name.replace(/[_-]/g, '').toLowerCase().slice(0, 40)

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment), row by row; names are cut at 40 characters. */
function editDistance(a: string, b: string): number {
  let beforeAbove: number[] = []
  let above: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    [beforeAbove, above, row] = [above, row, [i]]
    for (let j = 1; j <= b.length; j++) {
      // All three rows have b.length + 1 entries where they are read.
      let distance = Math.min(above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), above[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, beforeAbove[j - 2]! + 1)
      row.push(distance)
    }
  }
  return row[b.length]!
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
