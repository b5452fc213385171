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
  let start = 0
  while (start + shortestRun <= text.length) {
    // Backwards from where a run would have to reach: in most texts a few steps rule out 64 characters.
    let blocked = start + shortestRun - 1
    while (blocked >= start && kindAt(text, blocked) !== 0) blocked--
    if (blocked >= start) {
      start = blocked + 1
      continue
    }
    let end = start
    let seen = 0
    for (let kind = kindAt(text, end); kind !== 0; kind = kindAt(text, ++end)) seen |= kind
    if ((seen & 7) === 7) characters += end - start + (text[end] === '=' ? 1 : 0)
    start = end + 1
  }
  return characters
}

function kindAt(text: string, index: number): number {
  const code = text.charCodeAt(index) // NaN after the end
  return code < 128 ? kinds[code]! : 0 // the table has 128 entries
}
