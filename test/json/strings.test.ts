import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeString, encoderOf } from '../../src/json/strings.ts'
import { stringLiterals } from '../arbitraries/json.ts'

test.each([
  ['as JSON.stringify writes it', '"Zürich\\n\\"x\\""'],
  ['in ASCII', '"Z\\u00fcrich \\ud83d\\ude00"'],
  ['with slashes escaped', '"https:\\/\\/example.org"'],
  ['in ASCII with slashes escaped', '"\\u00fc\\/"'],
])('finds the encoder of a string %s', (_, raw) => {
  const encode = encoderOf(raw)!
  expect(encode(decodeString(raw))).toBe(raw)
})

test.each([
  ['upper-case hexadecimal digits', '"\\u00FC"'],
  ['an escape that nothing needs', '"\\u0061"'],
  ['slashes escaped in one place only', '"\\/ /"'],
])('finds none for %s', (_, raw) => { expect(encoderOf(raw)).toBeUndefined() })

test('decodes as JSON.parse does, and an encoder gives back the same spelling', () => {
  fc.assert(fc.property(stringLiterals(), (raw) => {
    expect(decodeString(raw)).toBe(JSON.parse(raw))
    const encode = encoderOf(raw)
    if (encode) expect(encode(decodeString(raw))).toBe(raw)
  }))
})
