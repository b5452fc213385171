import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crush, expand } from '../../../src/index.ts'
import { parseJson } from '../../../src/json/parse.ts'
import { findTables } from '../../../src/transforms/smart-crusher/find-tables.ts'
import { createRandom, type Random } from '../../arbitraries/random.ts'
import { unaccounted } from '../../laws/07-nothing-uncounted.ts'
import { readDocuments } from '../../laws/documents.ts'
import { wrongFigures } from '../../laws/true-figures.ts'
import { rowsOf } from './table-of.ts'

const hours = (count: number): string[] => rowsOf(count, (i) => new Date(Date.UTC(2026, 6, 6, i)).toISOString().slice(0, 16))
const numbers = (count: number): number[] => rowsOf(count, (i) => (i * 37) % 101)
const words = (count: number, word: string): string[] => rowsOf(count, (i) => `${word} ${(i * 53) % 97}`)

/** The names of the arrays that are one table. */
function joinedIn(value: object, minRows = 5, minLength = 0): string[] {
  const doc = parseJson(JSON.stringify(value))!
  const table = findTables(doc, minRows, minLength).find(({ kind }) => kind === 'columns')
  return (table?.arrays ?? []).map((array) => JSON.parse(doc.text.slice(doc.start[array - 1]!, doc.end[array - 1]!)) as string)
}

describe('arrays of one object are one table', () => {
  test.each([
    { name: 'a time and a quantity', value: { time: hours(6), rain: numbers(6) }, joined: ['time', 'rain'] },
    { name: 'times that go down, and stand still', value: { at: ['2026-01-03', '2026-01-02', '2026-01-02', '2026-01-01', '2025-12-31'], by: words(5, 'name') }, joined: ['at', 'by'] },
    { name: 'months, which are no dates', value: { labels: rowsOf(9, (i) => `2026-0${i + 1}`), tags: words(9, 'tag') }, joined: ['labels', 'tags'] },
    { name: 'times among arrays of other lengths', value: { time: hours(6), rain: numbers(6), a: numbers(7), b: numbers(8), c: numbers(9) }, joined: ['time', 'rain'] },
    { name: 'numbers that go up', value: { x: rowsOf(8, (i) => i * i), y: numbers(8) }, joined: ['x', 'y'] },
    { name: 'three of one length', value: { open: numbers(12), close: numbers(12), note: words(12, 'note') }, joined: ['open', 'close', 'note'] },
    { name: 'three of texts, of no round length', value: { city: words(13, 'city'), land: words(13, 'land'), river: words(13, 'river') }, joined: ['city', 'land', 'river'] },
    { name: 'two long ones', value: { x: numbers(60), y: numbers(60) }, joined: ['x', 'y'] },
    { name: 'with null and other scalars', value: { time: hours(6), rain: [null, 1, 'trace', true, 0, null] }, joined: ['time', 'rain'] },
  ])('$name', ({ value, joined }) => {
    expect(joinedIn(value)).toEqual(joined)
  })

  test.each([
    { name: 'two short ones by chance', value: { tags: words(8, 'tag'), authors: words(8, 'author') } },
    { name: 'three lists that were cut to ten', value: { newest: words(10, 'a'), longest: words(10, 'b'), largest: words(10, 'c') } },
    { name: 'another length', value: { time: hours(6), rain: numbers(7) } },
    { name: 'fewer rows than a table needs', value: { time: hours(4), rain: numbers(4) } },
    { name: 'arrays of objects', value: { time: hours(6), rain: rowsOf(6, (i) => ({ mm: i })) } },
    { name: 'a key like the one of such a table', value: { 'time': hours(6), 'rain': numbers(6), 'arrays of 6 each': 1 } },
    { name: 'lists of a map that happen to be as long as each other', value: Object.fromEntries(rowsOf(30, (i) => [`word ${i}`, words(5 + (i % 7), 'synonym')])) },
    { name: 'sorted lists of such a map', value: Object.fromEntries(rowsOf(30, (i) => [`team ${i}`, rowsOf(5 + (i % 7), (j) => i * 100 + j)])) },
    { name: 'a map of arrays', value: Object.fromEntries(rowsOf(60, (i) => [`day ${i}`, numbers(5 + (i % 3))])) },
  ])('not $name', ({ value }) => {
    expect(joinedIn(value)).toEqual([])
  })

  test('not where a key stands twice, in whatever spelling', () => {
    for (const [again, kinds] of [['rain', ['array', 'array', 'array']], ['r\\u0061in', ['array', 'array', 'array']], ['snow', ['columns']]] as const) {
      const doc = parseJson(`{"time":${JSON.stringify(hours(6))},"rain":[1,2,3,4,5,6],"${again}":[1,2,3,4,5,6]}`)!
      expect(findTables(doc, 5, 0).map(({ kind }) => kind)).toEqual(kinds)
    }
  })

  test('of two lengths the one with more text, and what is left is as it was', () => {
    const value = { time: hours(40), sunrise: hours(7), sunset: hours(7), rain: numbers(40), notes: rowsOf(6, (i) => ({ i })) }
    expect(joinedIn(value)).toEqual(['time', 'rain'])
    const doc = parseJson(JSON.stringify({ station: value }))!
    expect(findTables(doc, 5, 0).map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual(['array /station/notes', 'array /station/sunset', 'array /station/sunrise', 'columns /station'])
  })

  test('only where they are long enough together', () => {
    expect(joinedIn({ time: hours(6), rain: numbers(6) }, 5, 200)).toEqual([])
    expect(joinedIn({ time: hours(16), rain: numbers(16) }, 5, 200)).toEqual(['time', 'rain'])
  })
})

const series = (extra: object = {}): object => ({ unit: 'mm', time: hours(60), place: rowsOf(60, () => 'Porto'), rain: rowsOf(60, (i) => (i === 41 ? 900 : (i * 7) % 23)), ...extra })
const write = async (value: object, smartCrusher = {}): Promise<string> => (await crush(JSON.stringify(value), { query: 'When did it rain most?', model: 'gpt-4o', smartCrusher })).text

describe('what is written', () => {
  test('stands in place of the first array, and every other member stays in its place', async () => {
    const text = await write({ station: series({ colors: ['red', 'blue'], nothing: null }) })
    const station = (JSON.parse(text) as { station: Record<string, Record<string, unknown>> }).station
    expect(Object.keys(station)).toEqual(['unit', 'arrays of 60 each', 'colors', 'nothing'])
    const table = station['arrays of 60 each']!
    expect(table['_headroom']).toMatch(/^\d+ of 60 positions whole, 0 as index lines, \d+ only counted$/)
    expect(table['columns']).toEqual(['time', { place: { always: 'Porto' } }, 'rain'])
    const rows = table['rows'] as unknown[][]
    const positions = table['positions of these rows, from 0'] as number[]
    expect(rows[positions.indexOf(41)]).toEqual([hours(60)[41], 900])
    expect(table['figures over all 60 positions']).toMatchObject({ rain: { 'max': 900, 'max at': hours(60)[41] } })
  })

  test('is objects where the format says so, and never says less than the source', async () => {
    for (const format of ['json', 'columns', 'auto'] as const) {
      const source = { station: series() }
      const text = await write(source, { format })
      expect(text.includes('{"time":"2026-07-06T00:00","place":"Porto","rain":0}')).toBe(format === 'json')
      expect(unaccounted(readDocuments(JSON.stringify(source)), readDocuments(text))).toEqual([])
      expect(expand(text)).toBe(text)
      expect((await crush(text, { model: 'gpt-4o' })).text).toBe(text)
    }
  })

  test('writes the other members of the object without loss, and crushes their arrays', async () => {
    const raw = JSON.stringify(rowsOf(12, (i) => ({ sensor: i, kind: 'rain', level: 'low' })))
    const events = rowsOf(12, (i) => ({ event: `e${i}`, kind: 'storm', level: 'low' }))
    const gauges = rowsOf(80, (i) => ({ gauge: `gauge ${i}`, mm: i === 33 ? 9000 : i % 5 }))
    const source = JSON.stringify({ station: series({ raw, events, gauges }) })
    const { text, report } = await crush(source, { query: 'When did it rain most?', model: 'gpt-4o' })
    expect(text).toContain('"raw":"{\\"_headroom\\":\\"table of 12 rows\\"')
    expect(text).toContain('"events":{"_headroom":"table of 12 rows"')
    expect(report.decisions[0]!.arrays.map(({ pointer }) => pointer)).toEqual(['/station', '/station/gauges'])
    expect(unaccounted(readDocuments(source), readDocuments(text))).toEqual([])
    expect(wrongFigures(readDocuments(source), readDocuments(text))).toEqual([])
  })

  test('has no index lines of what only counts the positions, but of labels', async () => {
    const values = rowsOf(90, (i) => (i === 41 ? 90_000 : 1000 + ((i * 37) % 89)))
    const counted = await write({ s: 'ok', t: rowsOf(90, (i) => 1_700_000_000 + i * 3600), v: values })
    expect(counted).toContain(', 0 as index lines, ')
    expect(counted).toContain('"max":90000,"max at":1700147600')
    const labels = rowsOf(90, (i) => `Store ${i * 7} of the eastern district`)
    expect(await write({ labels, values, taxes: values.map((value) => value / 5), units: values })).toMatch(/"index":\{"columns":\["labels"/)
  })

  test('has no index lines that would cost as much as the arrays', async () => {
    const text = await write({ labels: rowsOf(90, (i) => `Store ${i * 7}`), values: rowsOf(90, (i) => (i === 41 ? 90_000 : 1000 + ((i * 37) % 89))) })
    expect(text).toContain(' of 90 positions whole, 0 as index lines, ')
    expect(text).toContain('"max":90000,"max at":"Store 287"')
  })

  test('escapes the reserved key, in names of arrays and beside them', async () => {
    const source = JSON.stringify({ station: { ...series(), _headroom: numbers(60), __headroom: 5 } })
    const { text } = await crush(source, { query: 'When did it rain most?', model: 'gpt-4o' })
    expect(text).toContain('"columns":["time",{"place":{"always":"Porto"}},"rain","__headroom"]')
    expect(text).toContain('"___headroom":5')
    expect((await crush(text, { model: 'gpt-4o' })).text).toBe(text)
  })

  test('holds documents in texts as they were crushed, and stands in rows of other tables', async () => {
    const log = JSON.stringify(rowsOf(300, (i) => ({ line: i, message: `message ${i}`, ms: i === 20 ? 99_000 : 5 })))
    const stations = rowsOf(7, (i) => ({ name: `station ${i}`, series: series({ rain: rowsOf(60, (hour) => (hour === 30 + i ? 800 + i : (hour * 7) % 23)), ...(i === 0 ? { log: rowsOf(60, (row) => (row < 2 ? log : `line ${row}`)) } : {}) }) }))
    const source = JSON.stringify({ stations })
    const text = await write({ stations })
    expect(text.match(/arrays of 60 each/g)).toHaveLength(7)
    expect(text).toContain('\\"_headroom\\":\\"')
    expect(unaccounted(readDocuments(source), readDocuments(text))).toEqual([])
  })
})

/** Arrays as tools write them, some with what a reader must see. */
const makers: readonly ((random: Random, rows: number) => readonly unknown[])[] = [
  (random, rows) => rowsOf(rows, (i) => 20 + Math.sin(i / 4) * 5 + random.int(0, 3)),
  (random, rows) => rowsOf(rows, (i) => (i === rows >> 1 ? 9000 : random.int(0, 9))),
  (random, rows) => rowsOf(rows, (i) => (i > rows * 0.6 ? random.int(200, 204) : random.int(98, 104))),
  (random, rows) => rowsOf(rows, () => random.pick(['red', 'green', 'blue'])),
  (random, rows) => rowsOf(rows, (i) => (i === 7 ? 'ERROR: the gate is shut' : `INFO: gate ${random.int(0, 99)} is open`)),
  (random, rows) => rowsOf(rows, () => (random.chance(0.03) ? null : random.int(0, 1) === 1)),
  (random, rows) => rowsOf(rows, (i) => (i % 11 === 4 ? 'harbor master' : `person ${random.int(0, 400)}`)),
  (random, rows) => rowsOf(rows, (i) => `${i === 9 ? 'ord-4711' : `ord-${random.int(5000, 9999)}`}`),
  (_random, rows) => rowsOf(rows, () => 0),
  (_random, rows) => hours(rows),
]

const guaranteed = new Set(['first', 'last', 'error', 'outlier', 'change-point', 'rare-category', 'rare-flag', 'rare-template', 'named-by-query'])

test('whatever stays for certain of an array alone stays of it among others', async () => {
  let compared = 0
  await fc.assert(fc.asyncProperty(
    fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 60, max: 200 }), fc.array(fc.nat({ max: makers.length - 1 }), { minLength: 2, maxLength: 5 }),
    fc.constantFrom('', 'Where is ord-4711?', 'What does the harbor master say of the gate?'),
    async (seed, rows, chosen, query) => {
      const random = createRandom(seed)
      const arrays = chosen.map((maker) => makers[maker]!(random, rows))
      const object = Object.fromEntries([['at', hours(rows)] as const, ...arrays.map((array, i) => [random.pick(['level', 'status', 'value', 'note']) + i, array] as const)])
      const options = { query, model: 'gpt-4o', smartCrusher: { minTokensToCrush: 0 } }
      const source = JSON.stringify({ report: object })
      const { text, report } = await crush(source, options)
      expect(unaccounted(readDocuments(source), readDocuments(text))).toEqual([])
      const [together] = report.decisions[0]?.arrays ?? []
      if (!together) return
      expect(together).toMatchObject({ pointer: '/report', rowsTotal: rows })
      const kept = new Set(together.keptRows.map(({ row }) => row))
      for (const array of arrays) {
        const alone = await crush(JSON.stringify({ array }), options)
        for (const { row, reasons } of alone.report.decisions[0]?.arrays[0]?.keptRows ?? []) {
          if (!reasons.some((reason) => guaranteed.has(reason))) continue
          compared++
          expect(kept.has(row), `row ${row}, ${reasons.join(' ')}`).toBe(true)
        }
      }
    },
  ), { numRuns: 60 })
  expect(compared).toBeGreaterThan(300)
})
