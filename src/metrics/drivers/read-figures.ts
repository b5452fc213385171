import { isTimestamp, readRecordText } from '../read-record.ts'
import { maxFigure, recordVersion } from '../record.ts'
import type { RecordFigures } from '../tally.ts'
import { textOf } from './read-lines.ts'
import type { Line } from './read-lines.ts'

/** Gives the figures of a line, as `readRecordText` does, or `undefined` for what is no record. */
export type FiguresReader = (line: Line) => RecordFigures | undefined

type Decisions = RecordFigures['decisions'][number][]

/** Names are few and come again and again: each is decoded once, while no other takes its place. A power of two. */
const places = 1024
const maxNameBytes = 1000

interface KnownName {
  readonly bytes: Buffer
  readonly text: string
}

/**
 * A reader for many lines. Lines as `createRecord` and `JSON.stringify` write them, field by field in that order, are read straight from
 * their bytes, in half of the time that `JSON.parse` takes; at the first byte that is not as expected the line is read as JSON.
 */
export function createFiguresReader(): FiguresReader {
  /** By a hash of their bytes. */
  const names = Array.from({ length: places }, (): KnownName | undefined => undefined)
  let lastDay: Buffer | undefined
  let source: Buffer = Buffer.alloc(0)
  let words = new DataView(source.buffer)
  let at = 0

  /**
   * Whether `literal` comes next; goes behind it. Eight bytes at a time, read as one float: those of ASCII are numbers, never 0 and never
   * NaN, so two of them are equal only when all of their bytes are. That is a good part of the speed of all of this.
   */
  const take = ({ words: wanted, last, length }: Literal): boolean => {
    // Held here while it is walked over: a variable that several functions share is read again for every byte.
    const view = words
    let i = at
    const end = i + length
    if (end > view.byteLength || view.getFloat64(end - 8) !== last) return false
    for (let n = 0; n < wanted.length; n++, i += 8) if (view.getFloat64(i) !== wanted[n]) return false
    at = end
    return true
  }

  /** The digits that come next, as one number, and `at` behind them; `count` of them. Not exact for more than 15. */
  let count = 0
  const takeDigits = (value: number): number => {
    const bytes = source
    const start = at
    let digits = value
    let i = start
    for (; i < bytes.length; i++) {
      const digit = bytes[i]! - 48 // i is within
      if (digit < 0 || digit > 9) break
      digits = digits * 10 + digit
    }
    at = i
    count = i - start
    return digits
  }
  /** A number of at most 15 digits without an exponent; NaN for anything else. Dividing a whole number by a power of ten rounds as `JSON.parse` does. */
  const takeNumber = (): number => {
    // One digit is what most figures are.
    const digit = source[at]! - 48
    const behind = source[at + 1]
    if (digit >= 0 && digit <= 9 && (behind === comma || behind === closingBrace)) {
      at++
      return digit
    }
    const isNegative = source[at] === minus
    if (isNegative) at++
    const hasLeadingZero = source[at] === 48
    let value = takeDigits(0)
    const whole = count
    if (whole === 0 || whole > 15 || (hasLeadingZero && whole > 1)) return NaN
    if (source[at] === dot) {
      at++
      value = takeDigits(value)
      if (count === 0 || whole + count > 15) return NaN
      value /= tenTo[count]! // up to 15
    }
    if (source[at] === lowerE || source[at] === upperE) return NaN
    return isNegative ? -value : value
  }
  /** A whole number from 0 on; NaN for anything else. */
  const takeTokens = (): number => {
    const hasLeadingZero = source[at] === 48
    const value = takeDigits(0)
    if (count === 0 || count > 15 || (hasLeadingZero && count > 1)) return NaN
    const next = source[at]
    return next === dot || next === lowerE || next === upperE ? NaN : value
  }

  /** Goes behind a text without escapes, whose first quote is behind us. Beyond ASCII there may be bytes that are no UTF-8: decoding looks at them. */
  const skipText = (): boolean => {
    const bytes = source
    for (let i = at; i < bytes.length; i++) {
      const byte = bytes[i]! // i is within
      if (byte === quote) {
        at = i + 1
        return true
      }
      if (byte < 32 || byte === backslash) return false
    }
    return false
  }
  /** The same with a hash of its bytes. @returns where it ends, or -1 */
  let hash = 0
  const takeText = (): number => {
    const bytes = source
    let sum = 17
    for (let i = at; i < bytes.length; i++) {
      const byte = bytes[i]! // i is within
      if (byte === quote) {
        at = i + 1
        hash = sum
        return i
      }
      if (byte < 32 || byte === backslash) return -1
      sum = (Math.imul(sum, 31) + byte) | 0
    }
    return -1
  }
  const takeName = (): string | undefined => {
    const start = at
    const end = takeText()
    if (end === -1) return undefined
    const place = hash & (places - 1)
    const known = names[place]
    if (known !== undefined && known.bytes.length === end - start && isSame(known.bytes, start)) return known.text
    const text = source.toString('utf8', start, end)
    if (end - start <= maxNameBytes) names[place] = { bytes: Buffer.from(source.subarray(start, end)), text }
    return text
  }
  const isSame = (bytes: Buffer, start: number): boolean => {
    const here = source
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== here[start + i]) return false
    return true
  }
  /** A time as we write it, whose first quote is behind us. */
  const takeTimestamp = (): string | undefined => {
    const start = at
    if (!skipText() || at !== start + 25) return undefined
    const text = source.toString('latin1', start, start + 24)
    if (lastDay !== undefined && isSame(lastDay, start) && isTimeOfDay(start + 11)) return text
    if (!isTimestamp(text)) return undefined
    lastDay = Buffer.from(source.subarray(start, start + 11))
    return text
  }
  /** `10:00:00.000Z`; 24:00 is for `isTimestamp` to judge. */
  const isTimeOfDay = (start: number): boolean => {
    const digit = (i: number): number => source[start + i]! - 48
    const isDigit = (i: number): boolean => digit(i) >= 0 && digit(i) <= 9
    return isDigit(0) && isDigit(1) && digit(0) * 10 + digit(1) <= 23 && source[start + 2] === colon
      && digit(3) >= 0 && digit(3) <= 5 && isDigit(4) && source[start + 5] === colon
      && digit(6) >= 0 && digit(6) <= 5 && isDigit(7) && source[start + 8] === dot
      && isDigit(9) && isDigit(10) && isDigit(11) && source[start + 12] === upperZ
  }

  /** Behind `{`: tokens by the name of a transform, up to and with `}`. @returns undefined for anything else */
  const takeByTransform = (): Record<string, number> | undefined => {
    const byTransform: Record<string, number> = {}
    if (source[at] === closingBrace) {
      at++
      return byTransform
    }
    for (;;) {
      if (source[at++] !== quote) return undefined
      const name = takeName()
      // Assigning it would set no property.
      if (name === undefined || name === '__proto__' || source[at++] !== colon) return undefined
      const tokens = takeNumber()
      if (!(Math.abs(tokens) <= maxFigure)) return undefined
      byTransform[name] = tokens
      const next = source[at++]
      if (next === closingBrace) return byTransform
      if (next !== comma) return undefined
    }
  }
  /** Behind `{`: milliseconds by name, up to and with `}`. @returns false for anything else */
  let total: number | undefined
  const takeTimings = (): boolean => {
    total = undefined
    if (source[at] === closingBrace) {
      at++
      return true
    }
    for (;;) {
      const isTotal = take(keys.total)
      if (!isTotal && (source[at++] !== quote || !skipText() || source[at++] !== colon)) return false
      const milliseconds = takeNumber()
      if (!(Math.abs(milliseconds) <= maxFigure)) return false
      if (isTotal) total = milliseconds
      const next = source[at++]
      if (next === closingBrace) return true
      if (next !== comma) return false
    }
  }
  /** Behind `{`: the six causes in their order, and `}`. */
  const takeWaste = (): RecordFigures['waste'] | undefined => {
    if (!take(keys.whiteSpace)) return undefined
    const whiteSpace = takeNumber()
    if (!take(keys.repeatedKeys)) return undefined
    const repeatedKeys = takeNumber()
    if (!take(keys.repeatedRows)) return undefined
    const repeatedRows = takeNumber()
    if (!take(keys.base64)) return undefined
    const base64 = takeNumber()
    if (!take(keys.html)) return undefined
    const html = takeNumber()
    if (!take(keys.volatilePrefix)) return undefined
    const volatilePrefix = takeNumber()
    const isWithin = Math.abs(whiteSpace) <= maxFigure && Math.abs(repeatedKeys) <= maxFigure && Math.abs(repeatedRows) <= maxFigure
      && Math.abs(base64) <= maxFigure && Math.abs(html) <= maxFigure && Math.abs(volatilePrefix) <= maxFigure
    return isWithin && source[at++] === closingBrace ? { whiteSpace, repeatedKeys, repeatedRows, base64, html, volatilePrefix } : undefined
  }
  /** Behind `[`: decisions in short, up to and with `]`. */
  const takeDecisions = (): Decisions | undefined => {
    const decisions: Decisions = []
    if (source[at] === closingBracket) {
      at++
      return decisions
    }
    for (;;) {
      if (!take(keys.transform) || !skipText()) return undefined
      const toolName = take(keys.toolName) ? takeName() ?? false : undefined
      if (toolName === false || !take(keys.contentType) || !skipText() || !take(keys.action) || !skipText() || !take(keys.blocks)) return undefined
      const blocks = takeTokens()
      if (!take(keys.tokensBefore)) return undefined
      const tokensBefore = takeTokens()
      if (!take(keys.tokensAfter)) return undefined
      const tokensAfter = takeTokens()
      if (!take(keys.rowsTotal) || Number.isNaN(takeTokens()) || !take(keys.rowsKept) || Number.isNaN(takeTokens()) || source[at++] !== closingBrace) return undefined
      if (Number.isNaN(blocks + tokensBefore + tokensAfter)) return undefined
      decisions.push(toolName === undefined ? { blocks, tokensBefore, tokensAfter } : { toolName, blocks, tokensBefore, tokensAfter })
      const next = source[at++]
      if (next === closingBracket) return decisions
      if (next !== comma) return undefined
    }
  }
  /** Behind `[`: texts, up to and with `]`. @returns how many, or -1 */
  const takeTexts = (): number => {
    if (source[at] === closingBracket) {
      at++
      return 0
    }
    for (let texts = 1; ; texts++) {
      if (source[at++] !== quote || !skipText()) return -1
      const next = source[at++]
      if (next === closingBracket) return texts
      if (next !== comma) return -1
    }
  }
  const takeMode = (): RecordFigures['mode'] | undefined => take(keys.optimize) ? 'optimize' : take(keys.audit) ? 'audit' : take(keys.simulate) ? 'simulate' : undefined

  /** @returns undefined for a line that is not exactly as we write it */
  const takeFigures = (): RecordFigures | undefined => {
    if (!take(keys.id) || !skipText() || !take(keys.timestamp)) return undefined
    const timestamp = takeTimestamp()
    if (timestamp === undefined) return undefined
    const provider = take(keys.provider) ? takeName() ?? false : undefined
    if (provider === false || (take(keys.format) && !skipText())) return undefined
    const model = take(keys.model) ? takeName() ?? false : undefined
    if (model === false) return undefined
    const mode = takeMode()
    if (mode === undefined || !take(keys.tokensInputBefore)) return undefined
    const tokensInputBefore = takeTokens()
    if (!take(keys.tokensInputAfter)) return undefined
    const tokensInputAfter = takeTokens()
    if (!take(keys.tokenCounting) || !skipText()) return undefined
    const tokensInputReported = take(keys.tokensInputReported) ? takeTokens() : undefined
    const tokensOutput = take(keys.tokensOutput) ? takeTokens() : undefined
    const cachedTokensRead = take(keys.cachedTokensRead) ? takeTokens() : undefined
    const cachedTokensWritten = take(keys.cachedTokensWritten) ? takeTokens() : undefined
    if (Number.isNaN(tokensInputBefore + tokensInputAfter + (tokensInputReported ?? 0) + (tokensOutput ?? 0) + (cachedTokensRead ?? 0) + (cachedTokensWritten ?? 0))) return undefined
    if (!take(keys.tokensSavedByTransform)) return undefined
    const tokensSavedByTransform = takeByTransform()
    if (tokensSavedByTransform === undefined || !take(keys.stablePrefixHash) || !skipText() || !take(keys.cacheAlignmentScore)) return undefined
    const cacheAlignmentScore = takeNumber()
    const estimatedSavingsUsd = take(keys.estimatedSavingsUsd) ? takeNumber() : undefined
    if (!(Math.abs(cacheAlignmentScore) <= maxFigure && Math.abs(estimatedSavingsUsd ?? 0) <= maxFigure)) return undefined
    const pricesDate = take(keys.pricesDate) ? takeName() ?? false : undefined
    if (pricesDate === false || !take(keys.waste)) return undefined
    const waste = takeWaste()
    if (waste === undefined || !take(keys.decisions)) return undefined
    const decisions = takeDecisions()
    if (decisions === undefined || !take(keys.decisionsOmitted) || Number.isNaN(takeTokens()) || !take(keys.timings)) return undefined
    if (!takeTimings()) return undefined
    if (take(keys.durationMs) && !(Math.abs(takeNumber()) <= maxFigure)) return undefined
    if (!take(keys.warnings)) return undefined
    const warnings = takeTexts()
    if (warnings === -1 || source[at++] !== closingBrace) return undefined
    return {
      timestamp, provider, model, mode, tokensInputBefore, tokensInputAfter, tokensInputReported, tokensOutput, cachedTokensRead, cachedTokensWritten,
      tokensSavedByTransform, cacheAlignmentScore, estimatedSavingsUsd, pricesDate, waste, decisions, timings: { total }, warnings: { length: warnings }, error: undefined,
    }
  }

  return (line) => {
    if (source !== line.source) {
      source = line.source
      words = new DataView(source.buffer, source.byteOffset, source.length)
    }
    at = line.from
    const figures = takeFigures()
    // A line goes no further than its end, even where what follows would fit.
    return figures !== undefined && at === line.until ? figures : readRecordText(textOf(line))
  }
}

const [quote, comma, minus, dot, colon, upperE, upperZ, backslash, closingBracket, lowerE, closingBrace] = Buffer.from('",-.:EZ\\]e}') as unknown as
  readonly [number, number, number, number, number, number, number, number, number, number, number] // eleven bytes
const tenTo = Array.from({ length: 16 }, (_, power) => 10 ** power)

/** At least eight bytes that are known beforehand. */
interface Literal {
  /** Eight bytes each, from the first on, but for the last eight. */
  readonly words: readonly number[]
  /** The last eight bytes; they may overlap with the word before. */
  readonly last: number
  readonly length: number
}

function literal(text: string): Literal {
  const bytes = Buffer.from(text)
  return { words: Array.from({ length: Math.ceil(bytes.length / 8) - 1 }, (_, i) => bytes.readDoubleBE(8 * i)), last: bytes.readDoubleBE(bytes.length - 8), length: bytes.length }
}

/** What stands between two values. */
const keys = {
  id: literal(`{"version":${recordVersion},"id":"`),
  timestamp: literal(',"timestamp":"'),
  total: literal('"total":'),
  provider: literal(',"provider":"'),
  format: literal(',"format":"'),
  model: literal(',"model":"'),
  optimize: literal(',"mode":"optimize"'),
  audit: literal(',"mode":"audit"'),
  simulate: literal(',"mode":"simulate"'),
  tokensInputBefore: literal(',"tokensInputBefore":'),
  tokensInputAfter: literal(',"tokensInputAfter":'),
  tokenCounting: literal(',"tokenCounting":"'),
  tokensInputReported: literal(',"tokensInputReported":'),
  tokensOutput: literal(',"tokensOutput":'),
  cachedTokensRead: literal(',"cachedTokensRead":'),
  cachedTokensWritten: literal(',"cachedTokensWritten":'),
  tokensSavedByTransform: literal(',"tokensSavedByTransform":{'),
  stablePrefixHash: literal(',"stablePrefixHash":"'),
  cacheAlignmentScore: literal(',"cacheAlignmentScore":'),
  estimatedSavingsUsd: literal(',"estimatedSavingsUsd":'),
  pricesDate: literal(',"pricesDate":"'),
  waste: literal(',"waste":{'),
  whiteSpace: literal('"whiteSpace":'),
  repeatedKeys: literal(',"repeatedKeys":'),
  repeatedRows: literal(',"repeatedRows":'),
  base64: literal(',"base64":'),
  html: literal(',"html":'),
  volatilePrefix: literal(',"volatilePrefix":'),
  decisions: literal(',"decisions":['),
  transform: literal('{"transform":"'),
  toolName: literal(',"toolName":"'),
  contentType: literal(',"contentType":"'),
  action: literal(',"action":"'),
  blocks: literal(',"blocks":'),
  tokensBefore: literal(',"tokensBefore":'),
  tokensAfter: literal(',"tokensAfter":'),
  rowsTotal: literal(',"rowsTotal":'),
  rowsKept: literal(',"rowsKept":'),
  decisionsOmitted: literal(',"decisionsOmitted":'),
  timings: literal(',"timings":{'),
  durationMs: literal(',"durationMs":'),
  warnings: literal(',"warnings":['),
} as const

/** For all lines of a process: functions that are made once run a sixth faster than those that are made for every file. */
export const readFigures: FiguresReader = createFiguresReader()
