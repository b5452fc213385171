import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashText } from '../../src/hash/fnv1a.ts'
import { packPieces } from '../../src/relevance/pack-pieces.ts'
import { createWordPieces, type WordPieces } from '../../src/relevance/word-pieces.ts'
import examples from '../../models/static/examples.json'
import vocabulary from '../../models/static/vocab.txt?raw'
import { randomTexts } from './random-texts.ts'

const lines = vocabulary.split('\n')
const wordPieces = createWordPieces(packPieces(vocabulary))

function idsOf(text: string, pieces: WordPieces = wordPieces, room = 4096): number[] {
  const ids = new Int32Array(room)
  return Array.from(ids.subarray(0, pieces.encode(text, ids)))
}

const piecesOf = (text: string): string => idsOf(text).map((id) => lines[id]).join(' ')

describe('word pieces', () => {
  test.each(examples.examples)('of $text are those of the example', ({ text, ids }) => {
    expect(idsOf(text)).toEqual(ids)
  })

  test.each([
    { name: 'small letters, without accents', text: 'Überraschung ÉTÉ', pieces: 'uber ##ras ##chu ##ng et ##e' },
    { name: 'a mark behind its letter is an accent too', text: 'cafe\u0301s', pieces: 'cafes' },
    { name: 'punctuation stands by itself', text: "don't re-run(x)!", pieces: "don ' t re - run ( x ) !" },
    { name: 'signs that are no punctuation for Unicode are for BERT', text: 'a+b=c^d`e$f', pieces: 'a + b = c ^ d ` e $ f' },
    { name: 'signs beyond ASCII that are no punctuation are letters', text: '5€', pieces: '5 ##€' },
    { name: 'ideographs stand by themselves', text: '東京 x東y', pieces: '東 京 x 東 y' },
    { name: 'an ideograph the vocabulary lacks is one unknown piece', text: '\u{20000}\u{20001}', pieces: '[UNK] [UNK]' },
    { name: 'kana are words', text: 'カナ', pieces: 'カ ##ナ' },
    { name: 'Hangul falls into its letters', text: '한', pieces: 'ᄒ ##ᅡ ##ᆫ' },
    { name: 'a character that becomes another and a mark', text: 'a≠b', pieces: 'a = b' },
    { name: 'controls and formats are taken out, so that what they part joins', text: 'ca\u0000t do\u200dg\u0085s', pieces: 'cat dogs' },
    { name: 'tabs and line ends separate, form feeds do not', text: 'cat\tdog\ncat\rdog\fs', pieces: 'cat dog cat dogs' },
    { name: 'spaces of any width separate', text: 'cat\u00a0dog\u3000cat\u2028dog', pieces: 'cat dog cat dog' },
    { name: 'half a surrogate pair is taken out', text: 'ca\ud800t \udc00 dog', pieces: 'cat dog' },
    { name: 'an emoji is an unknown word', text: 'ok 🙂🙂 ok', pieces: 'ok [UNK] ok' },
    { name: 'a word with one unknown letter is unknown as a whole', text: 'catꙮs dog', pieces: '[UNK] dog' },
    { name: 'a sigma is the same at the end of a word', text: 'ΣΑΣ', pieces: 'σ ##α ##σ' },
    { name: 'names of special pieces are text', text: '[CLS]', pieces: '[ cl ##s ]' },
    { name: 'two signs do not go on a word', text: '##ing', pieces: '# # ing' },
    { name: 'nothing but spaces', text: ' \n\t ', pieces: '' },
  ])('$name', ({ text, pieces }) => {
    expect(piecesOf(text)).toBe(pieces)
  })

  test('a word of 100 characters is cut, a longer one is unknown', () => {
    expect(idsOf('a'.repeat(100)).length).toBeGreaterThan(10)
    expect(piecesOf('a'.repeat(101))).toBe('[UNK]')
    // Characters, not code units or letters with their accents.
    expect(piecesOf('é'.repeat(100))).toBe(piecesOf('e'.repeat(100)))
    expect(piecesOf(`${'e\u0301'.repeat(100)}`)).toBe(piecesOf('e'.repeat(100)))
    expect(piecesOf('𐐷'.repeat(101))).toBe('[UNK]')
  })

  test('no more are written than there is room for, and those are the first', () => {
    const text = 'unbelievable misunderstandings, 東京 again'
    const all = idsOf(text)
    for (let room = 0; room <= all.length; room++) expect(idsOf(text, wordPieces, room)).toEqual(all.slice(0, room))
  })

  test('every piece of the vocabulary that is a word by itself is found as itself', () => {
    const words = lines.filter((line) => line !== '' && !/^##.|^\[.+\]$/.test(line))
    expect(words.length).toBeGreaterThan(20_000)
    // The one word of the vocabulary that no text is cut into, since punctuation stands by itself.
    expect(words.filter((word) => piecesOf(word) !== word)).toEqual(['...'])
  })

  test.each([
    { name: 'a million letters', text: 'a'.repeat(1_000_000), pieces: 1 },
    { name: 'a million spaces', text: ' '.repeat(1_000_000), pieces: 0 },
    { name: 'a million controls', text: '\u0001'.repeat(1_000_000), pieces: 0 },
    { name: 'a million halves of surrogates', text: '\ud800'.repeat(1_000_000), pieces: 0 },
    { name: 'a million marks', text: `a${'\u0301'.repeat(1_000_000)}`, pieces: 1 },
    { name: 'a million syllables', text: '한'.repeat(1_000_000), pieces: 1 },
    { name: 'a million syllables and spaces', text: '한 '.repeat(500_000), pieces: 4096 },
    { name: 'words that nearly are pieces', text: `${'international'.repeat(7)}x `.repeat(10_000), pieces: 4096 },
  ])('reads $name', ({ text, pieces }) => {
    expect(idsOf(text)).toHaveLength(pieces)
  })

  test('agrees with the obvious version on a small vocabulary', () => {
    const small = ['[UNK]', 'a', 'ab', 'abc', 'b', 'cab', '##a', '##b', '##bc', '##bca', '##c', '##cc', '.', '']
    const pieces = createWordPieces(packPieces(small.join('\n')))
    const obvious = (text: string): number[] => text.split(/ |(\.)/).filter(Boolean).flatMap((word) => {
      const ids: number[] = []
      for (let start = 0; start < word.length;) {
        let end = word.length
        const spelled = (): number => small.indexOf((start > 0 ? '##' : '') + word.slice(start, end))
        while (end > start && spelled() < 0) end--
        if (end === start) return [0]
        ids.push(spelled())
        start = end
      }
      return ids
    })
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', ' ', '.'), maxLength: 40 }), (text) => {
      expect(idsOf(text, pieces)).toEqual(obvious(text))
    }), { numRuns: 2000 })
  })

  test('a text is the pieces of its parts, where it is cut at a space', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }), (a, b) => {
      expect(idsOf(`${a} ${b}`)).toEqual([...idsOf(a), ...idsOf(b)])
    }), { numRuns: 500 })
  })

  // The same number in every engine: what a character is stands in our own lists.
  test('are the same in every runtime', () => {
    const all = randomTexts(7, 2000).map((text) => idsOf(text).join(' '))
    expect(hashText(all.join('\n'))).toBe('32d40d3f7fe95276')
  })
})
