/** A deep copy whose objects stay instances of their classes, which `structuredClone` does not keep; symbols and accessors come along. */
export function cloneRequest<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof URL || ArrayBuffer.isView(value)) return structuredClone(value)
  const copy: object = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object | null) as object
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key)!
    // The length of an array stands for its holes.
    Object.defineProperty(copy, key, 'value' in property ? { ...property, value: cloneRequest(property.value) as unknown } : property)
  }
  return copy as Value
}

/** A deep copy in which every value is what `change` makes of it, seen with its key, before what is in it; instances stay instances. */
export function mapDeep<Value>(value: Value, change: (key: string, value: unknown) => unknown): Value {
  const map = (key: string, before: unknown): unknown => {
    const after = change(key, before)
    if (typeof after !== 'object' || after === null) return after
    const copy: object = Array.isArray(after) ? [] : Object.create(Object.getPrototypeOf(after) as object | null) as object
    for (const inner of Reflect.ownKeys(after)) {
      const property = Object.getOwnPropertyDescriptor(after, inner)!
      Object.defineProperty(copy, inner, 'value' in property ? { ...property, value: map(String(inner), property.value) } : property)
    }
    return copy
  }
  return map('', value) as Value
}
