import { numberMark } from './exact-json.ts'
import { unaccounted } from './07-nothing-uncounted.ts'
import { Table, besideWritten } from './written-form.ts'

// Every figure that a written table states, computed again from the source, slowly and obviously.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** A value at a path of a row, and what it stands in: the row, and each element of an array on the way, the innermost last. */
interface Cell {
  readonly row: number
  readonly value: unknown
  readonly around: readonly unknown[]
}

interface Column {
  readonly cells: Cell[]
  /** Rows in which the path holds an object with fields. */
  readonly objectRows: Set<number>
  readonly inArray: boolean
}

/** What is wrong with the figures of all tables in what was written for a source. Both were read by `readDocuments`. */
export function wrongFigures(all: unknown, written: unknown, place = ''): string[] {
  const source = isObject(all) && isObject(written) && !(written instanceof Table) ? besideWritten(all, written) : all
  if (written instanceof Table) return isContainer(source) ? [...wrongInTable(source, written, place), ...wrongInRows(source, written, place)] : []
  if (!isContainer(source) || !isContainer(written)) return []
  return Object.keys(source).flatMap((key) => wrongFigures(source[key], written[key], `${place}/${key}`))
}

function wrongInRows(source: Readonly<Record<string, unknown>>, table: Table, place: string): string[] {
  const rows = Object.entries(source)
  let next = 0
  return table.whole.flatMap((row, at) => {
    while (next < rows.length && ((table.keys && rows[next]![0] !== table.keys[at]) || unaccounted(rows[next]![1], row).length > 0)) next++
    const found = rows[next++]
    return found ? wrongFigures(found[1], row, `${place}/${found[0]}`) : []
  })
}

function wrongInTable(source: Readonly<Record<string, unknown>>, table: Table, place: string): string[] {
  const keys = Object.keys(source)
  const rows = Object.values(source)
  const columns = readColumns(rows)
  return Object.entries(table.figures).flatMap(([path, figure]) => {
    const name = path.replace(/^_(_+headroom)$/, '$1')
    const column = columns.get(name) ?? columns.get(/^\(?values\)?$/.test(name) ? '' : name)
    if (!column) return [`${place}: a figure of ${path}, which is no path`]
    return wrongMembers(column, figure as Readonly<Record<string, unknown>>, rows, Array.isArray(source) ? undefined : keys).map((problem) => `${place}: ${path}: ${problem}`)
  })
}

/** The columns of rows by path. Paths that two chains of keys share are spelled with brackets. */
function readColumns(rows: readonly unknown[]): Map<string, Column> {
  const chains = new Map<string, { readonly keys: readonly string[], readonly column: Column }>()
  const columnOf = (keys: readonly string[]): Column => {
    const id = JSON.stringify(keys)
    if (!chains.has(id)) chains.set(id, { keys, column: { cells: [], objectRows: new Set(), inArray: keys.includes('[]') } })
    return chains.get(id)!.column
  }
  const first = rows[0]
  const areTuples = Array.isArray(first) && first.length > 0 && first.length <= 20 && !rows.every((row) => Array.isArray(row) && row.every(isObject))
    && rows.every((row) => Array.isArray(row) && row.length === first.length)
  const walk = (value: unknown, keys: readonly string[], row: number, around: readonly unknown[]): void => {
    if (isObject(value) && Object.keys(value).length > 0) {
      columnOf(keys).objectRows.add(row)
      for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, `.${key}`], row, around)
      return
    }
    columnOf(keys).cells.push({ row, value, around })
    if (Array.isArray(value)) for (const element of value as unknown[]) walk(element, [...keys, '[]'], row, [...around, element])
  }
  rows.forEach((row, at) => {
    if (areTuples) (row as unknown[]).forEach((cell, i) => walk(cell, [`.${i}`], at, [row]))
    else walk(row, [], at, [row])
  })
  const plain = (keys: readonly string[]): string => keys.map((key) => (key === '.' ? "['']" : key)).join('').replace(/^\./, '')
  const exact = (keys: readonly string[]): string => keys.map((key) => (key !== '[]' && (key === '.' || /[.[\]]/.test(key.slice(1))) ? `['${key.slice(1)}']` : key)).join('').replace(/^\./, '')
  const withCells = [...chains.values()].filter(({ column }) => column.cells.length > 0)
  const uses = new Map<string, number>()
  for (const { keys } of withCells) uses.set(plain(keys), (uses.get(plain(keys)) ?? 0) + 1)
  return new Map(withCells.map(({ keys, column }) => [uses.get(plain(keys)) === 1 ? plain(keys) : exact(keys), column]))
}

const ownWord = /^(?:distinct|null|present|missing|elements|values|items in all|(?:rows|elements) of each|\d+ others|(?:min|max|earliest|latest)(?: at)?|(?:median|sum)(?: about)?)$/

function wrongMembers({ cells, objectRows, inArray }: Column, figure: Readonly<Record<string, unknown>>, rows: readonly unknown[], keys: readonly string[] | undefined): string[] {
  const problems: string[] = []
  const expect = (name: string, right: unknown): void => {
    if (JSON.stringify(figure[name]) !== JSON.stringify(right)) problems.push(`${name} is ${JSON.stringify(right)}, not ${JSON.stringify(figure[name])}`)
  }
  const valued = cells.filter(({ value }) => value !== null)
  const rowsPresent = new Set([...cells.map(({ row }) => row), ...objectRows])
  const counts = new Map<string, number>()
  const areNumbers = valued.every(({ value }) => typeof value === 'number' || (typeof value === 'string' && value.startsWith(numberMark)))
  for (const { value } of valued) {
    const key = areNumbers ? numberKey(value) : spell(value)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const isRange = 'min' in figure && 'max' in figure && !isNaN(toNumber(valued[0]?.value)) && valued.every(({ value }) => !isNaN(toNumber(value))) && !counts.has('min')
  const named = isObject(figure['values']) ? figure['values'] : Object.fromEntries(Object.entries(figure).filter(([name]) => !ownWord.test(name) || (!isRange && /^(?:min|max|median|sum)/.test(name))))
  let namedCells = 0
  let namedValues = 0
  for (const [name, stated] of Object.entries(named)) {
    const matching = [...counts].filter(([value]) => value === (areNumbers ? numberKey(name) : name) || (name.includes('…') && value.startsWith(name.split('…')[0]!) && value.endsWith(name.split('…')[1]!)))
    if (matching.length !== 1) problems.push(`${name} is ${matching.length} values`)
    else if (matching[0]![1] !== stated) problems.push(`${name} is there ${matching[0]![1]} times, not ${JSON.stringify(stated)}`)
    namedCells += matching[0]?.[1] ?? 0
    namedValues++
  }
  for (const [name, stated] of Object.entries(figure)) {
    if (name in named && !isObject(figure['values'])) continue
    if (name === 'elements') expect(name, cells.length)
    else if (name === 'null') expect(name, cells.length - valued.length)
    else if (name === 'present') expect(name, rowsPresent.size)
    else if (name === 'missing') expect(name, rows.length - rowsPresent.size)
    else if (name === 'distinct') expect(name, counts.size)
    else if (name === 'items in all') expect(name, valued.reduce((sum, { value }) => sum + (value as unknown[]).length, 0))
    else if (name.endsWith(' of each')) for (const count of counts.values()) expect(name, count)
    else if (name.endsWith(' others')) {
      expect(name, valued.length - namedCells)
      if (Number.parseInt(name, 10) !== counts.size - namedValues) problems.push(`${name}, but ${counts.size} values of which ${namedValues} are named`)
    } else if (/^(?:min|max|earliest|latest)$/.test(name)) problems.push(...wrongExtreme(name, stated, figure[`${name} at`], valued, keys))
    else if (/^(?:sum|median)/.test(name)) problems.push(...wrongTotal(name, stated, valued))
    else if (name !== 'values' && !name.endsWith(' at')) problems.push(`${name} is no word of ours and no value`)
  }
  if (inArray && (namedValues > 0 || 'distinct' in figure) && namedCells > 0 && !('elements' in figure)) problems.push('counts elements and does not say so')
  return problems
}

function wrongExtreme(name: string, stated: unknown, label: unknown, valued: readonly Cell[], keys: readonly string[] | undefined): string[] {
  const isTime = name === 'earliest' || name === 'latest'
  const times = valued.map(({ value }) => (typeof value === 'string' && !value.startsWith(numberMark) ? Date.parse(/(?:Z|[+-]\d\d:?\d\d|GMT|UTC)$/.test(value) || !/\d:\d/.test(value) ? value : `${value}Z`) : toNumber(value)))
  // Forms of dates that the engine does not read are no business of this check.
  if (isTime && (times.some(isNaN) || valued.some(({ value }) => typeof value === 'string' && !/^\d{4}-\d\d-\d\d/.test(value)))) return []
  const order = isTime ? (a: number, b: number): number => times[a]! - times[b]! : (a: number, b: number): number => compareExactly(exactOf(valued[a]!.value), exactOf(valued[b]!.value))
  const way = name === 'min' || name === 'earliest' ? 1 : -1
  let best = 0
  for (let i = 1; i < valued.length; i++) if (order(i, best) * way < 0) best = i
  const same = valued.filter((_, i) => order(i, best) === 0)
  if (!same.some(({ value }) => value === stated)) return [`${name} is ${spell(valued[best]!.value)}, not ${JSON.stringify(stated)}`]
  if (label === undefined) return []
  const cut = (typeof label === 'string' && label.endsWith('…') ? [label.slice(0, -1)] : [label]) as unknown[]
  const isNamed = ({ row, around }: Cell): boolean => [...around.flatMap((element) => scalarsOf(element)), keys?.[row]].some((value) => value === label || (cut[0] !== label && String(value).startsWith(String(cut[0]))))
  return same.some(isNamed) ? [] : [`${name} at ${JSON.stringify(label)}, which names nothing that has it`]
}

/** Strings and numbers of a value that are in no array inside of it: what may name it. Of a tuple all. */
function scalarsOf(value: unknown, isOuter = true): unknown[] {
  if (Array.isArray(value)) return isOuter ? value.filter((element) => !isContainer(element)) : []
  return isContainer(value) ? Object.values(value).flatMap((inner) => scalarsOf(inner, false)) : [value]
}

function wrongTotal(name: string, stated: unknown, valued: readonly Cell[]): string[] {
  const numbers = valued.map(({ value }) => exactOf(value))
  const right = name.startsWith('sum') ? numbers.reduce(add, { digits: 0n, scale: 0n }) : medianOf(numbers)
  const told = exactOf(stated)
  const isRight = name.endsWith('about') ? Math.abs(toNumber(stated) / toDouble(right) - 1) < 1e-11 : compareExactly(told, right) === 0
  return isRight ? [] : [`${name} is ${toDouble(right)}, not ${spell(stated)}`]
}

/** digits · 10^-scale */
interface Exact { readonly digits: bigint, readonly scale: bigint }

function exactOf(value: unknown): Exact {
  const [, sign, whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?/.exec(spell(value))!
  const scale = BigInt(fraction.length) - BigInt(exponent)
  const digits = BigInt(`${sign}${whole}${fraction}` || '0')
  return scale < 0n ? { digits: digits * 10n ** -scale, scale: 0n } : { digits, scale }
}

/** One text for all spellings of a number. */
function numberKey(value: unknown): string {
  let { digits, scale } = exactOf(value)
  while (digits % 10n === 0n && scale > 0n) [digits, scale] = [digits / 10n, scale - 1n]
  return `${digits}/${scale}`
}

const scaleTo = ({ digits, scale }: Exact, to: bigint): bigint => digits * 10n ** (to - scale)
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)

function compareExactly(a: Exact, b: Exact): number {
  const difference = scaleTo(a, larger(a.scale, b.scale)) - scaleTo(b, larger(a.scale, b.scale))
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function add(a: Exact, b: Exact): Exact {
  const scale = larger(a.scale, b.scale)
  return { digits: scaleTo(a, scale) + scaleTo(b, scale), scale }
}

function medianOf(numbers: readonly Exact[]): Exact {
  const sorted = [...numbers].sort(compareExactly)
  const sum = add(sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!)
  return { digits: sum.digits * 5n, scale: sum.scale + 1n }
}

const toDouble = ({ digits, scale }: Exact): number => Number(`${digits}e${-scale}`)
const toNumber = (value: unknown): number => (typeof value === 'number' ? value : typeof value === 'string' ? Number.parseFloat(spell(value)) : NaN)

/** A scalar as the source spells it. */
function spell(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return value.startsWith(numberMark) ? value.slice(numberMark.length) : value
}

/** Keys that stand twice in one object of a JSON text, as a reader of it sees them. */
export function doubledKeys(text: string): string[] {
  const doubled: string[] = []
  const open: (Set<string> | undefined)[] = []
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[\]{}]/gs)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token.endsWith(':')) {
      const key = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string
      if (open.at(-1)!.has(key)) doubled.push(key)
      open.at(-1)!.add(key)
    }
  }
  return doubled
}
