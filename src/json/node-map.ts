import { firstNotBelow } from './first-not-below.ts'

/** Something about some nodes of a document, by node number. */
export interface ReadonlyNodeMap<Value> extends Iterable<[number, Value]> {
  readonly size: number
  get(node: number): Value | undefined
  has(node: number): boolean
  /** The nodes of the map in [from, to), ascending. Costs a look-up for each node of the range or of the map, whichever are fewer. */
  within(from: number, to: number): ArrayLike<number>
}

/** Texts that stand in for nodes. */
export type NodeTexts = ReadonlyNodeMap<string>

const none = new Int32Array(0)

/** A map whose keys are node numbers; nodes come and go, and those of a range are found without a look at all of them. */
export class NodeMap<Value> implements ReadonlyNodeMap<Value> {
  readonly #values: Map<number, Value>
  /** All nodes in ascending order; undefined since one came or went. */
  #sorted: Int32Array | undefined

  constructor(entries: Iterable<readonly [number, Value]> = []) {
    this.#values = new Map(entries)
  }

  get size(): number {
    return this.#values.size
  }

  get(node: number): Value | undefined {
    return this.#values.get(node)
  }

  has(node: number): boolean {
    return this.#values.has(node)
  }

  set(node: number, value: Value): void {
    if (!this.#values.has(node)) this.#sorted = undefined
    this.#values.set(node, value)
  }

  delete(node: number): void {
    if (this.#values.delete(node)) this.#sorted = undefined
  }

  within(from: number, to: number): ArrayLike<number> {
    if (from >= to || this.#values.size === 0) return none
    if (to - from <= this.#values.size) {
      const found: number[] = []
      for (let node = from; node < to; node++) if (this.#values.has(node)) found.push(node)
      return found
    }
    // The range is longer than the list of nodes: sorting it costs no more than looking at the range would.
    const sorted = (this.#sorted ??= Int32Array.from(this.#values.keys()).sort())
    return sorted.subarray(firstNotBelow(sorted, from), firstNotBelow(sorted, to))
  }

  [Symbol.iterator](): IterableIterator<[number, Value]> {
    return this.#values[Symbol.iterator]()
  }
}
