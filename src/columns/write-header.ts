import type { JsonDocument } from '../json/document.ts'
import { spliceNode } from '../json/splice.ts'
import type { Column } from './shape.ts'
import { writeTemplate } from './template.ts'
import type { Replacements } from './types.ts'
import { escapeKey } from './words.ts'

/** The value of `columns`: one entry for each, in order. */
export function writeHeader(doc: JsonDocument, columns: readonly Column[], replacements: Replacements | undefined): string {
  return `[${columns.map((column) => writeEntry(doc, column, replacements)).join(',')}]`
}

function writeEntry(doc: JsonDocument, column: Column, replacements: Replacements | undefined): string {
  const key = escapeKey(column.key)
  switch (column.kind) {
    case 'plain': return key
    case 'object': return `{${key}:${column.shape.header}}`
    case 'fields': return `{${key}:{"fields":${column.shape.header}}}`
    case 'list': return `{${key}:[${column.shape.header}]}`
    case 'always': return `{${key}:{"always":${spliceNode(doc, column.node, replacements)}}}`
    case 'same': return `{${key}:{"same as":${column.as}}}`
    case 'is': return `{${key}:{"is":"${writeTemplate(column.template)}"}}`
  }
}
