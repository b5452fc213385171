import type { Path } from './types.ts'

/** One change to a request. Paths are those of the original; edits never overlap. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path }
  /** Puts `value` before the element at `path`, whose last key is an index of the original array (its length appends). */
  | { readonly kind: 'insert'; readonly path: Path; readonly value: unknown }
