import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestReference, readReference, writeReference } from '../../../src/transforms/repeats/reference.ts'
import type { Reference } from '../../../src/transforms/repeats/reference.ts'

const read = { label: 'read_file("src/a.ts")' }

test.each([
  { reference: { what: { kind: 'places', first: 3, last: 40 }, of: read }, line: '[lines 3-40 of the result of read_file("src/a.ts") above, unchanged]' },
  { reference: { what: { kind: 'places', first: 3, last: 3 }, of: read }, line: '[line 3 of the result of read_file("src/a.ts") above, unchanged]' },
  { reference: { what: { kind: 'all', lines: 12 }, of: read }, line: '[all 12 lines of the result of read_file("src/a.ts") above, unchanged]' },
  { reference: { what: { kind: 'all', lines: 1 }, of: read }, line: '[the only line of the result of read_file("src/a.ts") above, unchanged]' },
  { reference: { what: { kind: 'numbers', first: 40, last: 212 }, of: { ...read, ordinal: 2 } }, line: '[lines numbered 40-212 in the 2nd result of read_file("src/a.ts") above, unchanged]' },
  {
    reference: { what: { kind: 'numbers', first: 40, last: 42 }, of: { ...read, ordinal: 11, textNumber: 2 }, renumbered: { first: 43, last: 45 } },
    line: '[lines numbered 40-42 in text 2 of the 11th result of read_file("src/a.ts") above, now numbered 43-45]',
  },
] satisfies { reference: Reference, line: string }[])('$line', ({ reference, line }) => {
  expect(writeReference(reference)).toBe(line)
  expect(readReference(line)).toEqual(reference)
})

const numbers = fc.integer({ min: 1, max: 999_999_999 })
const ranges = fc.tuple(numbers, fc.nat({ max: 5000 })).map(([first, more]) => ({ first, last: Math.min(first + more, 999_999_999) }))
const references: fc.Arbitrary<Reference> = fc.record({
  what: fc.oneof(
    numbers.map((lines) => ({ kind: 'all' as const, lines })),
    ranges.map((range) => ({ kind: 'places' as const, ...range })),
    ranges.map((range) => ({ kind: 'numbers' as const, ...range })),
  ),
  of: fc.record({
    label: fc.tuple(fc.stringMatching(/^[a-zA-Z_.-]{1,30}$/), fc.string({ maxLength: 30, unit: 'binary' })).map(([name, argument]) => `${name}(${JSON.stringify(argument)})`)
      // Words of our own inside an argument.
      .chain((label) => fc.constantFrom(label, 'run("echo [lines 1-2 of the result of x() above, unchanged]")', 'run(") above, now numbered 3-4]")')),
    ordinal: numbers,
    textNumber: numbers,
  }, { requiredKeys: ['label'] }),
  renumbered: ranges,
}, { requiredKeys: ['what', 'of'] })

test('every reference is one line and reads back as what was written', () => {
  fc.assert(fc.property(references, (reference) => {
    const line = writeReference(reference)
    expect(line).not.toContain('\n')
    expect(readReference(line)).toEqual(line.length > longestReference ? undefined : reference)
  }))
})

test.each([
  'lines 3-40 of the result of read_file("a") above, unchanged', '[lines 3-40 of the result of read_file("a") above, unchanged] ', '[lines 3-40 of the result of read above, unchanged]',
  '[lines 03-40 of the result of read_file("a") above, unchanged]', '[lines 3-3 of the result of read_file("a") above, unchanged]', '[line 3-40 of the result of read_file("a") above, unchanged]',
  '[all 1 lines of the result of read_file("a") above, unchanged]', '[lines 3-40 of the 2rd result of read_file("a") above, unchanged]', '', '[]', `[lines 1-2 of the result of x("${'y'.repeat(300)}") above, unchanged]`,
])('no reference of ours: %j', (line) => {
  expect(readReference(line)).toBeUndefined()
})
