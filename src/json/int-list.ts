/**
 * Whole numbers in the order in which they were added: four bytes each, where an array takes eight and leaves its smaller
 * selves behind. For lists as long as a table has rows or cells.
 */
export class IntList {
  #values: Int32Array
  #length = 0

  /** @param capacity how many numbers to have room for at first; a guess costs time or memory, nothing else */
  constructor(capacity = 16) {
    this.#values = new Int32Array(Math.max(1, capacity))
  }

  get length(): number {
    return this.#length
  }

  /** @param value from -2^31 to 2^31 - 1 */
  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Int32Array(2 * this.#length)
      longer.set(this.#values)
      this.#values = longer
    }
    this.#values[this.#length++] = value
  }

  /** The numbers so far, without a copy: what is added later is not among them. */
  numbers(): Int32Array {
    return this.#values.subarray(0, this.#length)
  }
}
