import { lastNotAbove } from '../../json/first-not-below.ts'
import type { JsonDocument } from '../../json/document.ts'
import { IntList } from '../../json/int-list.ts'
import { chooseElementLabel, cutString, type IndexColumns } from './index-lines.ts'
import type { Table } from './find-tables.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Column } from './read-columns.ts'

/** A label in a figure, in UTF-16 code units. */
const maxLabelLength = 48

/** The raw label of what a cell belongs to, long ones cut; undefined when nothing names it. */
export type LabelOf = (column: Column, cell: number) => string | undefined

/**
 * Names what a cell belongs to: of a cell inside of an array the element that it stands in, by the label of that element, else
 * the row, by its label or its key.
 */
export function createLabelOf(table: Table, profiles: readonly ColumnProfile[], index: IndexColumns | undefined): LabelOf {
  const { doc } = table
  const rowLabels = index && index.label >= 0 ? index.cells[index.label]! : table.keys ?? (table.arrays ? axisOf(profiles) : undefined)
  const byPath = new Map(profiles.map((profile) => [profile.column.path, profile]))
  /** For the path of elements the column that names them. */
  const elementLabels = new Map<string, Column | undefined>()
  const elements = new Map<string, Int32Array>()

  const labelColumn = (path: string): Column | undefined => {
    if (!elementLabels.has(path)) {
      const inside = profiles.filter(({ column }) => column.path.startsWith(`${path}.`) && !column.path.includes('[', path.length))
      elementLabels.set(path, chooseElementLabel(inside)?.column)
    }
    return elementLabels.get(path)
  }
  /** The elements of the arrays of a column, ascending. */
  const elementsOf = (arrays: string): Int32Array => {
    let list = elements.get(arrays)
    if (!list) elements.set(arrays, (list = readElements(doc, byPath.get(arrays)?.column.nodes ?? none)))
    return list
  }
  /** The label of the element of the array column `arrays` that holds a node, -1 for none. */
  const elementLabel = (arrays: string, node: number): number => {
    const label = labelColumn(`${arrays}[]`)
    if (!label) return -1
    const all = elementsOf(arrays)
    const element = all[lastNotAbove(all, node)] ?? -1
    if (element < 0 || doc.next[element]! <= node) return -1
    const found = label.nodes[lastNotAbove(label.nodes, doc.next[element]! - 1)] ?? -1
    return found > element ? found : -1
  }
  const labelNode = ({ path, rows, nodes }: Column, cell: number): number => {
    for (let end = path.lastIndexOf('[]'); end >= 0; end = path.lastIndexOf('[]', end - 1)) {
      const label = elementLabel(path.slice(0, end), nodes[cell]!)
      if (label >= 0 && isName(label)) return label
      if (end === 0) break
    }
    return rowLabels?.[rows[cell]!] ?? -1
  }
  const isName = (node: number): boolean => doc.text[doc.start[node]!] !== 'n'

  return (column, cell) => {
    const node = labelNode(column, cell)
    return node < 0 || node === column.nodes[cell] || !isName(node) ? undefined : cutString(doc.text.slice(doc.start[node]!, doc.end[node]!), maxLabelLength)
  }
}

/** Positions of arrays are told by what counts them: the hours of a forecast, the places of a curve. */
function axisOf(profiles: readonly ColumnProfile[]): Int32Array | undefined {
  const axis = profiles.find(({ kind, nulls, nearlyAllDiffer, counts, rowsPresent }) => (kind === 'time' || kind === 'sequence') && nulls === 0 && (nearlyAllDiffer || counts.size === rowsPresent))
  return axis?.column.nodes
}

const none = new Int32Array(0)

function readElements(doc: JsonDocument, nodes: Int32Array): Int32Array {
  const elements = new IntList()
  for (const node of nodes) {
    if (doc.text[doc.start[node]!] !== '[') continue
    for (let element = node + 1; element < doc.next[node]!; element = doc.next[element]!) elements.push(element)
  }
  return elements.numbers()
}
