import { serviceLog } from './logs.ts'
import { createRandom } from './random.ts'

/** An input that a careless algorithm takes more than linear time for, at any size. */
export interface HostileInput {
  readonly name: string
  readonly size: number
  /** The tool that returns it. @default a search */
  readonly toolName?: string
  make(size: number): string
}

const list = (length: number, make: (i: number) => unknown): string => JSON.stringify(Array.from({ length }, (_, i) => make(i)))
const object = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> => Object.fromEntries(entries)

/** A word without digits for each number. */
const letters = (n: number): string => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')

/** One value speaks for leaving others out, at any size: by chance alone a series might be crushed at twice the size only. */
const outlierAt = (place: number, i: number, value: number): number => i === place ? 1e9 : value

/** A page that shows enough text to be read, with `markup` at its end. */
const page = (n: number, markup: string): string => `<!doctype html><html><head><title>Harbours</title></head><body>${'<p>The harbour was built for ships that carry timber.</p>'.repeat(Math.ceil(n / 50))}${markup}`

/** Sizes are those of the smaller run; the larger one takes twice as much. */
export const hostileInputs: readonly HostileInput[] = [
  { name: 'arrays nested 10,000 deep', size: 10_000, make: (n) => '['.repeat(n) + ']'.repeat(n) },
  { name: 'objects nested 10,000 deep, in every row', size: 10_000, make: (n) => `[${Array.from({ length: 8 }, () => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`).join(',')}]` },
  { name: '2.5 MB of one letter', size: 2_500_000, make: (n) => `"${'a'.repeat(n)}"` },
  { name: '2.5 MB of one letter, no JSON', size: 2_500_000, make: (n) => 'a'.repeat(n) },
  { name: '500,000 numbers', size: 500_000, make: (n) => list(n, (i) => outlierAt(n >> 1, i, (i * 7919) % 100_003)) },
  { name: '20 rows of 2,000 columns', size: 2000, make: (n) => list(20, (row) => object(Array.from({ length: n }, (_, i) => [`column${i}`, row * i]))) },
  { name: '2,000 rows that share no key', size: 2000, make: (n) => list(n, (i) => ({ [`k${i}a`]: i, [`k${i}b`]: `v${i}`, [`k${i}c`]: null })) },
  { name: '20,000 arrays of 6 numbers', size: 20_000, make: (n) => list(n, (i) => [i, i + 1, i + 2, i + 3, i + 4, i + 5]) },
  { name: '20,000 rows with an array each', size: 20_000, make: (n) => list(n, (i) => ({ id: i, tags: ['a', 'b', `c${i}`] })) },
  { name: '200 strings of 5,000 escapes', size: 5000, make: (n) => list(200, (i) => ({ id: i, text: `\\"\n\u0001${'\\"\n'.repeat(n / 3)}` })) },
  { name: 'a map of 20,000 keys', size: 20_000, make: (n) => JSON.stringify(object(Array.from({ length: n }, (_, i) => [`key-${i}`, { value: i % 97, name: `n${i}` }]))) },
  { name: '20,000 strings of one stem', size: 20_000, make: (n) => list(n, (i) => `${'common stem of all texts '.repeat(2)}${i}`) },
  { name: '5,000 rows of random words', size: 5000, make: (n) => {
    const random = createRandom(9)
    return list(n, (i) => ({ id: i, text: Array.from({ length: 20 }, () => random.hex(5)).join(' ') }))
  } },
  { name: 'JSON in JSON, 20,000 rows', size: 20_000, make: (n) => JSON.stringify({ content: list(n, (i) => ({ id: i, state: i % 3 })) }) },
  { name: '20,000 JSON lines', size: 20_000, make: (n) => Array.from({ length: n }, (_, i) => `{"id":${i},"state":"${i % 3}"}`).join('\n') },
  { name: 'two arrays of 100,000', size: 100_000, make: (n) => JSON.stringify({ time: Array.from({ length: n }, (_, i) => 1_700_000_000 + i * 60), value: Array.from({ length: n }, (_, i) => outlierAt(n >> 1, i, (i * 7919) % 1009)) }) },
  { name: '2,000 arrays of 30', size: 2000, make: (n) => JSON.stringify(object(Array.from({ length: n }, (_, i) => [`_headroom ${i}`, Array.from({ length: 30 }, (_, row) => i + row)]))) },
  { name: '1,000 objects of two arrays and a list', size: 1000, make: (n) => list(n, (i) => ({
    time: Array.from({ length: 60 }, (_, hour) => 1_700_000_000 + i + hour), value: Array.from({ length: 60 }, (_, hour) => (i * hour) % 101),
    notes: Array.from({ length: 5 }, (_, note) => ({ _headroom: note, text: `note ${note} of ${i}` })),
  })) },
  { name: '30 objects of two arrays in each other', size: 400, make: (n) => Array.from({ length: 30 }, (_, depth) => depth).reduce((inner, depth) => JSON.stringify({
    time: Array.from({ length: n }, (_, i) => i + depth), value: Array.from({ length: n }, (_, i) => (i * 31) % 97), notes: Array.from({ length: n / 10 }, (_, note) => ({ note, text: `note ${note}` })), inner: 0,
  }).replace('"inner":0', `"inner":${inner}`), '0') },
  { name: '1 MB of a log', size: 1_000_000, make: serviceLog },
  { name: '20,000 lines of their own wording', size: 20_000, make: (n) => Array.from({ length: n }, (_, i) => `2026-02-10T09:00:00Z ${letters(i)} ${letters(i * 7)} INFO ${letters(i * 31)}`).join('\n') },
  { name: '100,000 times', size: 100_000, make: (n) => '12:00:00 '.repeat(n) },
  { name: '100,000 lines of a time', size: 100_000, make: (n) => '12:00:00\n'.repeat(n) },
  { name: '500,000 line breaks, a log around', size: 500_000, make: (n) => `[INFO] a\n${'\n'.repeat(n)}[INFO] b` },
  { name: '200,000 escape sequences that never end', size: 200_000, make: (n) => '\u001b]0;a'.repeat(n) },
  { name: '200,000 carriage returns', size: 200_000, make: (n) => `[INFO] ${' 10% \r'.repeat(n)}` },
  { name: '1,000 stacks of 60 lines', size: 1000, make: (n) => `2026-02-10T09:00:00Z ERROR failed\n${'    at run (a.ts:1:1)\n'.repeat(60)}`.repeat(n) },
  { name: '20,000 lines that begin like JSON', size: 20_000, make: (n) => '{"a":[\n'.repeat(n) },
  { name: '200,000 data URLs in one another', size: 200_000, make: (n) => 'data:a/b;c=d,'.repeat(n) },
  { name: '20,000 lines of base64 that do not end', size: 20_000, make: (n) => `${'aB1'.repeat(20)}\n`.repeat(n) },
  { name: '1 MB of minified code', size: 50_000, make: (n) => 'if(a&&b){return c()}'.repeat(n) },
  { name: 'a page with 300,000 <', size: 300_000, toolName: 'fetch', make: (n) => page(n, '<'.repeat(n)) },
  { name: 'a page with 100,000 tags that do not end', size: 100_000, toolName: 'fetch', make: (n) => page(n, '<a '.repeat(n)) },
  { name: 'a page with 100,000 quotes that do not end', size: 100_000, toolName: 'fetch', make: (n) => page(n, '<a b="\'><a c=\'">'.repeat(n)) },
  { name: 'a page with 100,000 comments in one another', size: 100_000, toolName: 'fetch', make: (n) => page(n, `${'<!--'.repeat(n)}-->`) },
  { name: 'a page with 30,000 tables in one another', size: 30_000, toolName: 'fetch', make: (n) => page(n, '<table><tr><td>a'.repeat(n)) },
  { name: 'a page with 30,000 links', size: 30_000, toolName: 'fetch', make: (n) => page(n, '<a href="/x?a=1&amp;b=2">word </a>'.repeat(n)) },
]
