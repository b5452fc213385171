import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFiguresReader } from '../../../src/metrics/drivers/read-figures.ts'
import { readRecordText } from '../../../src/metrics/read-record.ts'
import type { MetricsRecord } from '../../../src/metrics/record.ts'
import type { RecordFigures } from '../../../src/metrics/tally.ts'
import { metricsRecords, recordOf } from '../../arbitraries/metrics-record.ts'

/** What is added up, of a whole record or of figures. */
function figuresOf(record: RecordFigures | undefined): unknown {
  if (record === undefined) return undefined
  const { timestamp, provider, model, mode, tokensInputBefore, tokensInputAfter, tokensInputReported, tokensOutput, cachedTokensRead, cachedTokensWritten, tokensSavedByTransform, cacheAlignmentScore, estimatedSavingsUsd, pricesDate, waste, decisions, timings, warnings, error } = record
  const { whiteSpace, repeatedKeys, repeatedRows, base64, html, volatilePrefix } = waste
  return {
    timestamp, provider, model, mode, tokensInputBefore, tokensInputAfter, tokensInputReported, tokensOutput, cachedTokensRead, cachedTokensWritten, tokensSavedByTransform: Object.entries(tokensSavedByTransform),
    cacheAlignmentScore, estimatedSavingsUsd, pricesDate, waste: { whiteSpace, repeatedKeys, repeatedRows, base64, html, volatilePrefix }, total: timings.total, warnings: warnings.length, isFailed: error !== undefined,
    decisions: decisions.map(({ toolName, blocks, tokensBefore, tokensAfter }) => ({ toolName, blocks, tokensBefore, tokensAfter })),
  }
}

/** Reads bytes in the middle of others, as lines stand in a chunk. */
function createRead(): (bytes: Buffer) => RecordFigures | undefined {
  const read = createFiguresReader()
  return (bytes) => {
    const source = Buffer.concat([Buffer.from('"}]\n'), bytes, Buffer.from('\n{"version":1,"id":"')])
    return read({ source, from: 4, until: 4 + bytes.length, offset: 0, bytes: bytes.length, isEnded: true })
  }
}

const isWhole = (record: RecordFigures | undefined): boolean => record !== undefined && 'version' in record

test('lines as we write them are read from their bytes, and say what JSON says', () => {
  const read = createRead()
  fc.assert(fc.property(metricsRecords, (record) => {
    const bytes = Buffer.from(JSON.stringify(record))
    expect(figuresOf(read(bytes))).toEqual(figuresOf(readRecordText(bytes.toString('utf8'))))
  }), { numRuns: 500 })
  expect(isWhole(read(Buffer.from(JSON.stringify(recordOf()))))).toBe(false)
})

test('whatever happens to a line, it is read as JSON reads it, or not at all', () => {
  const read = createRead()
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat({ max: 3 }), add: fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.constantFrom('"', '\\', '{', '}', ',', ':', '-', '0', '.', 'e', '1', '00', '\n', 'null', '\u00e9', ' ').map((text) => Buffer.from(text))) })
  fc.assert(fc.property(metricsRecords, fc.array(change, { minLength: 1, maxLength: 3 }), (record, changes) => {
    let bytes = Buffer.from(JSON.stringify(record))
    for (const { at, drop, add } of changes) {
      const place = Math.floor(at * bytes.length)
      bytes = Buffer.concat([bytes.subarray(0, place), add, bytes.subarray(place + drop)])
    }
    expect(figuresOf(read(bytes))).toEqual(figuresOf(readRecordText(bytes.toString('utf8'))))
  }), { numRuns: 3000 })
})

/** Its fields stand in the order in which they are written. */
const line = JSON.stringify(recordOf({ decisions: [{ transform: 't', toolName: 'search', contentType: 'json', action: 'crushed', blocks: 1, tokensBefore: 900, tokensAfter: 150, rowsTotal: 9, rowsKept: 2 }] }))

test.each<[string, string, string]>([
  ['a leading zero', '"tokensInputBefore":1000', '"tokensInputBefore":01000'],
  ['a minus', '"tokensInputBefore":1000', '"tokensInputBefore":-1'],
  ['a fraction of a token', '"tokensInputBefore":1000', '"tokensInputBefore":1000.5'],
  ['an exponent', '"tokensInputBefore":1000', '"tokensInputBefore":1e3'],
  ['16 digits', '"tokensInputBefore":1000', '"tokensInputBefore":9007199254740993'],
  ['no number', '"tokensInputBefore":1000', '"tokensInputBefore":'],
  ['a score with many digits', '"cacheAlignmentScore":1', '"cacheAlignmentScore":0.12345678901234567'],
  ['a score of -0', '"cacheAlignmentScore":1', '"cacheAlignmentScore":-0'],
  ['too large a score', '"cacheAlignmentScore":1', '"cacheAlignmentScore":1000000000000001'],
  ['a point and nothing', '"cacheAlignmentScore":1', '"cacheAlignmentScore":1.'],
  ['an escaped name', '"model":"gpt-4o-mini"', '"model":"gpt\\u002d4o"'],
  ['a control character', '"model":"gpt-4o-mini"', '"model":"gpt\u00014o"'],
  ['a name that is a property of all objects', '"smart-crusher":750', '"__proto__":750'],
  ['a name twice', '"smart-crusher":750', '"a":1,"b":2,"a":3'],
  ['names that are numbers', '"smart-crusher":750', '"b":1,"2":2,"1":3'],
  ['a total twice', '"total":2', '"total":2,"parse":1,"total":3'],
  ['a total that is a name of something else', '"total":2', '"subtotal":7,"total":2,"total ":9'],
  ['a time under the name of all prototypes', '"total":2', '"__proto__":1,"total":2'],
  ['too long a time', '"total":2', '"total":2,"parse":1000000000000001'],
  ['another order', '"mode":"optimize"', '"mode":"optimize","mode":"audit"'],
  ['an unknown mode', '"mode":"optimize"', '"mode":"maximum"'],
  ['a 31st of February', '2026-11-22T10', '2026-02-31T10'],
  ['a 13th month', '2026-11-22T10', '2026-13-22T10'],
  ['24 o\'clock', '2026-11-22T10:00', '2026-11-22T24:00'],
  ['a 61st second', '10:00:00.000Z', '10:00:61.000Z'],
  ['another version', '"version":1', '"version":2'],
  ['white space', '"mode":"optimize"', '"mode": "optimize"'],
  ['content', '"warnings":[]}', '"warnings":[],"content":{"a":1}}'],
  ['an error', '"warnings":[]}', '"warnings":[],"error":{"name":"TypeError"}}'],
  ['something behind it', '"warnings":[]}', '"warnings":[]}x'],
  ['a cause that is missing', '"html":0,', ''],
])('%s is as JSON has it', (_, before, after) => {
  const read = createRead()
  // A day that was seen is taken on trust, so one is seen before.
  expect(isWhole(read(Buffer.from(line)))).toBe(false)
  expect(line).toContain(before)
  const changed = line.replace(before, () => after)
  const wanted: MetricsRecord | undefined = readRecordText(changed)
  expect(figuresOf(read(Buffer.from(changed)))).toEqual(figuresOf(wanted))
  expect(figuresOf(read(Buffer.from(line)))).toEqual(figuresOf(readRecordText(line)))
})

test('thousands of names are told apart, also those of one hash', () => {
  const read = createRead()
  // The hash is that of Java's strings: these two have the same.
  for (const name of ['Aa', 'BB', ...Array.from({ length: 5000 }, (_, i) => `model-${i}`), 'BB', 'Aa']) expect(read(Buffer.from(JSON.stringify(recordOf({ model: name }))))!.model).toBe(name)
})
