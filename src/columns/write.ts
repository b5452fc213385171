import type { JsonDocument } from '../json/document.ts'
import { spliceNode } from '../json/splice.ts'
import { planShape } from './plan-shape.ts'
import { countRepeats } from './repeats.ts'
import type { Repeat, Repeats } from './repeats.ts'
import { hasCell, kindOf, sourceOf } from './shape.ts'
import type { Column, Form, Shape } from './shape.ts'
import type { Replacements, Rows } from './types.ts'
import { keyColumn } from './words.ts'
import { writeRow } from './write-rows.ts'

/** How rows are written as columns. Constants and derived values were checked in all of them. */
export interface ColumnPlan {
  readonly rows: Rows
  readonly shape: Shape
  readonly replacements: Replacements | undefined
  /** For each node from `firstNode` on, the form by which it is written as cells, plus 1; 0 for all that stays as it stands. */
  readonly formOf: Int32Array
  readonly firstNode: number
  readonly forms: readonly Form[]
}

/** Which values that repeat are written once, under a name. */
export interface RepeatOptions {
  /**
   * Values shorter than this, in UTF-16 code units of the source, stand in their place however often they repeat.
   * @default 28
   */
  readonly minRepeatLength?: number
  /** Nodes of rows in which every value stands in its place: an answer is read from them. @default none */
  readonly inPlace?: ReadonlySet<number>
}

export interface PlanOptions {
  readonly replacements?: Replacements
  /** Counts tokens at once. */
  quick(text: string): number
}

/**
 * Plans columns for rows.
 *
 * @returns undefined where columns do not fit: fewer than two objects that share keys, or a row that is an array
 */
export function planColumns(rows: Rows, options: PlanOptions): ColumnPlan | undefined {
  const { doc, values } = rows
  const objects = new Int32Array(values.length)
  let found = 0
  const { replacements } = options
  for (let row = 0; row < values.length; row++) {
    const node = values[row]!
    const replacement = replacements?.get(node)
    const kind = kindOf(doc, node)
    // A row that is a list could not be told from a list of cells.
    if (kind === 'array' || replacement?.startsWith('[')) return undefined
    if (kind === 'object' && replacement === undefined) objects[found++] = node
  }
  if (found < 2) return undefined
  const firstNode = values[0]!
  const formOf = new Int32Array(doc.next[values[values.length - 1]!]! - firstNode)
  const forms: Form[] = []
  const shape = planShape({ doc, replacements, formOf, firstNode, forms }, objects.subarray(0, found), 0)
  return shape && { rows, shape, replacements, formOf, firstNode, forms }
}

/**
 * Members of a table, without braces: `"columns":[...],"absent":"-","repeated":{...},"rows":[...]`. What no row needs is left
 * out: the mark for missing keys, and long values that repeat.
 *
 * @param selected indices of the rows to write, ascending; all when absent
 */
export function writeColumns(plan: ColumnPlan, selected?: ArrayLike<number>, repeats: RepeatOptions = {}): string {
  return writeParts(plan, selected, repeats).join('')
}

/** The same as an object, with one member before the others. @param first a JSON member */
export function writeColumnsObject(plan: ColumnPlan, first: string, repeats: RepeatOptions = {}): string {
  // One join over all of it: a large text that is put between braces afterwards is a second large text.
  return ['{', first, ',', ...writeParts(plan, undefined, repeats), '}'].join('')
}

/** Columns of at most this share of the length of the same rows as objects have far fewer tokens. */
const clearShare = 2 / 3

/**
 * Whether columns have far fewer tokens than the same rows as objects, as far as their lengths tell without a count: the cells
 * are the same, and what the objects have beside them is keys, each of which costs tokens in every row. Marks for missing keys
 * have more tokens than their length tells, so columns with such marks are never clearly shorter.
 */
export function isClearlyShorter(asColumns: string, plain: string): boolean {
  return asColumns.length <= plain.length * clearShare && !asColumns.includes(',"absent":')
}

/** Pieces of rows that are joined at once: few enough that the pieces die young, many enough that the joined texts are few. */
const piecesPerJoin = 4096

function writeParts(plan: ColumnPlan, selected: ArrayLike<number> | undefined, { minRepeatLength = 28, inPlace }: RepeatOptions): string[] {
  const writer = new CellWriter(plan, countRepeats(plan, selected, minRepeatLength, inPlace), inPlace)
  const total = selected ? selected.length : plan.rows.values.length
  const rows: string[] = []
  const pieces: string[] = []
  for (let i = 0; i < total; i++) {
    if (i > 0) pieces.push(',')
    writer.row(selected ? selected[i]! : i, pieces)
    if (pieces.length < piecesPerJoin) continue
    rows.push(pieces.join(''))
    pieces.length = 0
  }
  rows.push(pieces.join(''))
  const header = plan.rows.keys ? `[${keyColumn}${plan.shape.header === '[]' ? '' : ','}${plan.shape.header.slice(1)}` : plan.shape.header
  const members = [`"columns":${header}`]
  if (writer.usedAbsent) members.push(`"absent":${writer.absent}`)
  if (writer.definitions.length > 0) members.push(`"repeated":{${writer.definitions.join(',')}}`)
  return [members.join(','), ',"rows":[', ...rows, ']']
}

/** Writes rows into lists of pieces, which whoever asks for them joins: a text that grows piece by piece keeps every piece alive. */
class CellWriter {
  readonly absent: string
  usedAbsent = false
  readonly definitions: string[] = []
  readonly #plan: ColumnPlan
  readonly #doc: JsonDocument
  readonly #repeats: Repeats | undefined
  readonly #inPlace: ReadonlySet<number> | undefined
  /** Those that hold for the row that is being written. */
  #named: Repeats | undefined

  constructor(plan: ColumnPlan, repeats: Repeats | undefined, inPlace: ReadonlySet<number> | undefined) {
    this.#plan = plan
    this.#doc = plan.rows.doc
    this.#repeats = repeats
    this.#inPlace = inPlace
    this.absent = chooseAbsent(plan)
  }

  row(row: number, pieces: string[]): void {
    const { rows, shape, replacements } = this.#plan
    const node = rows.values[row]!
    const form = this.#formOf(node)
    if (!form) {
      pieces.push(writeRow(rows, row, replacements))
      return
    }
    this.#named = this.#inPlace?.has(node) ? undefined : this.#repeats
    pieces.push('[')
    if (rows.keys) pieces.push(sourceOf(this.#doc, rows.keys[row]!))
    this.#cells(node, form, shape, rows.keys !== undefined, pieces)
    pieces.push(']')
  }

  #formOf(node: number): Form | undefined {
    const id = this.#plan.formOf[node - this.#plan.firstNode]!
    return id > 0 ? this.#plan.forms[id - 1] : undefined
  }

  /** @param follows whether a cell stands before these */
  #cells(object: number, form: Form, { columns }: Shape, follows: boolean, pieces: string[]): void {
    const next = this.#doc.next
    let needsComma = follows
    let pair = 0
    let key = object + 1
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const isPresent = form.columns![pair] === i
      if (hasCell(column)) {
        if (needsComma) pieces.push(',')
        needsComma = true
        if (isPresent) this.#cell(key + 1, column, pieces)
        else {
          pieces.push(this.absent)
          this.usedAbsent = true
        }
      }
      if (!isPresent) continue
      pair++
      key = next[key + 1]!
    }
  }

  #cell(node: number, column: Column, pieces: string[]): void {
    const shape = column.kind === 'object' || column.kind === 'list' ? column.shape : undefined
    const repeat = this.#named?.find(node, shape)
    if (repeat) pieces.push(this.#nameOf(repeat, node, column.kind, shape))
    else this.#plain(node, column.kind, shape, pieces)
  }

  /** The name of a value that repeats; the first time the value is defined. */
  #nameOf(repeat: Repeat, node: number, kind: Column['kind'], shape: Shape | undefined): string {
    if (repeat.name === '') {
      repeat.name = this.#named!.nextName()
      // Its place is taken first: values in it may have names of their own, which come after.
      const place = this.definitions.push('') - 1
      const pieces: string[] = []
      this.#plain(node, kind, shape, pieces)
      this.definitions[place] = `${repeat.name}:${pieces.join('')}`
    }
    return repeat.name
  }

  #plain(node: number, kind: Column['kind'], shape: Shape | undefined, pieces: string[]): void {
    if (shape && kind === 'object') {
      const form = this.#formOf(node)
      if (form) {
        pieces.push('[')
        this.#cells(node, form, shape, false, pieces)
        pieces.push(']')
        return
      }
    } else if (shape && kindOf(this.#doc, node) === 'array' && !this.#plan.replacements?.has(node)) {
      this.#elements(node, shape, pieces)
      return
    }
    pieces.push(spliceNode(this.#doc, node, this.#plan.replacements))
  }

  #elements(array: number, shape: Shape, pieces: string[]): void {
    const { next } = this.#doc
    pieces.push('[')
    for (let element = array + 1; element < next[array]!; element = next[element]!) {
      if (element > array + 1) pieces.push(',')
      const repeat = this.#named?.find(element, this.#formOf(element) ? shape : undefined)
      if (repeat) pieces.push(this.#nameOf(repeat, element, 'object', shape))
      else this.#plain(element, 'object', shape, pieces)
    }
    pieces.push(']')
  }
}

/** A string that no cell equals, since the rows hold it nowhere. */
function chooseAbsent({ rows: { doc, values } }: ColumnPlan): string {
  const text = doc.text.slice(doc.start[values[0]!]!, doc.end[values[values.length - 1]!]!)
  for (let i = 0; ; i++) {
    const mark = ['"-"', '"~"', '"absent"'][i] ?? `"absent ${i}"`
    if (!text.includes(mark)) return mark
  }
}
