/** What a UTF-16 code unit does to a word. */
export const SEPARATOR = 0
export const LETTER = 1
export const UPPER = 2
export const DIGIT = 3
/** A letter of a script that writes no spaces between words; also surrogates, so that an emoji is a word. */
export const UNSPACED = 4
/** A mark that is skipped: `e` and U+0301 is the same letter as `é`. */
export const MARK = 5

/** Classes and folded letters of 256 code units. */
export interface CharacterPage {
  readonly classes: Uint8Array
  /** Lower case without diacritics; 0 where that takes several letters, which `expansions` holds. */
  readonly folded: Uint16Array
  readonly expansions: ReadonlyMap<number, string>
}

/** First and last code unit of scripts without spaces: Thai, Lao, Myanmar, Khmer, CJK, kana, Hangul, surrogates. */
const UNSPACED_RANGES = [
  0x0e00, 0x0eff, 0x1000, 0x109f, 0x1780, 0x17ff, 0x2e80, 0x2fdf, 0x3005, 0x3007, 0x3040, 0x312f, 0x3400, 0x9fff,
  0xac00, 0xdfff, 0xf900, 0xfaff, 0xff66, 0xff9f,
]

/** Marks that readers of the script leave out in searches: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels. */
const SKIPPED_MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g

/** Letters that look like another with a stroke, or like two, and that Unicode does not decompose. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't', ς: 'σ',
}

const pages: (CharacterPage | undefined)[] = []

/** The page that holds a code unit: `page.classes[unit & 255]`. Built when first asked for; no page is ever changed. */
export function characterPage(unit: number): CharacterPage {
  return pages[unit >> 8] ??= buildPage(unit & 0xff00)
}

/** Class of one code unit. */
export function characterClass(unit: number): number {
  return characterPage(unit).classes[unit & 255]!
}

/**
 * A text as words compare it: lower case, compatibility forms resolved, accents dropped, digits of any script as 0 to 9.
 * Everything that is no letter, digit or mark stays.
 */
export function foldText(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const page = characterPage(unit)
    const kind = page.classes[unit & 255]!
    if (kind === SEPARATOR) out += text[i]
    else if (kind !== MARK) out += page.expansions.get(unit) ?? String.fromCharCode(page.folded[unit & 255]!)
  }
  return out
}

function buildPage(first: number): CharacterPage {
  const classes = new Uint8Array(256)
  const folded = new Uint16Array(256)
  const expansions = new Map<number, string>()
  for (let i = 0; i < 256; i++) {
    const unit = first + i
    classes[i] = classify(unit)
    if (classes[i] === SEPARATOR || classes[i] === MARK) continue
    const text = classes[i] === DIGIT ? String(digitValue(unit)) : foldLetter(unit)
    if (text.length === 1) folded[i] = text.charCodeAt(0)
    else expansions.set(unit, text)
  }
  return { classes, folded, expansions }
}

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return UNSPACED
  const letter = String.fromCharCode(unit)
  if (letter.replace(SKIPPED_MARKS, '') === '') return MARK
  if (/\p{Nd}/u.test(letter)) return DIGIT
  if (!/[\p{L}\p{M}]/u.test(letter)) return SEPARATOR
  for (let i = 0; i < UNSPACED_RANGES.length; i += 2) {
    if (unit >= UNSPACED_RANGES[i]! && unit <= UNSPACED_RANGES[i + 1]!) return UNSPACED
  }
  return /\p{Lu}/u.test(letter) ? UPPER : LETTER
}

function foldLetter(unit: number): string {
  const letter = String.fromCharCode(unit)
  if (unit >= 0xd800 && unit <= 0xdfff) return letter
  // Composed again after the accents are gone: Hangul syllables and voiced kana are letters of their own.
  const plain = letter.normalize('NFKD').replace(SKIPPED_MARKS, '').normalize('NFC').toLowerCase().replace(SKIPPED_MARKS, '')
  return plain === '' ? letter : UNDECOMPOSED[plain] ?? plain
}

/** Decimal digits stand in blocks of ten, from zero. */
function digitValue(unit: number): number {
  let zero = unit
  while (unit - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--
  return unit - zero
}

/** Where a text is cut that is to have at most `end` code units: one before, where that would cut a character in two. @param end at least 1 */
export function endOfWhole(text: string, end: number): number {
  return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end
}
