import * as fc from 'fast-check'

/** White space that JSON allows between its tokens; mostly none. */
const gap = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n', '  ', ' \n\t\r ')

/** Spellings that do not survive `JSON.parse` and `JSON.stringify`, beside ordinary ones. */
export const numberLiterals = (): fc.Arbitrary<string> => fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -1000, max: 100_000 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '0', '-0', '-0.0', '1.0', '1.50', '1e400', '-1E+400', '1e-400', '1E5', '0.1', '0.30000000000000004', '9007199254740993',
      '12345678901234567890', '-12345678901234567891', '100000000000000000000000000000', '3.141592653589793238462643',
    ),
  },
)

/** Pieces of a string literal as they stand in the source: the same character in several spellings, and characters that trip readers. */
const stringPieces = [
  'a', 'b', 'word ', 'Zürich', '漢字', 'e\u0301', '😀', '\\u0061', '\\n', '\\u000a', '\\u000A', '/', '\\/', '\\"', '\\u0022', '\\\\', '\\t', '\\b\\f\\r',
  '\\ud83d\\ude00', '\\ud83d', '\\uDE00', '\ud800', '\udc00x', '\u2028', '\u00a0', '\ufeff', '\\u0000', '\u007f', "'", '`', '${x}', '{url}', '{', '}', '[', ']',
  ',', ':', '&', '&1', '-', '_headroom', '\\\\u0041', '<|endoftext|>', 'https://example.org/a?b=c&d=%20',
]

export const stringLiterals = (): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...stringPieces), { maxLength: 6 }).map((pieces) => `"${pieces.join('')}"`)

/** Keys that collide with prototypes, with each other under another spelling, and with the words of the written form. */
export const keyLiterals = (): fc.Arbitrary<string> => fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"id"', '"name"', '"a"', '"b"', '"url"', '"status"', '"items"', '"value"') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"length"', '"\\u0061"', '"i\\u0064"', '""', '"0"', '"1"', '" a "',
      '"_headroom"', '"\\u005fheadroom"', '"__headroom"', '"columns"', '"rows"', '"absent"', '"repeated"', '"always"', '"is"', '"-"', '"a.b"', '"a/b~c"',
    ),
  },
  { weight: 1, arbitrary: stringLiterals() },
)

const scalars = (): fc.Arbitrary<string> => fc.oneof(numberLiterals(), stringLiterals(), fc.constantFrom('null', 'true', 'false', '""', '[]', '{}'))

const joined = (open: string, parts: readonly string[], close: string, space: string): string =>
  parts.length === 0 ? `${open}${space}${close}` : `${open}${space}${parts.join(`${space},${space}`)}${space}${close}`

const pair = (key: string, value: string, space: string): string => `${key}${space}:${space}${value}`

/** Any JSON value as source text, up to `depth` containers deep. */
export const jsonValues = (depth = 4): fc.Arbitrary<string> => fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: depth, depthSize: 'small' },
    scalars(),
    fc.tuple(fc.array(tie('value'), { maxLength: 5 }), gap).map(([parts, space]) => joined('[', parts, ']', space)),
    fc.tuple(fc.array(fc.tuple(keyLiterals(), tie('value')), { maxLength: 5 }), gap)
      .map(([pairs, space]) => joined('{', pairs.map(([key, value]) => pair(key, value, space)), '}', space)),
  ),
})).value

/** What may happen to one row of a table: its pairs as they are, one missing, one twice, one more, or in another order. */
const rowShapes = fc.constantFrom('whole', 'whole', 'whole', 'whole', 'missing', 'twice', 'extra', 'reversed', 'scalar')

/**
 * An array of objects that nearly share their keys, as source text: the case that columns are written for, with every way
 * in which a row may fail to fit them.
 */
export const hostileTables = (): fc.Arbitrary<string> => fc
  .tuple(fc.uniqueArray(keyLiterals(), { minLength: 1, maxLength: 5 }), fc.array(jsonValues(2), { minLength: 1, maxLength: 12 }), gap)
  .chain(([keys, values, space]) => fc
    .array(fc.tuple(rowShapes, fc.nat(4), fc.array(fc.nat(values.length - 1), { minLength: keys.length, maxLength: keys.length })), { minLength: 5, maxLength: 30 })
    .map((rows) => joined('[', rows.map(([shape, at, picks]) => {
      const pairs = keys.map((key, i) => pair(key, values[picks[i]!]!, space))
      const place = at % pairs.length
      if (shape === 'scalar') return values[picks[0]!]!
      if (shape === 'missing') pairs.splice(place, 1)
      if (shape === 'twice') pairs.push(pairs[place]!)
      if (shape === 'extra') pairs.splice(place, 0, pair('"extra"', values[picks[0]!]!, space))
      if (shape === 'reversed') pairs.reverse()
      return joined('{', pairs, '}', space)
    }), ']', space)))

/** Any JSON document with white space around it, often a table, sometimes nested deeper than a call stack likes. */
export const jsonTexts = (): fc.Arbitrary<string> => fc.tuple(
  gap,
  fc.oneof(
    { weight: 4, arbitrary: jsonValues() },
    { weight: 6, arbitrary: hostileTables() },
    { weight: 2, arbitrary: fc.tuple(keyLiterals(), hostileTables(), jsonValues(2)).map(([key, table, value]) => `{${key}: ${table},\n"more":${value}}`) },
    { weight: 1, arbitrary: fc.tuple(hostileTables(), hostileTables()).map(([one, two]) => `[${one},${two}]`) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 100, max: 3000 }), scalars()).map(([depth, inner]) => '['.repeat(depth) + inner + ']'.repeat(depth)) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 100, max: 1000 }), scalars()).map(([depth, inner]) => '{"a":'.repeat(depth) + inner + '}'.repeat(depth)) },
  ),
  gap,
).map(([before, text, after]) => before + text + after)

/** Text that `JSON.parse` refuses: documents cut off, damaged in one place, with a byte order mark, or said in another language's notation. */
export const brokenJsonTexts = (): fc.Arbitrary<string> => fc
  .tuple(jsonTexts(), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.constantFrom('cut', 'cut', 'drop', 'insert', 'mark', 'python', 'comma', 'nan'))
  .map(([text, where, damage]) => {
    const at = Math.floor(where * text.length)
    if (damage === 'cut') return text.slice(0, at)
    if (damage === 'drop') return text.slice(0, at) + text.slice(at + 1)
    if (damage === 'insert') return `${text.slice(0, at)}\u0001${text.slice(at)}`
    if (damage === 'mark') return `\ufeff${text}`
    if (damage === 'python') return text.replaceAll('"', "'").replaceAll('null', 'None')
    return `[${text},${damage === 'nan' ? 'NaN' : ''}]`
  })
  .filter((text) => !isJson(text))

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
