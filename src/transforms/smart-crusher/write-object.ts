import { rewriteNodes } from '../../columns/rewrite.ts'
import type { RepeatOptions } from '../../columns/write.ts'
import { NodeMap } from '../../json/node-map.ts'
import { spliceNode } from '../../json/splice.ts'
import type { Replacements } from '../../columns/types.ts'
import type { Table } from './find-tables.ts'
import { keyOfArrays } from './parallel-arrays.ts'

/**
 * The object around arrays of one length, with their table in place of the first of them. All other members stay where they are, written
 * without loss.
 *
 * @param table of kind `columns`
 * @param written the table
 * @param options.replacements texts that stand in for nodes of the object
 */
export function writeObject({ doc, node, arrays, values }: Table, written: string, options: RepeatOptions & {
  readonly replacements: Replacements
  quick(text: string): number
}): string {
  const joined = new Set(arrays)
  const others: number[] = []
  for (let key = node + 1; key < doc.next[node]!; key = doc.next[key + 1]!) if (!joined.has(key + 1)) others.push(key + 1)
  const replacements = rewriteNodes(doc, others, { ...options, replacements: within(options.replacements, node + 1, doc.next[node]!) })
  const members: string[] = []
  for (let key = node + 1; key < doc.next[node]!; key = doc.next[key + 1]!) {
    if (key + 1 === arrays?.[0]) members.push(`${keyOfArrays(values.length)}:${written}`)
    else if (!joined.has(key + 1)) members.push(`${spliceNode(doc, key, replacements)}:${spliceNode(doc, key + 1, replacements)}`)
  }
  return `{${members.join(',')}}`
}

function within(replacements: Replacements, from: number, to: number): NodeMap<string> {
  return new NodeMap(Array.from(replacements.within(from, to), (node) => [node, replacements.get(node)!]))
}
