/** Writes a text as a JSON string literal, quotes included. */
export type StringEncoder = (text: string) => string

const toAscii = (literal: string): string =>
  literal.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const escapeSlashes = (literal: string): string => literal.replaceAll('/', '\\/')

/** The spellings that common writers of JSON use, the most common first. */
const encoders: readonly StringEncoder[] = [
  (text) => JSON.stringify(text),
  (text) => toAscii(JSON.stringify(text)),
  (text) => escapeSlashes(JSON.stringify(text)),
  (text) => escapeSlashes(toAscii(JSON.stringify(text))),
]

/** The text that a JSON string literal stands for. @param raw the literal with its quotes, already known to be valid */
export function decodeString(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
}

/**
 * The encoder that gives a string literal back exactly as it stands in the source, so that a text in it can be rewritten
 * and written back in the same spelling.
 *
 * @returns undefined where the literal mixes spellings
 */
export function encoderOf(raw: string, decoded: string = decodeString(raw)): StringEncoder | undefined {
  return encoders.find((encode) => encode(decoded) === raw)
}
