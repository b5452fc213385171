/** Words of a line that are told apart; what follows is one more. */
export const maxWords = 64

/** The words of one line; the reader overwrites it with the next line. */
export interface LineShape {
  /** Words, at most `maxWords`. */
  words: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Of each word a hash of what is left without its numbers and ids. */
  readonly masks: Int32Array
  /** 1 for a word that has a number or an id. */
  readonly varies: Uint8Array
  /** 53 bits that two lines share when they differ in numbers and ids alone. */
  key: number
}

const SEPARATOR = 0
const LETTER = 1
const DIGIT = 2
const SPACE = 3
const JOINER = 4

const classes = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  classes[code] = /[0-9]/.test(character) ? DIGIT : /[A-Za-z]/.test(character) ? LETTER : character === ' ' || character === '\t' ? SPACE
    : '.:-/,_+'.includes(character) ? JOINER : SEPARATOR
}

const classOf = (code: number): number => code < 128 ? classes[code]! : LETTER

const prime = 0x01000193
const secondPrime = 0x5bd1e995 | 1
/** Stands for a number or an id in hashes; no character has this code. */
const variable = 0x10ffff

export function createLineShape(): LineShape {
  return { words: 0, starts: new Int32Array(maxWords), ends: new Int32Array(maxWords), masks: new Int32Array(maxWords), varies: new Uint8Array(maxWords), key: 0 }
}

/**
 * Reads the shape of a line in one pass: words between blanks, in each a run of letters and digits that has a digit is a variable, and so is
 * what `.`, `:`, `-`, `/`, `,`, `_`, `+` join to it (an address, a time, a UUID). A short number behind letters leaves the letters: `worker12`.
 */
export function readShape(text: string, start: number, end: number, shape: LineShape): void {
  const { starts, ends, masks, varies } = shape
  let first = 0x811c9dc5 | 0
  let second = 0
  let words = 0
  for (let at = start; at < end;) {
    let code = text.charCodeAt(at)
    if (code === 0x20 || code === 0x09) {
      at++
      continue
    }
    const isRest = words === maxWords - 1
    starts[words] = at
    let mask = 0x811c9dc5 | 0
    let hasVariable = 0
    let wasVariable = false
    let joiner = 0
    while (at < end) {
      code = text.charCodeAt(at)
      const kind = classOf(code)
      if (kind === SPACE && !isRest) break
      if (kind !== LETTER && kind !== DIGIT) {
        if (joiner !== 0) mask = Math.imul(mask ^ joiner, prime)
        joiner = 0
        if (wasVariable && kind === JOINER) joiner = code
        else mask = Math.imul(mask ^ code, prime)
        if (joiner === 0) wasVariable = false
        at++
        continue
      }
      // A run of letters and digits.
      const from = at
      let digits = 0
      let letters = 0
      let isHex = true
      let plain = mask
      if (joiner !== 0) plain = Math.imul(plain ^ joiner, prime)
      let hasLetterBehind = false
      while (at < end) {
        const unit = text.charCodeAt(at)
        const of = classOf(unit)
        if (of === DIGIT) digits++
        else if (of === LETTER) {
          if (digits > 0) hasLetterBehind = true
          else plain = Math.imul(plain ^ unit, prime)
          letters++
          const small = unit | 0x20
          if (small < 0x61 || small > 0x66) isHex = false
        } else break
        at++
      }
      if (digits === 0 && !(joiner !== 0 && isHex && at - from > 1)) {
        mask = plain
        wasVariable = false
      } else if (digits > 0 && digits <= 4 && letters > 1 && !hasLetterBehind) {
        mask = Math.imul(plain ^ variable, prime)
        wasVariable = true
        hasVariable = 1
      } else {
        // Joined to the variable before, it is one with it.
        if (!(joiner !== 0 && wasVariable)) mask = Math.imul((joiner !== 0 ? Math.imul(mask ^ joiner, prime) : mask) ^ variable, prime)
        wasVariable = true
        hasVariable = 1
      }
      joiner = 0
    }
    if (joiner !== 0) mask = Math.imul(mask ^ joiner, prime)
    ends[words] = at
    masks[words] = mask
    varies[words] = hasVariable
    first = Math.imul(first ^ mask, prime)
    first ^= first >>> 15
    second = Math.imul(second ^ mask, secondPrime)
    second ^= second >>> 13
    words++
  }
  shape.words = words
  shape.key = (first >>> 0) * 0x200000 + (second & 0x1fffff)
}

/** Where the words of a line stand, and nothing else: at most `limit` of them, the same as `readShape` finds. */
export function readWords(text: string, start: number, end: number, shape: LineShape, limit: number): void {
  const { starts, ends } = shape
  let words = 0
  for (let at = start; at < end && words < limit;) {
    if (isBlank(text.charCodeAt(at))) {
      at++
      continue
    }
    starts[words] = at
    if (words === maxWords - 1) at = end
    else while (at < end && !isBlank(text.charCodeAt(at))) at++
    ends[words] = at
    words++
  }
  shape.words = words
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09
