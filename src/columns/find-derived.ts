import type { JsonDocument } from '../json/document.ts'
import { isSameText } from './shape.ts'
import type { Column } from './shape.ts'
import { isNameable, maxUp, readTemplate, resolveName, writeReference, writeTemplate } from './template.ts'
import type { Reference, Template } from './template.ts'
import { isOurKey } from './words.ts'

/** Values that a derived column may be made of. */
export interface Scope {
  /** Columns that every object has and whose values are strings, numbers, true or false. */
  readonly sources: readonly Source[]
  /** Keys of all columns. */
  readonly keys: ReadonlySet<string>
  /** How many objects there are. */
  readonly total: number
  /**
   * The objects around, and for each object here the index of the one it stands in; without the indices their keys are
   * known, but not which value belongs to which object.
   */
  readonly parent?: { readonly scope: Scope, readonly index?: Int32Array }
}

export interface Source {
  readonly key: string
  readonly nodes: Int32Array
}

/** Values shorter than this, on average in UTF-16 code units, are not worth a reader's way to the other column. */
const minTemplateLength = 24
const minCopyLength = 8
/** Templates of longer values are not looked for: they are text, not addresses. */
const maxTemplateLength = 2000
/** More columns than this are not searched for templates, which compares each with each. */
const maxColumns = 120
const maxReferences = 8

/** Replaces columns that follow from others in every object by what they follow from. */
export function findDerived(doc: JsonDocument, columns: readonly Column[], values: readonly Int32Array[], scope: Scope): Column[] {
  const found = [...columns]
  if (scope.total < 2) return found
  const dependsOn = new Map<string, string[]>()
  findCopies(doc, found, values, scope, dependsOn)
  if (columns.length > maxColumns) return found
  const candidates = found
    .map((column, i) => ({ i, column, length: column.kind === 'plain' && values[i]!.length === scope.total ? averageLength(doc, values[i]!) : 0 }))
    .filter(({ length }) => length >= minTemplateLength && length <= maxTemplateLength)
    .sort((a, b) => b.length - a.length)
  if (candidates.length === 0) return found
  const samples = [...new Set([0, scope.total >> 1, scope.total - 1])]
  const sources = listSources(scope)
  for (const { i, column } of candidates) {
    const usable = sources.filter(({ up, source }) => up > 0 || (source.key !== column.key && !leadsTo(dependsOn, source.key, column.key)))
    const template = findTemplate(doc, values[i]!, usable, samples, scope)
    if (!template) continue
    found[i] = { key: column.key, kind: 'is', template }
    dependsOn.set(column.key, template.references.flatMap((reference) => (reference.up === 0 ? [reference.key] : [])))
  }
  return found
}

/** Strings only: NaN-safe average length, 0 where some value is no string. */
function averageLength(doc: JsonDocument, nodes: Int32Array): number {
  let sum = 0
  for (let i = 0; i < nodes.length; i++) {
    const start = doc.start[nodes[i]!]!
    if (doc.text.charCodeAt(start) !== 0x22) return 0
    sum += doc.end[nodes[i]!]! - start
  }
  return sum / nodes.length
}

/** Whether a value follows, through others, from the one of `target`. */
function leadsTo(dependsOn: ReadonlyMap<string, readonly string[]>, from: string, target: string): boolean {
  const open = [from]
  const seen = new Set(open)
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === target) return true
    for (const next of dependsOn.get(key) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return false
}

/** Columns that have the same value as an earlier one in every object; found by their values in three objects, then checked. */
function findCopies(doc: JsonDocument, columns: Column[], values: readonly Int32Array[], scope: Scope, dependsOn: Map<string, string[]>): void {
  const samples = [0, scope.total >> 1, scope.total - 1]
  const alike = new Map<string, number[]>()
  for (let i = 0; i < columns.length; i++) {
    const nodes = values[i]!
    if (columns[i]!.kind !== 'plain' || nodes.length < scope.total || isOurKey(columns[i]!.key)) continue
    const signature = samples.map((at) => doc.text.slice(doc.start[nodes[at]!]!, doc.end[nodes[at]!]!)).join()
    const group = alike.get(signature)
    if (!group) {
      alike.set(signature, [i])
      continue
    }
    const original = group.find((other) => nodes.every((node, at) => isSameText(doc, values[other]![at]!, node)))
    if (original === undefined) group.push(i)
    else if (signature.length >= minCopyLength * samples.length) {
      columns[i] = { key: columns[i]!.key, kind: 'same', as: columns[original]!.key }
      dependsOn.set(columns[i]!.key, [columns[original]!.key])
    }
  }
}

interface NamedSource {
  readonly up: number
  readonly source: Source
  /** The index in `source.nodes` of an object here. */
  readonly indexOf: (object: number) => number
}

function listSources(scope: Scope): NamedSource[] {
  const named: NamedSource[] = []
  let at: Scope | undefined = scope
  let indexOf = (object: number): number => object
  for (let up = 0; at && up <= maxUp; up++) {
    for (const source of at.sources.slice(0, maxColumns)) if (isNameable(source.key)) named.push({ up, source, indexOf })
    const parent: Scope['parent'] = at.parent
    const index = parent?.index
    if (!parent || !index) break
    const inner = indexOf
    indexOf = (object) => index[inner(object)]!
    at = parent.scope
  }
  return named
}

/** A template that gives every value of a column; undefined where there is none. */
function findTemplate(doc: JsonDocument, nodes: Int32Array, sources: readonly NamedSource[], samples: readonly number[], scope: Scope): Template | undefined {
  const contents = samples.map((object) => contentOf(doc, nodes[object]!))
  const usable = sources.filter((named) => samples.every((object, i) => {
    const content = contentOf(doc, named.source.nodes[named.indexOf(object)]!)
    return content.length > 0 && contents[i]!.includes(content)
  }))
  if (usable.length === 0) return undefined
  const tried = new Set<string>()
  for (let i = 0; i < samples.length; i++) {
    const template = matchLongest(contents[i]!, usable.map((named) => ({ named, content: contentOf(doc, named.source.nodes[named.indexOf(samples[i]!)]!) })))
    const written = writeTemplate(template)
    if (template.references.length === 0 || template.references.length > maxReferences || tried.has(written)) continue
    tried.add(written)
    if (isAmbiguous(written, template, scope) || !holds(doc, nodes, template, usable)) continue
    return template
  }
  return undefined
}

/** From left to right, each time the longest value that stands there; of equal ones the nearest object's. */
function matchLongest(text: string, values: readonly { readonly named: NamedSource, readonly content: string }[]): Template {
  const ordered = [...values].sort((a, b) => b.content.length - a.content.length)
  const literals: string[] = []
  const references: Reference[] = []
  let literalStart = 0
  for (let at = 0; at < text.length;) {
    const match = ordered.find(({ content }) => text.startsWith(content, at))
    if (!match) {
      at++
      continue
    }
    literals.push(text.slice(literalStart, at))
    references.push({ up: match.named.up, key: match.named.source.key })
    at += match.content.length
    literalStart = at
  }
  literals.push(text.slice(literalStart))
  return { literals, references }
}

/** Whether reading the written template gives other references than were meant. */
function isAmbiguous(written: string, template: Template, scope: Scope): boolean {
  const read = readTemplate(written, (name) => resolveName(name, (up, key) => scopeAt(scope, up)?.keys.has(key) ?? false))
  return read.literals.length !== template.literals.length || read.literals.some((literal, i) => literal !== template.literals[i]) ||
    read.references.some((reference, i) => writeReference(reference) !== writeReference(template.references[i]!) || reference.up !== template.references[i]!.up)
}

function scopeAt(scope: Scope, up: number): Scope | undefined {
  let at: Scope | undefined = scope
  for (let i = 0; i < up; i++) at = at?.parent?.scope
  return at
}

function holds(doc: JsonDocument, nodes: Int32Array, { literals, references }: Template, sources: readonly NamedSource[]): boolean {
  const named = references.map((reference) => sources.find(({ up, source }) => up === reference.up && source.key === reference.key)!)
  for (let object = 0; object < nodes.length; object++) {
    let at = doc.start[nodes[object]!]! + 1
    for (let i = 0; i < literals.length; i++) {
      if (i > 0) {
        const content = contentOf(doc, named[i - 1]!.source.nodes[named[i - 1]!.indexOf(object)]!)
        if (!doc.text.startsWith(content, at)) return false
        at += content.length
      }
      if (!doc.text.startsWith(literals[i]!, at)) return false
      at += literals[i]!.length
    }
    if (at !== doc.end[nodes[object]!]! - 1) return false
  }
  return true
}

/** A string without its quotes, any other value as it stands. */
function contentOf(doc: JsonDocument, node: number): string {
  const start = doc.start[node]!
  const quotes = doc.text.charCodeAt(start) === 0x22 ? 1 : 0
  return doc.text.slice(start + quotes, doc.end[node]! - quotes)
}
