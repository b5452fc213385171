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
