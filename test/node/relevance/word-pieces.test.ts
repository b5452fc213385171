/// <reference types="vite/client" />
import { readFileSync } from 'node:fs'
import { Tokenizer } from '@huggingface/tokenizers'
import { expect, test } from 'vitest'
import { packPieces } from '../../../src/relevance/pack-pieces.ts'
import { createWordPieces } from '../../../src/relevance/word-pieces.ts'
import { classOf, DROPPED } from '../../../src/relevance/word-piece-characters.ts'
import { randomTexts } from '../../relevance/random-texts.ts'

const folder = new URL('../../../models/static/', import.meta.url)
const vocabulary = readFileSync(new URL('vocab.txt', folder), 'utf8')
const lines = vocabulary.split('\n').slice(0, -1)
const wordPieces = createWordPieces(readFileSync(new URL('vocab.bin', folder)))
const sources = Object.values(import.meta.glob<string>(['../../../src/**/*.ts', '../../../test/**/*.ts', '../../../*.md', '../../../bench/data/*.ts'], { query: '?raw', import: 'default', eager: true }))

const peer = new Tokenizer({
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  model: {
    type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100,
    vocab: Object.fromEntries(lines.map((line, id) => [line, id])),
  },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  added_tokens: [],
}, {})

/**
 * Where the peer differs from BERT's own program: it leaves ideographs of two code units in their words, which are words by themselves,
 * and asks what stands beside a capital sigma to make it small, which the program that our vectors were fitted with does not.
 */
function withoutDifferences(text: string): string {
  return text.replace(/[\u{20000}-\u{2a6df}\u{2f800}-\u{2fa1f}]/gu, ' $& ').replaceAll('Σ', 'σ')
}

const ids = new Int32Array(100_000)
const oursOf = (text: string): number[] => Array.from(ids.subarray(0, wordPieces.encode(text, ids)))

test('the packed vocabulary is that of vocab.txt', () => {
  expect(Buffer.from(packPieces(vocabulary)).equals(readFileSync(new URL('vocab.bin', folder)))).toBe(true)
})

test.each([
  { name: 'generated texts of several scripts', texts: randomTexts(20_251, 8000) },
  { name: 'lines of sources and documents', texts: [...new Set(sources.flatMap((source) => source.split('\n')))].filter((_, line) => line % 3 === 0) },
  { name: 'whole files', texts: sources.slice(0, 40) },
  { name: 'every character of the first plane', texts: Array.from({ length: 0xd800 }, (_, unit) => `ab${String.fromCharCode(unit)}le ${String.fromCharCode(unit)}`) },
])('pieces of $name are those of @huggingface/tokenizers', ({ texts }) => {
  expect(texts.length).toBeGreaterThan(30)
  const differing = texts.map(withoutDifferences).filter((text) => oursOf(text).join() !== peer.encode(text, { add_special_tokens: false }).ids.join())
  expect(differing.slice(0, 5)).toEqual([])
}, 60_000)

test.skipIf(Number(process.versions.unicode) > 17)('the written-down classes of characters are those of Unicode', () => {
  const differing: string[] = []
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const character = String.fromCodePoint(codePoint)
    // What an older engine takes for unassigned is not asked; a newer one knows characters that our lists do not.
    if (/\p{Cn}/u.test(character)) continue
    const isDropped = codePoint === 0xfffd || (/[\p{C}\p{Mn}]/u.test(character) && !'\t\n\r'.includes(character))
    if ((classOf(codePoint) === DROPPED) !== isDropped) differing.push(codePoint.toString(16))
  }
  expect(differing).toEqual([])
})
