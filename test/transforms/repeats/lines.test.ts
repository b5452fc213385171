import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineReader, noLine, renumber } from '../../../src/transforms/repeats/lines.ts'

const numbersOf = (text: string): (number | undefined)[] => [...createLineReader()(text).numbers].map((number) => number === 0 ? undefined : number)

test.each([
  { text: '     9\tone\n    10\ttwo', numbers: [9, 10] },
  { text: '     9\u2192one\n    10\u2192two', numbers: [9, 10] },
  { text: '9: one\n10: two\n\n12: three', numbers: [9, 10, undefined, undefined] },
  { text: '9|one\n10|two', numbers: [9, 10] },
  { text: '9:one\n10|two', numbers: [undefined, undefined] },
  { text: '09:00 one\n10:00 two', numbers: [undefined, undefined] },
  { text: '12:30:45 one\n12:30:46 two', numbers: [undefined, undefined] },
  { text: '12 one\n13 two', numbers: [undefined, undefined] },
  { text: 'x\n7: y', numbers: [undefined, undefined] },
  { text: '12345678: x\n12345679: y', numbers: [undefined, undefined] },
])('numbers of $text', ({ text, numbers }) => {
  expect(numbersOf(text)).toEqual(numbers)
})

const texts = fc.array(fc.oneof(fc.constantFrom('', '\r', '}', '  1\ta', '  2\tb', '3: c', '4: d', '[all 2 lines of the result of x() above, unchanged]'), fc.string())).map((lines) => lines.join('\n'))

const withoutNumber = ({ text, isNumbered }: { readonly text: string, readonly isNumbered: boolean }): string => (isNumbered ? text.replace(/^ *\d+/, '') : text)

test('the lines of a text are the text, and equal ids are equal lines but for the numbers before them', () => {
  fc.assert(fc.property(texts, texts, (one, two) => {
    const read = createLineReader()
    const all = [read(one), read(two)]
    expect(all.map(({ texts: lines, ending }) => lines.join('\n') + ending)).toEqual([one, two])
    const lines = all.flatMap((of) => of.texts.map((text, at) => ({ text, id: of.ids[at]!, isNumbered: of.numbers[at] !== 0 })))
    for (const a of lines) for (const b of lines) if (a.id !== noLine && b.id !== noLine) expect(a.id === b.id).toBe(a.isNumbered === b.isNumbered && withoutNumber(a) === withoutNumber(b))
    for (const { text, id } of lines) if (text.startsWith('[all 2 lines')) expect(id).toBe(noLine)
  }))
})

test.each([
  { from: '     9\tx', to: 10, is: '    10\tx' },
  { from: '    10\tx', to: 9, is: '     9\tx' },
  { from: '9: x', to: 10, is: '10: x' },
  { from: '10: x', to: 9, is: '9: x' },
  { from: ' 9|x', to: 1000, is: '1000|x' },
])('$from with $to is $is', ({ from, to, is }) => {
  const indent = /^ */.exec(from)![0].length
  const number = Number.parseInt(from)
  expect(renumber(from, number, indent, to)).toBe(is)
})
