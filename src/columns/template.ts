import { isOurKey } from './words.ts'

/** A string made of other values: literal pieces and values in turn, as raw JSON without quotes. */
export interface Template {
  /** One more than there are references; may be ''. */
  readonly literals: readonly string[]
  readonly references: readonly Reference[]
}

/** A value that a template names. */
export interface Reference {
  /** 0 is the same object, 1 the object around it, and so on. */
  readonly up: number
  /** The raw spelling of the key, quotes included. */
  readonly key: string
}

/** Objects around that a reference may look into. */
export const maxUp = 2
/** UTF-16 code units of a name between braces, steps up included. */
const maxNameLength = 80

/** Whether a key may be named between braces: its raw spelling ends the reference nowhere too early. */
export function isNameable(key: string): boolean {
  return key.length > 2 && key.length < 66 && !key.includes('{') && !key.includes('}') && !isOurKey(key)
}

/** `https://x/{id}/{../name}`, raw JSON without quotes. */
export function writeTemplate({ literals, references }: Template): string {
  return literals.map((literal, i) => (i === 0 ? literal : `{${writeReference(references[i - 1]!)}}${literal}`)).join('')
}

export function writeReference({ up, key }: Reference): string {
  return `${'../'.repeat(up)}${key.slice(1, -1)}`
}

/**
 * Reads a template back. What stands between braces is a reference where `resolve` knows the name; all else is literal.
 *
 * @param raw as in the source, without quotes
 */
export function readTemplate(raw: string, resolve: (name: string) => Reference | undefined): Template {
  const literals: string[] = []
  const references: Reference[] = []
  let literalStart = 0
  let open = raw.indexOf('{')
  while (open >= 0) {
    const close = raw.indexOf('}', open)
    if (close < 0) break
    const reference = close - open > maxNameLength ? undefined : resolve(raw.slice(open + 1, close))
    if (reference) {
      literals.push(raw.slice(literalStart, open))
      references.push(reference)
      literalStart = close + 1
      open = raw.indexOf('{', literalStart)
    } else open = raw.indexOf('{', open + 1)
  }
  literals.push(raw.slice(literalStart))
  return { literals, references }
}

/** What a name between braces means: a key of the same object, else, for each `../` before it, of the one around. */
export function resolveName(name: string, has: (up: number, key: string) => boolean): Reference | undefined {
  let key = name
  for (let up = 0; up <= maxUp; up++) {
    const raw = `"${key}"`
    if (isNameable(raw) && has(up, raw)) return { up, key: raw }
    if (!key.startsWith('../')) return undefined
    key = key.slice(3)
  }
  return undefined
}
