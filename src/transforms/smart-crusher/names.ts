/** Words of names seen before: the fields of a table are asked about again and again. */
const known = new Map<string, readonly string[]>()
const maxKnown = 500
/** Longer texts are values, and seldom the same. */
const maxKnownLength = 60

/** The words of a field name or label, lower case: `createdAt`, `created_at` and `created-at` give `created`, `at`. */
export function nameWords(name: string): readonly string[] {
  const before = known.get(name)
  if (before) return before
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  if (name.length > maxKnownLength) return words
  if (known.size >= maxKnown) known.clear()
  known.set(name, words)
  return words
}
