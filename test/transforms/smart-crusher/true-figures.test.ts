import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isJson } from '../../arbitraries/json.ts'
import { payloads } from '../../arbitraries/payload.ts'
import { createRandom, type Random } from '../../arbitraries/random.ts'
import { readDocuments } from '../../laws/documents.ts'
import { realPipeline } from '../../laws/real-pipeline.ts'
import { doubledKeys, wrongFigures } from '../../laws/true-figures.ts'

/** Keys that read like paths, like the words of figures, or like each other. */
const keys = ['id', 'name', 'status', 'a', 'b', 'a.b', 'a[]', 'values', 'null', 'present', '', 'size', 'at', 'tags', 'lines', 'index', 'rows', 'columns', 'version', '__proto__', 'é']
const names = ['present', 'missing', 'null', 'distinct', '3 others', 'elements', 'open', 'closed', 'café', 'caf\\u00e9', '1', '1.0', 'values', 'min', 'max at']

/** Columns: how a cell of a row is made. */
const cells: readonly ((random: Random, row: number, depth: number) => string | undefined)[] = [
  (random) => `"${random.pick(names)}"`,
  (random) => random.pick(['1', '1.0', '2', '-0', '0', '3e0', 'null']),
  (random) => String(random.int(-500, 99_999)),
  (random) => `${random.int(0, 9999)}.${random.int(0, 99)}`,
  (random) => random.pick(['12345678901234567890', '12345678901234567891', '9007199254740993', '1e400', '-1e400', '5']),
  (random) => `${random.int(10 ** 12, 10 ** 13)}`,
  (random) => `"${random.int(0, 300)}${random.pick(['%', '%'])}"`,
  (random) => `"1.${random.int(1, 30)}"`,
  (random) => `"0${random.int(1000, 9999)}"`,
  (random) => `"arn:aws:bedrock:us-east-1::foundation-model/the-one-${random.pick(['large', 'small', 'other'])}-v1:0"`,
  (random, row) => `"Report ${row} of the ${random.pick(['harbor', 'gate', 'tower'])}"`,
  (random) => `"2025-0${random.int(1, 9)}-1${random.int(0, 9)}"`,
  (random) => random.pick(['true', 'false', 'null']),
  (random) => (random.chance(0.5) ? undefined : `"${random.pick(['x', 'y'])}"`),
  (random) => `[${Array.from({ length: random.int(0, 4) }, () => `"${random.pick(['red', 'green', 'missing'])}"`).join(',')}]`,
  (random) => `[${Array.from({ length: random.int(0, 3) }, () => String(random.int(0, 50))).join(',')}]`,
  (random, row) => `[${row},"${random.pick(['n', 's'])}",${random.int(0, 9)}]`,
  (random, row, depth) => (depth > 2 ? '{}' : objectOf(random, row, depth + 1)),
  (random, row, depth) => (depth > 1 ? '[]' : `[${Array.from({ length: random.chance(0.1) ? 30 : random.int(0, 4) }, (_, i) => objectOf(random, row * 31 + i, depth + 1, row % 2)).join(',')}]`),
]

/** Objects of one table have the same columns; which ones follows from the seed. */
let shapes = new Map<string, readonly { readonly key: string, readonly cell: number }[]>()

function objectOf(random: Random, row: number, depth: number, variant = 0): string {
  const id = `${depth}:${variant}`
  const shape = shapes.get(id) ?? Array.from(new Set(Array.from({ length: random.int(1, 5) }, () => random.pick(keys))), (key) => ({ key, cell: random.int(0, cells.length - 1) }))
  shapes.set(id, shape)
  return `{${shape.flatMap(({ key, cell }) => {
    const text = cells[cell]!(random, row, depth)
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`]
  }).join(',')}}`
}

function nestedTable(seed: number): string {
  const random = createRandom(seed)
  shapes = new Map()
  const rows = Array.from({ length: random.int(12, 90) }, (_, row) => objectOf(random, row, 0))
  if (random.chance(0.2)) return `{"data":{${rows.map((row, i) => `"entry ${i}":${row}`).join(',')}}}`
  if (random.chance(0.1)) return `{${rows.map((row, i) => `"day ${i}":[${[row, ...(i % 3 === 0 ? [objectOf(random, i, 0)] : [])].join(',')}]`).join(',')}}`
  if (random.chance(0.2)) return `[${rows.map((row, i) => (i % 7 === 3 ? random.pick(['5', '"text"', 'null', '[]']) : row)).join(',')}]`
  return `{"items":[${rows.join(',')}]}`
}

const queries = fc.constantFrom('', 'Which is the largest?', 'How many are open, and how many are missing in the harbor report?')

test('over nested tables what comes out is JSON, no key stands twice, and every figure is true', async () => {
  let figures = 0
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), queries, async (seed, query) => {
    const source = nestedTable(seed)
    const { text } = await realPipeline.crush(source, { query, model: 'gpt-4o' })
    expect(isJson(text)).toBe(true)
    expect(doubledKeys(text)).toEqual([])
    expect(wrongFigures(readDocuments(source), readDocuments(text))).toEqual([])
    if (text.includes('"figures over all')) figures++
  }), { numRuns: 120 })
  expect(figures).toBeGreaterThan(30)
})

test('and over the tool results of the laws', async () => {
  await fc.assert(fc.asyncProperty(payloads({ minRows: 20, maxRows: 120 }), queries, async ({ text: source }, query) => {
    const { text } = await realPipeline.crush(source, { query, model: 'gpt-4o' })
    expect(isJson(text) || !isJson(source)).toBe(true)
    expect(wrongFigures(readDocuments(source), readDocuments(text))).toEqual([])
  }), { numRuns: 50 })
})
