import type { Shape } from './shape.ts'
import { walkCells } from './walk-cells.ts'
import type { ColumnPlan } from './write.ts'

/** UTF-16 code units of JSON that a token stands for, and tokens of a name and of its definition, roughly. */
const charactersPerToken = 3.8
const tokensPerName = 4
const tokensPerDefinition = 5
/** A name that saves less than this, in tokens, is not worth looking up. */
const minTokensSaved = 8

/** A value that stands in several cells. */
export interface Repeat {
  count: number
  /** How often it would be written when outer values that repeat are written once. */
  uses: number
  pays: boolean
  /** `"&1"`, with quotes; '' until it is written for the first time. */
  name: string
}

/** Values of the rows to be written that are worth a name. */
export interface Repeats {
  /** @param shape how the value is written, when not as it stands */
  find(node: number, shape: Shape | undefined): Repeat | undefined
  nextName(): string
}

/**
 * Finds long values that stand in several cells; undefined where none does.
 *
 * @param minLength in UTF-16 code units of the source; shorter values read better where they stand
 * @param inPlace nodes of rows whose values stand in their place, and are not counted
 */
export function countRepeats(plan: ColumnPlan, selected: ArrayLike<number> | undefined, minLength: number, inPlace?: ReadonlySet<number>): Repeats | undefined {
  const { doc, values } = plan.rows
  const prefix = choosePrefix(doc.text.slice(doc.start[values[0]!]!, doc.end[values[values.length - 1]!]!))
  if (prefix === undefined) return undefined
  // Values written as cells are alike only with others written with the same columns.
  const known = new Map<string, Map<string, Repeat>>()
  const lookUp = (node: number, shape: Shape | undefined): { map: Map<string, Repeat>, source: string } | undefined => {
    if (doc.end[node]! - doc.start[node]! < minLength) return undefined
    const header = shape?.header ?? ''
    let map = known.get(header)
    if (!map) known.set(header, (map = new Map<string, Repeat>()))
    return { map, source: doc.text.slice(doc.start[node]!, doc.end[node]!) }
  }
  const counted = inPlace ? rowsBut(plan, selected, inPlace) : selected
  let candidates = 0
  walkCells(plan, counted, (node, shape) => {
    const place = lookUp(node, shape)
    if (!place) return false
    const repeat = place.map.get(place.source)
    if (!repeat) place.map.set(place.source, { count: 1, uses: 0, pays: false, name: '' })
    else if (++repeat.count === 2) candidates++
    return true
  })
  if (candidates === 0) return undefined
  for (const map of known.values()) {
    for (const [source, repeat] of map) {
      if (pays(source.length, repeat.count)) repeat.pays = true
      else map.delete(source)
    }
  }
  countUses(plan, counted, lookUp)
  let chosen = 0
  for (const map of known.values()) {
    for (const [source, repeat] of map) {
      if (pays(source.length, repeat.uses)) chosen++
      else map.delete(source)
    }
  }
  if (chosen === 0) return undefined
  let names = 0
  return {
    find: (node, shape) => {
      const place = lookUp(node, shape)
      return place?.map.get(place.source)
    },
    nextName: () => `"${prefix}${++names}"`,
  }
}

function rowsBut({ rows: { values } }: ColumnPlan, selected: ArrayLike<number> | undefined, inPlace: ReadonlySet<number>): number[] {
  return Array.from(selected ?? values, (row, i) => (selected ? row : i)).filter((row) => !inPlace.has(values[row]!))
}

function countUses(
  plan: ColumnPlan, selected: ArrayLike<number> | undefined,
  lookUp: (node: number, shape: Shape | undefined) => { map: Map<string, Repeat>, source: string } | undefined,
): void {
  walkCells(plan, selected, (node, shape) => {
    const place = lookUp(node, shape)
    const repeat = place?.map.get(place.source)
    // What is in a value that repeats is written once, with the first.
    return repeat ? ++repeat.uses === 1 : true
  })
}

function pays(length: number, count: number): boolean {
  if (count < 2) return false
  const tokens = length / charactersPerToken
  return tokens * (count - 1) - tokensPerDefinition - tokensPerName * count >= minTokensSaved
}

/** The start of a name, which no string in the rows has. */
function choosePrefix(text: string): string | undefined {
  return ['&', '&&', '*', '~&'].find((prefix) => !text.includes(`"${prefix}`))
}
