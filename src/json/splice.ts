import type { JsonDocument } from './document.ts'

/** Texts that stand in for nodes; keys are node numbers. */
export type NodeTexts = ReadonlyMap<number, string>

/** Node numbers of each map in ascending order, sorted once for as long as the map lives and does not grow. */
const sortedNodes = new WeakMap<NodeTexts, Int32Array>()

/**
 * The text of a node, with texts standing in for nodes in it; of two that overlap, the outer one counts.
 * JSON lines come back as lines.
 *
 * @returns a slice of the document when nothing stands in for anything in it
 */
export function spliceNode(doc: JsonDocument, node: number, replacements?: NodeTexts): string {
  const own = replacements?.get(node)
  if (own !== undefined) return own
  if (doc.lines && node === 0) return spliceLines(doc, replacements)
  if (!replacements || replacements.size === 0) return doc.text.slice(doc.start[node]!, doc.end[node]!)
  let pieces: string[] | undefined
  let at = doc.start[node]!
  const replace = (inner: number, text: string): void => {
    pieces ??= []
    pieces.push(doc.text.slice(at, doc.start[inner]!), text)
    at = doc.end[inner]!
  }
  const last = doc.next[node]!
  if (last - node <= replacements.size) {
    // Fewer nodes than replacements: looking each up never costs more than the node itself, however often the map grows.
    for (let inner = node + 1; inner < last;) {
      const text = replacements.get(inner)
      if (text !== undefined) replace(inner, text)
      inner = text === undefined ? inner + 1 : doc.next[inner]!
    }
  } else {
    const nodes = sortNodes(replacements)
    for (let i = firstNotBelow(nodes, node); i < nodes.length && nodes[i]! < last; i++) {
      if (doc.start[nodes[i]!]! >= at) replace(nodes[i]!, replacements.get(nodes[i]!)!)
    }
  }
  const rest = doc.text.slice(at, doc.end[node]!)
  return pieces ? pieces.join('') + rest : rest
}

function spliceLines(doc: JsonDocument, replacements: NodeTexts | undefined): string {
  const lines: string[] = []
  for (let line = 1; line < doc.count; line = doc.next[line]!) lines.push(spliceNode(doc, line, replacements))
  return lines.join('\n')
}

function sortNodes(replacements: NodeTexts): Int32Array {
  const known = sortedNodes.get(replacements)
  if (known && known.length === replacements.size) return known
  const nodes = Int32Array.from(replacements.keys()).sort()
  sortedNodes.set(replacements, nodes)
  return nodes
}

function firstNotBelow(nodes: Int32Array, node: number): number {
  let low = 0
  let high = nodes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (nodes[middle]! < node) low = middle + 1
    else high = middle
  }
  return low
}
