import type { Shape } from './shape.ts'
import type { ColumnPlan } from './write.ts'

/**
 * Visits the cells of rows in the order in which they are written.
 *
 * @param selected indices of the rows, ascending; all when absent
 * @param visit gets the node of a value and, where it is written as cells itself, their shape; true to visit these too
 */
export function walkCells(plan: ColumnPlan, selected: ArrayLike<number> | undefined, visit: (node: number, shape: Shape | undefined) => boolean): void {
  const { values } = plan.rows
  const total = selected ? selected.length : values.length
  for (let i = 0; i < total; i++) walkObject(plan, values[selected ? selected[i]! : i]!, plan.shape, visit)
}

function walkObject(plan: ColumnPlan, object: number, shape: Shape, visit: (node: number, shape: Shape | undefined) => boolean): void {
  const id = plan.formOf[object - plan.firstNode]!
  if (id === 0) return
  const { doc } = plan.rows
  const columns = plan.forms[id - 1]!.columns!
  for (let pair = 0, key = object + 1; pair < columns.length; pair++, key = doc.next[key + 1]!) {
    const column = shape.columns[columns[pair]!]!
    const value = key + 1
    if (column.kind === 'plain') visit(value, undefined)
    else if (column.kind === 'object') {
      const isCells = plan.formOf[value - plan.firstNode]! > 0
      if (visit(value, isCells ? column.shape : undefined) && isCells) walkObject(plan, value, column.shape, visit)
    } else if (column.kind === 'list') walkList(plan, value, column.shape, visit)
  }
}

function walkList(plan: ColumnPlan, value: number, shape: Shape, visit: (node: number, shape: Shape | undefined) => boolean): void {
  const { doc } = plan.rows
  const isList = doc.text.charCodeAt(doc.start[value]!) === 0x5b && !plan.replacements?.has(value)
  if (!visit(value, isList ? shape : undefined) || !isList) return
  for (let element = value + 1; element < doc.next[value]!; element = doc.next[element]!) {
    const isCells = plan.formOf[element - plan.firstNode]! > 0
    if (visit(element, isCells ? shape : undefined) && isCells) walkObject(plan, element, shape, visit)
  }
}
