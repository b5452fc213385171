import type { JsonDocument } from '../json/document.ts'
import { spliceNode } from '../json/splice.ts'
import { planShape } from './plan-shape.ts'
import { countRepeats } from './repeats.ts'
import type { Repeats } from './repeats.ts'
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

export interface PlanOptions {
  readonly replacements?: Replacements
  /** Counts tokens at once. */
  quick(text: string): number
  /**
   * Values shorter than this, in UTF-16 code units of the source, stand in their place however often they repeat.
   * @default 28
   */
  readonly minRepeatLength?: number
}

/**
 * Plans columns for rows.
 *
 * @returns undefined where columns do not fit: fewer than two objects that share keys, or a row that is an array
 */
export function planColumns(rows: Rows, options: PlanOptions): ColumnPlan | undefined {
  const { doc, values } = rows
  const objects: number[] = []
  const { replacements } = options
  for (let row = 0; row < values.length; row++) {
    const node = values[row]!
    const replacement = replacements?.get(node)
    const kind = kindOf(doc, node)
    // A row that is a list could not be told from a list of cells.
    if (kind === 'array' || replacement?.startsWith('[')) return undefined
    if (kind === 'object' && replacement === undefined) objects.push(node)
  }
  if (objects.length < 2) return undefined
  const firstNode = values[0]!
  const formOf = new Int32Array(doc.next[values[values.length - 1]!]! - firstNode)
  const forms: Form[] = []
  const shape = planShape({ doc, replacements, formOf, firstNode, forms }, objects, 0)
  return shape && { rows, shape, replacements, formOf, firstNode, forms }
}

/**
 * Members of a table, without braces: `"columns":[...],"absent":"-","repeated":{...},"rows":[...]`. What no row needs is left
 * out: the mark for missing keys, and long values that repeat.
 *
 * @param selected indices of the rows to write, ascending; all when absent
 * @param minRepeatLength values shorter than this, in UTF-16 code units of the source, stand where they belong however often they repeat
 */
export function writeColumns(plan: ColumnPlan, selected?: ArrayLike<number>, minRepeatLength = 28): string {
  const repeats = countRepeats(plan, selected, minRepeatLength)
  const writer = new CellWriter(plan, repeats)
  const total = selected ? selected.length : plan.rows.values.length
  const written: string[] = []
  for (let i = 0; i < total; i++) written.push(writer.row(selected ? selected[i]! : i))
  const header = plan.rows.keys ? `[${keyColumn}${plan.shape.header === '[]' ? '' : ','}${plan.shape.header.slice(1)}` : plan.shape.header
  const members = [`"columns":${header}`]
  if (writer.usedAbsent) members.push(`"absent":${writer.absent}`)
  if (writer.definitions.length > 0) members.push(`"repeated":{${writer.definitions.join(',')}}`)
  members.push(`"rows":[${written.join(',')}]`)
  return members.join(',')
}

class CellWriter {
  readonly absent: string
  usedAbsent = false
  readonly definitions: string[] = []
  readonly #plan: ColumnPlan
  readonly #doc: JsonDocument
  readonly #repeats: Repeats | undefined

  constructor(plan: ColumnPlan, repeats: Repeats | undefined) {
    this.#plan = plan
    this.#doc = plan.rows.doc
    this.#repeats = repeats
    this.absent = chooseAbsent(plan)
  }

  row(row: number): string {
    const { rows, shape, replacements } = this.#plan
    const node = rows.values[row]!
    const form = this.#formOf(node)
    if (!form) return writeRow(rows, row, replacements)
    const cells = this.#cells(node, form, shape)
    if (!rows.keys) return `[${cells}]`
    const key = sourceOf(this.#doc, rows.keys[row]!)
    return cells === '' ? `[${key}]` : `[${key},${cells}]`
  }

  #formOf(node: number): Form | undefined {
    const id = this.#plan.formOf[node - this.#plan.firstNode]!
    return id > 0 ? this.#plan.forms[id - 1] : undefined
  }

  #cells(object: number, form: Form, { columns }: Shape): string {
    const next = this.#doc.next
    let cells = ''
    let pair = 0
    let key = object + 1
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const isPresent = form.columns![pair] === i
      if (hasCell(column)) {
        if (cells !== '') cells += ','
        if (isPresent) cells += this.#cell(key + 1, column)
        else {
          cells += this.absent
          this.usedAbsent = true
        }
      }
      if (!isPresent) continue
      pair++
      key = next[key + 1]!
    }
    return cells
  }

  #cell(node: number, column: Column): string {
    const shape = column.kind === 'object' || column.kind === 'list' ? column.shape : undefined
    const repeat = this.#repeats?.find(node, shape)
    if (!repeat) return this.#plain(node, column.kind, shape)
    if (repeat.name === '') {
      repeat.name = this.#repeats!.nextName()
      // Its place is taken first: values in it may have names of their own, which come after.
      const place = this.definitions.push('') - 1
      this.definitions[place] = `${repeat.name}:${this.#plain(node, column.kind, shape)}`
    }
    return repeat.name
  }

  #plain(node: number, kind: Column['kind'], shape: Shape | undefined): string {
    if (!shape) return spliceNode(this.#doc, node, this.#plan.replacements)
    if (kind === 'object') {
      const form = this.#formOf(node)
      return form ? `[${this.#cells(node, form, shape)}]` : spliceNode(this.#doc, node, this.#plan.replacements)
    }
    if (kindOf(this.#doc, node) !== 'array' || this.#plan.replacements?.has(node)) return spliceNode(this.#doc, node, this.#plan.replacements)
    const { next } = this.#doc
    let elements = ''
    for (let element = node + 1; element < next[node]!; element = next[element]!) {
      if (elements !== '') elements += ','
      const form = this.#formOf(element)
      const repeat = this.#repeats?.find(element, form ? shape : undefined)
      if (!repeat) elements += this.#plain(element, 'object', shape)
      else {
        if (repeat.name === '') {
          repeat.name = this.#repeats!.nextName()
          const place = this.definitions.push('') - 1
          this.definitions[place] = `${repeat.name}:${this.#plain(element, 'object', shape)}`
        }
        elements += repeat.name
      }
    }
    return `[${elements}]`
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
