import fc from 'fast-check'
import { Tiktoken } from 'js-tiktoken/lite'
import cl100k from 'js-tiktoken/ranks/cl100k_base'
import o200k from 'js-tiktoken/ranks/o200k_base'
import { describe, expect, test } from 'vitest'
import { createGptLoader, loadGptCounter } from '../../../src/tokens/drivers/gpt.ts'
import type { RankFiles } from '../../../src/tokens/drivers/gpt.ts'

/** js-tiktoken with the white space of the original tokenizer, which is Unicode's and not that of JavaScript's `\s`. */
function createPeer(file: typeof o200k): (text: string) => number {
  const whiteSpace = file.pat_str.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}')
  const peer = new Tiktoken({ ...file, pat_str: whiteSpace })
  return (text) => peer.encode(text, [], []).length
}

const repeated = fc.tuple(fc.constantFrom('a', 'A', '0', ' ', '\n', '\t', '-', '=', '/', 'ab', '中', 'é', '🙂', '\u0301', '\r\n', ' \n'), fc.integer({ min: 1, max: 90 }))
  .map(([text, times]) => text.repeat(times))
/** What the pattern or the merge treats in a way of its own. */
const fragments = fc.oneof(
  fc.constantFrom(
    ' the', 'Hello', 'userName', 'HTTPServer', "don't", "WE'LL", "it'S", "l'été", '12345', ' 007', '3.14', '{"id":', '":"', '},{', '  ', '\n\n  ', '\r\n', '\t',
    '→', '12→\t', ' — ', '“a”', '┌──┬─', '●', '\u00a0', '\u0085', '\ufeff', '\u2028', '\u3000', '\u200d', '<|endoftext|>', '<|fim_prefix|>', '<|endofprompt|>', 'https://a.b/c?d=e', '/*/', '//\n',
    '人工知能', 'こんにちは', '안녕하세요', 'Привет', 'مرحبا', 'नमस्ते', 'ไทย', 'ǅ', 'ʰ', 'e\u0301', '👩‍💻', '🇩🇪', '٣٤٥', 'Ⅷ', '\ud83d', '\ude00', '\u0000', '\u007f', '\u0080', 'ÿ',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 40, maxLength: 90 }),
  repeated,
)
const texts = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(''))

describe.each([
  { name: 'o200k_base', file: o200k },
  { name: 'cl100k_base', file: cl100k },
] as const)('$name', ({ name, file }) => {
  const peer = createPeer(file)

  test('counts any text as js-tiktoken does, more than once', async () => {
    const count = await loadGptCounter(name)
    fc.assert(fc.property(texts, (text) => {
      const expected = peer(text)
      expect(count(text)).toBe(expected)
      expect(count(text)).toBe(expected)
    }), { numRuns: 400 })
  })

  test('counts runs of one character of any length as js-tiktoken does', async () => {
    const count = await loadGptCounter(name)
    const runs = ['a', 'Z', '7', ' ', '\n', '=', '中'].flatMap((character) => [62, 63, 64, 65, 255, 300].map((length) => character.repeat(length)))
    expect(runs.map(count)).toEqual(runs.map(peer))
  })

  test('counts the same in a text that is longer than what is looked at once', async () => {
    const count = await loadGptCounter(name)
    const line = '{"id": 4711, "name": "Größe 中文", "ok": true},\n'
    const [one, two] = [count(line), count(line + line)]
    expect(count(line.repeat(12_000))).toBe(one + 11_999 * (two - one))
  })
})

test.each([
  { name: 'p50k_base', text: 'def f(x):\n        return x', tokens: 9 },
  { name: 'r50k_base', text: 'def f(x):\n        return x', tokens: 15 },
] as const)('$name counts $tokens for indented code', async ({ name, text, tokens }) => {
  expect((await loadGptCounter(name))(text)).toBe(tokens)
})

test.each([
  { name: 'nothing', text: '', tokens: 0 },
  { name: 'a greeting', text: 'Hello, world!', tokens: 4 },
  { name: 'the name of a special token as text', text: '<|endoftext|>', tokens: 7 },
  { name: 'half a pair as the replacement character', text: '\ud800', tokens: 1 },
  // With JavaScript's `\s` they would be white space, and 3.
  { name: 'byte order marks as no white space', text: '\ufeff\ufeffa', tokens: 2 },
])('o200k_base counts $name as $tokens', async ({ text, tokens }) => {
  expect((await loadGptCounter('o200k_base'))(text)).toBe(tokens)
})

test('half a million times one letter is merged like a short run', async () => {
  const count = await loadGptCounter('o200k_base')
  // Eight of them are one token.
  expect(count('a'.repeat(500_000))).toBe(62_500)
  expect(count('a'.repeat(500_001))).toBe(62_501)
})

test('a run that is too long for the engine of regular expressions is counted in parts, and no pair is torn', async () => {
  // Each empty alternative is a way back that the engine has to remember, so that a small text is too long already.
  const pattern = `(?:${'(?:|x)'.repeat(60)}(?:a|🙂))+`
  const text = `a${'🙂'.repeat(300_000)}`
  expect(() => new RegExp(pattern, 'uy').test(text)).toThrow(RangeError)
  const missing = (): Promise<never> => Promise.reject(new Error('no such file'))
  const load = createGptLoader({
    cl100k_base: missing, p50k_base: missing, r50k_base: missing,
    o200k_base: async () => ({ default: { pat_str: pattern, bpe_ranks: '! 0 YQ==' } }),
  })
  expect((await load('o200k_base'))(text)).toBe(1 + 4 * 300_000)
})

describe('a loader', () => {
  const vocabulary = { pat_str: '[^]', bpe_ranks: '! 0 YQ== Yg==' }
  const missing = (): Promise<never> => Promise.reject(new Error('no such file'))
  const others: Pick<RankFiles, 'cl100k_base' | 'p50k_base' | 'r50k_base'> = { cl100k_base: missing, p50k_base: missing, r50k_base: missing }

  test('loads once, however many ask at the same time', async () => {
    let loads = 0
    const load = createGptLoader({ ...others, o200k_base: async () => ({ default: (loads++, vocabulary) }) })
    const [first, second] = await Promise.all([load('o200k_base'), load('o200k_base')])
    expect([second, await load('o200k_base')]).toEqual([first, first])
    expect(first('abba')).toBe(4)
    expect(loads).toBe(1)
  })

  test('tries again after a failure', async () => {
    let isOnline = false
    const load = createGptLoader({ ...others, o200k_base: async () => isOnline ? { default: vocabulary } : missing() })
    await expect(load('o200k_base')).rejects.toThrow('no such file')
    isOnline = true
    expect((await load('o200k_base'))('ab')).toBe(2)
    await expect(load('cl100k_base')).rejects.toThrow('no such file')
  })
})
