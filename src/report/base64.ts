/** Shorter runs are names, hashes and tokens, which mean something. In characters; 48 bytes of data. */
const shortestRun = 64

const base64Letter = /[A-Za-z0-9+/_-]/

/** 1 lower case, 2 upper case, 4 digit, 8 one of `+/_-`; 0 for whatever is no base64. By code unit, below 128. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  if (!base64Letter.test(letter)) return 0
  return /[a-z]/.test(letter) ? 1 : /[A-Z]/.test(letter) ? 2 : /\d/.test(letter) ? 4 : 8
})

/**
 * How many characters of a text are base64: runs of 64 and more letters of its alphabet that hold lower and upper case and digits
 * (so no path, no hexadecimal hash, no long word), padding included.
 */
export function countBase64(text: string): number {
  let characters = 0
  let runStart = 0
  let seen = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    const kind = code < 128 ? kinds[code]! : 0 // the table has 128 entries
    if (kind !== 0) {
      seen |= kind
      continue
    }
    if (i - runStart >= shortestRun && (seen & 7) === 7) characters += i - runStart + (code === 0x3d ? 1 : 0)
    runStart = i + 1
    seen = 0
  }
  return characters
}
