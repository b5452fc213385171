import type { JsonDocument } from '../../src/json/document.ts'
import { parseJson } from '../../src/json/parse.ts'

const width = 136
/** Longer arrays that do not fit on a line are shown by their first three elements and the last one. */
const maxElements = 8

/** Printed text for a page: lines of JSON that are too long are broken between values, and long arrays are shortened, which `…` shows. */
export function layOut(printed: string): string {
  return printed.split('\n').map((line) => {
    const doc = line.length > width ? parseJson(line) : undefined
    return doc === undefined ? line : layOutNode(doc, 0, '', 0)
  }).join('\n')
}

/** @param taken UTF-16 code units that stand on the line already */
function layOutNode(doc: JsonDocument, node: number, indent: string, taken: number): string {
  const source = doc.text.slice(doc.start[node], doc.end[node])
  if (taken + source.length <= width || doc.size[node] === 0) return source
  const isObject = source.startsWith('{')
  const inner = `${indent}  `
  const lines: string[] = []
  for (let child = node + 1; child < doc.next[node]!;) {
    const key = isObject ? `${doc.text.slice(doc.start[child], doc.end[child])}:` : ''
    const value = isObject ? child + 1 : child
    lines.push(`${key}${layOutNode(doc, value, inner, inner.length + key.length + 1)}`)
    child = doc.next[value]!
  }
  const shown = isObject || lines.length <= maxElements ? lines : [...lines.slice(0, 3), `… ${lines.length - 4} more`, lines.at(-1)!]
  return `${source[0]}\n${shown.map((line) => inner + line).join(',\n')}\n${indent}${source.at(-1)}`
}
