/** What the pattern of o200k_base tells apart in ASCII, and in what programs and writers put between it. */
const other = 0
const lower = 1
const upper = 2
const digit = 3
const blank = 4
const lineBreak = 5
/** Whatever else there is, and behind the end of the text. */
const foreign = 6

const classes = new Uint8Array(128)
for (let code = 0x61; code <= 0x7a; code++) classes[code] = lower
for (let code = 0x41; code <= 0x5a; code++) classes[code] = upper
for (let code = 0x30; code <= 0x39; code++) classes[code] = digit
for (const code of [0x09, 0x0b, 0x0c, 0x20]) classes[code] = blank
for (const code of [0x0a, 0x0d]) classes[code] = lineBreak

const space = 0x20
const apostrophe = 0x27
const slash = 0x2f
const mostDigits = 3

function classAt(text: string, at: number): number {
  if (at >= text.length) return foreign
  const code = text.charCodeAt(at)
  return code < 128 ? classes[code]! : isMark(code) ? other : foreign
}

/** Dashes, quotes, bullets and dots; arrows, as behind the numbers of lines; rules and boxes of tables. No letter, digit or white space is among them. */
function isMark(code: number): boolean {
  return (code >= 0x2010 && code <= 0x2027) || (code >= 0x2190 && code <= 0x21ff) || (code >= 0x2500 && code <= 0x25ff)
}

/**
 * Where the piece of o200k_base that begins at `start` ends, as its pattern has it: a word with the one character before it and a
 * contraction behind it, up to three digits, marks with a space before and line breaks behind them, or white space.
 *
 * @returns -1 where what stands there, or right behind it, is neither ASCII nor one of the marks: the pattern itself has to say
 */
export function endOfPlainPiece(text: string, start: number): number {
  const first = classAt(text, start)
  if (first === foreign) return -1
  if (first === lower || first === upper) return endOfWord(text, start)
  if (first === digit) return endOfDigits(text, start)
  const second = classAt(text, start + 1)
  if (second === foreign && start + 1 < text.length) return -1
  if (first !== lineBreak && (second === lower || second === upper)) return endOfWord(text, start + 1)
  if (first === other) return endOfMarks(text, start + 1)
  if (second === other && text.charCodeAt(start) === space) return endOfMarks(text, start + 2)
  return endOfWhiteSpace(text, start)
}

/** Capitals and small letters behind them, or capitals alone; then a contraction. */
function endOfWord(text: string, start: number): number {
  let at = start
  let kind = classAt(text, at)
  while (kind === upper) kind = classAt(text, ++at)
  while (kind === lower) kind = classAt(text, ++at)
  if (kind === foreign && at < text.length) return -1
  return kind === other && text.charCodeAt(at) === apostrophe ? at + lengthOfContraction(text, at) : at
}

/** Of 's, 't, 'm, 'd, 're, 've and 'll, in letters of any case; 0 for anything else. */
function lengthOfContraction(text: string, at: number): number {
  const first = text.charCodeAt(at + 1) | 0x20 // the small letter of a capital; nothing else becomes one of these but their capitals
  if (!isLetter(text, at + 1)) return 0
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return 2
  if (!isLetter(text, at + 2)) return 0
  const second = text.charCodeAt(at + 2) | 0x20
  return (second === 0x65 && (first === 0x72 || first === 0x76)) || (second === 0x6c && first === 0x6c) ? 3 : 0
}

function isLetter(text: string, at: number): boolean {
  const kind = classAt(text, at)
  return kind === lower || kind === upper
}

function endOfDigits(text: string, start: number): number {
  for (let at = start + 1; at < start + mostDigits; at++) {
    const kind = classAt(text, at)
    if (kind !== digit) return kind === foreign && at < text.length ? -1 : at
  }
  return start + mostDigits
}

/** @param from behind the first of the marks */
function endOfMarks(text: string, from: number): number {
  let at = from
  while (classAt(text, at) === other) at++
  if (at < text.length && classAt(text, at) === foreign) return -1
  while (classAt(text, at) === lineBreak || (at < text.length && text.charCodeAt(at) === slash)) at++
  return at
}

/** Up to the last line break of the run, else all but its last character, which belongs to what follows. */
function endOfWhiteSpace(text: string, start: number): number {
  let at = start
  let behindBreak = -1
  for (let kind = classAt(text, at); kind === blank || kind === lineBreak; kind = classAt(text, at)) {
    at++
    if (kind === lineBreak) behindBreak = at
  }
  if (at < text.length && classAt(text, at) === foreign) return -1
  if (behindBreak >= 0) return behindBreak
  return at === text.length || at === start + 1 ? at : at - 1
}
