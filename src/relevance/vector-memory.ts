/** Vectors of texts that were seen before, as many as there is room for; the oldest make way. */
export interface VectorMemory {
  /** What a text is known by: 53 bits of its hash, so that no text is kept. Whoever makes two texts of one hash has them take each other's vector. */
  keyOf(text: string): number
  /** Where the vector of a key is, until the next `add`; -1 where there is none. */
  find(key: number): number
  /** Takes in a vector of entries of 16 bits. @returns where it is */
  add(key: number, vector: Int32Array, squaredNorm: number): number
  squaredNormAt(place: number): number
  /** The sum of the products of the entries of the vector at `place` and those of another. */
  dot(place: number, other: Int32Array): number
}

/** Vectors that room is made for at once. */
const chunkLength = 256

/** @param room vectors remembered, at least 1 */
export function createVectorMemory(dimensions: number, room: number): VectorMemory {
  const places = new Map<number, number>()
  const keys = new Float64Array(room)
  const squaredNorms = new Float64Array(room)
  const chunks: Int16Array[] = []
  let next = 0

  return {
    keyOf: hashUnits,
    find: (key) => places.get(key) ?? -1,
    add(key, vector, squaredNorm) {
      const place = next
      next = next + 1 === room ? 0 : next + 1
      if (places.get(keys[place]!) === place) places.delete(keys[place]!)
      const chunk = chunks[place >> 8] ??= new Int16Array(dimensions * Math.min(chunkLength, room - (place & ~255)))
      chunk.set(vector, (place & 255) * dimensions)
      keys[place] = key
      squaredNorms[place] = squaredNorm
      places.set(key, place)
      return place
    },
    squaredNormAt: (place) => squaredNorms[place]!,
    dot(place, other) {
      const chunk = chunks[place >> 8]!
      const at = (place & 255) * dimensions
      let sum = 0
      for (let i = 0; i < dimensions; i++) sum += chunk[at + i]! * other[i]!
      return sum
    },
  }
}

/** Two multiplicative hashes of a text's code units, each stirred as MurmurHash3 ends (Appleby, public domain), in one whole number. */
function hashUnits(text: string): number {
  let a = 0x811c9dc5
  let b = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
    b ^= b >>> 15
  }
  return (stir(a) >>> 0) * 0x200000 + (stir(b) >>> 11)
}

function stir(hash: number): number {
  let stirred = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  stirred = Math.imul(stirred ^ (stirred >>> 13), 0xc2b2ae35)
  return stirred ^ (stirred >>> 16)
}
