import type { JsonDocument } from './document.ts'
import type { NodeTexts } from './node-map.ts'

/**
 * The text of a node, with texts standing in for nodes in it; of two that overlap, the outer one counts.
 * JSON lines come back as lines.
 *
 * @returns a slice of the document when nothing stands in for anything in it
 * @throws RangeError when `replacements` names a node without a text: a value would be lost
 */
export function spliceNode(doc: JsonDocument, node: number, replacements?: NodeTexts): string {
  const own = replacements?.get(node)
  if (own !== undefined) return own
  if (doc.lines && node === 0) return spliceLines(doc, replacements)
  let at = doc.start[node]!
  const end = doc.end[node]!
  const inside = replacements?.within(node + 1, doc.next[node]!)
  if (!replacements || !inside || inside.length === 0) return doc.text.slice(at, end)
  const pieces: string[] = []
  for (let i = 0; i < inside.length; i++) {
    const inner = inside[i]!
    const start = doc.start[inner]!
    if (start < at) continue
    const text = replacements.get(inner)
    if (text === undefined) throw new RangeError(`nothing stands in for node ${inner}`)
    pieces.push(doc.text.slice(at, start), text)
    at = doc.end[inner]!
  }
  pieces.push(doc.text.slice(at, end))
  return pieces.join('')
}

function spliceLines(doc: JsonDocument, replacements: NodeTexts | undefined): string {
  const lines: string[] = []
  for (let line = 1; line < doc.count; line = doc.next[line]!) lines.push(spliceNode(doc, line, replacements))
  return lines.join('\n')
}
