import { describe, expect, test } from 'vitest'
import { writeFigures } from '../../../src/transforms/smart-crusher/figures.ts'
import { chooseIndexColumns, cutString, writeIndexLine } from '../../../src/transforms/smart-crusher/index-lines.ts'
import { findQueryTerms } from '../../../src/relevance/terms.ts'
import { createIsAsked, wordsOfTerms } from '../../../src/transforms/smart-crusher/asked-columns.ts'
import { createLabelOf } from '../../../src/transforms/smart-crusher/cell-labels.ts'
import { profileColumn } from '../../../src/transforms/smart-crusher/profile-columns.ts'
import { readColumns } from '../../../src/transforms/smart-crusher/read-columns.ts'
import { createWordMatcher } from '../../../src/transforms/smart-crusher/said-names.ts'
import { profilesOf, rowsOf, tableOf, tableOfText } from './table-of.ts'

const figuresOf = (rows: unknown[], query = ''): Record<string, unknown> => {
  const texts = writeFigures(tableOf(rows), profilesOf(rows), (column, cell) => `"row ${column.rows[cell]!}"`, createIsAsked(createWordMatcher(wordsOfTerms(findQueryTerms(query))))).map(({ text }) => text)
  return JSON.parse(`{${texts.join(',')}}`)
}

describe('writeFigures', () => {
  test('counts rows per category, largest first, and tells the rest as a number', () => {
    const rows = rowsOf(60, (i) => ({ kind: i < 40 ? 'push' : `k${String.fromCharCode(97 + Math.floor((i - 40) / 2))}` }))
    const { kind } = figuresOf(rows) as { kind: Record<string, number> }
    expect(kind).toEqual({ distinct: 11, push: 40, ka: 2, kb: 2, kc: 2, kd: 2, ke: 2, kf: 2, kg: 2, '3 others': 6 })
    expect(Object.keys(kind)[1]).toBe('push')
  })

  test('says how many rows each value has when all have the same', () => {
    const rows = rowsOf(60, (i) => ({ country: `Country ${String.fromCharCode(65 + (i % 20))}` }))
    expect(figuresOf(rows)).toEqual({ country: { distinct: 20, 'rows of each': 3 } })
  })

  test('tells nulls and missing cells, and an object that some rows lack only once', () => {
    const rows = rowsOf(20, (i) => ({ power: i < 6 ? null : i * 7 % 19, ...(i < 15 ? { pull: { url: `u${i}`, diff: `d${i}` } } : {}) }))
    const figures = figuresOf(rows) as Record<string, Record<string, number>>
    expect(figures.power).toMatchObject({ null: 6 })
    expect(figures['pull.url']).toEqual({ present: 15, missing: 5 })
    expect(figures['pull.diff']).toBeUndefined()
  })

  test('gives minimum, median, maximum and sum of numbers with the rows that have them', () => {
    expect(figuresOf([3, 1, 4, 1.5, 9].map((size) => ({ size })))).toEqual({ size: { min: 1, 'min at': 'row 1', median: 3, max: 9, 'max at': 'row 4', sum: 18.5 } })
  })

  test('gives the range of times as the source writes them', () => {
    const rows = ['2024-03-05', '2024-03-01', '2024-04-01', '2024-03-09', '2024-03-08'].map((day) => ({ day }))
    expect(figuresOf(rows)).toEqual({ day: { earliest: '2024-03-01', 'earliest at': 'row 1', latest: '2024-04-01', 'latest at': 'row 2' } })
  })

  test('spells numbers as the source does', () => {
    const table = tableOfText('[{"n":1.50},{"n":12345678901234567890},{"n":3}]')
    const [figure] = writeFigures(table, profilesOf([{ n: 1.5 }, { n: 2 }, { n: 3 }]), () => undefined, () => false)
    expect(figure!.text).toContain('"min":1.50')
  })

  test('counts elements of arrays, and says so', () => {
    const rows = rowsOf(10, (i) => ({ name: `suite ${i}`, tests: rowsOf(4, (j) => ({ status: i === 3 && j === 2 ? 'failed' : 'passed' })) }))
    expect(figuresOf(rows)['tests[].status']).toEqual({ elements: 40, passed: 39, failed: 1 })
  })

  test('sets values that read like its own words apart from these', () => {
    const rows = rowsOf(40, (i) => (i === 0 ? { here: null } : { here: ['present', 'missing', 'null', '3 others'][i % 4] }))
    expect(figuresOf(rows)).toEqual({ here: { values: { missing: 10, null: 10, '3 others': 10, present: 9 }, null: 1 } })
  })

  test('cuts values that begin alike in the middle, and not at all where their ends are alike as well', () => {
    const arn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.'
    const models = rowsOf(40, (i) => ({ model: arn + ['nova-micro-v1:0', 'titan-embed-text-v2:0'][i % 2] }))
    expect(Object.keys(figuresOf(models).model!)).toEqual([expect.stringMatching(/^arn:aws:bedr.*….*nova-micro-v1:0$/), expect.stringMatching(/^arn:aws:bedr.*….*titan-embed-text-v2:0$/)])
    const long = rowsOf(40, (i) => ({ path: `${'a'.repeat(48)}${'xy'[i % 2]}${'b'.repeat(34)}` }))
    expect(Object.keys(figuresOf(long).path!)).toEqual([long[0]!.path, long[1]!.path])
  })

  test.each([
    { name: 'decimals', raws: ['0.1', '0.2', '0.3'], figure: '"min":0.1,"median":0.2,"max":0.3,"sum":0.6' },
    { name: 'money past twelve digits', raws: ['9999999999999.01', '0.02', '1'], figure: '"min":0.02,"median":1,"max":9999999999999.01,"sum":10000000000000.03' },
    { name: 'whole numbers past 2^53', raws: ['12345678901234567890', '12345678901234567892', '12345678901234567891'], figure: '"min":12345678901234567890,"median":12345678901234567891,"max":12345678901234567892,"sum":37037036703703703673' },
    { name: 'numbers past any double', raws: ['1', '1e400', '-1e400'], figure: '"min":-1e400,"median":1,"max":1e400' },
    { name: 'a middle between two', raws: ['9007199254740993', '9007199254740994', '1', '9007199254740999'], figure: '"min":1,"median":9007199254740993.5,"max":9007199254740999,"sum":27021597764222987' },
    { name: 'long fractions, rounded and said to be', raws: ['0.1234567890123456', '1000000.1234567890123456', '2'], figure: '"min":0.1234567890123456,"median":2,"max":1000000.1234567890123456,"sum about":1000002.24691' },
    { name: 'shares, which do not add up', raws: ['"10%"', '"7%"', '"30%"'], figure: '"min":"7%","median":10,"max":"30%"' },
    { name: 'zeros before numbers in strings', raws: ['"007 ms"', '"1 ms"', '"010 ms"'], figure: '"min":"1 ms","median":7,"max":"010 ms","sum":18' },
  ])('is exact about $name', ({ raws, figure }) => {
    const table = tableOfText(`[${raws.map((raw) => `{"n":${raw}}`).join(',')}]`)
    const profiles = readColumns(table).map((column) => profileColumn(table.doc, column, raws.length))
    expect(writeFigures(table, profiles, () => undefined, () => false).map(({ text }) => text)).toEqual([`"n":{${figure}}`])
  })

  test('names the element that has an extreme, else the row', () => {
    const rows = rowsOf(8, (i) => ({ name: `suite ${i}`, tests: rowsOf(3, (j) => ({ title: `test ${i}-${j}`, state: 'ok', ms: (i * 31 + j * 17) % 97 })), waits: [i * 7 % 11, i] }))
    const table = tableOf(rows)
    const profiles = profilesOf(rows)
    const labelOf = createLabelOf(table, profiles, chooseIndexColumns(table, profiles, () => false))
    const figures = JSON.parse(`{${writeFigures(table, profiles, labelOf, () => false).map(({ text }) => text).join(',')}}`) as Record<string, Record<string, unknown>>
    const tests = rows.flatMap((row) => row.tests)
    const most = Math.max(...tests.map(({ ms }) => ms))
    expect(figures['tests[].ms']!['max at']).toBe(tests.find(({ ms }) => ms === most)!.title)
    expect(figures['waits[]']!['max at']).toBe('suite 3')
  })

  test('puts columns that the query speaks of first', () => {
    const rows = rowsOf(30, (i) => ({ state: ['open', 'closed'][i % 2], stars: (i * 37) % 101, area: ['north', 'south', 'east'][i % 3] }))
    expect(Object.keys(figuresOf(rows, 'how many stars do they have'))[0]).toBe('stars')
    expect(Object.keys(figuresOf(rows, 'which are in the south'))[0]).toBe('area')
  })

  test('never writes the reserved key for data that has it', () => {
    const rows = rowsOf(20, (i) => ({ _headroom: ['a', 'b'][i % 2] }))
    expect(figuresOf(rows)).toEqual({ __headroom: { a: 10, b: 10 } })
  })
})

describe('index lines', () => {
  const lineOf = (rows: unknown[], row: number, tokens = 24, query = ''): { columns: string[], line: unknown } => {
    const table = tableOf(rows)
    const columns = chooseIndexColumns(table, profilesOf(rows), createIsAsked(createWordMatcher(wordsOfTerms(findQueryTerms(query)))))
    if (!columns) return { columns: [], line: undefined }
    return { columns: columns.profiles.map(({ column }) => column.path), line: JSON.parse(writeIndexLine(table, columns, row, tokens)) }
  }

  test('never take an element of an array for the name of its row', () => {
    const rows = rowsOf(30, (i) => ({ order: 5000 + i * 3, lines: rowsOf(1 + (i % 3), (j) => ({ sku: `SKU-${i}-${j}`, title: `Article ${i} of ${j}` })) }))
    expect(lineOf(rows, 3).columns.filter((path) => path.includes('['))).toEqual([])
  })

  test.each<{ name: string, row: (i: number) => unknown, columns: string[] }>([
    { name: 'number and title', row: (i: number) => ({ url: `https://example.org/${i}`, id: 1e9 + ((i * 7919) % 9973), number: 700 - i, title: `Something is broken in part ${i}`, state: 'open', body: 'words '.repeat(100) + i }), columns: ['number', 'title'] },
    { name: 'path and size', row: (i: number) => ({ path: `src/module${i}/index.ts`, mode: 644, sha: `3ad66f8937403ae58c066093ef25f9dd1ae${1000 + i}` }), columns: ['path', 'sha'] },
    { name: 'nested name', row: (i: number) => ({ track: { name: `A song called ${i}`, popularity: (i * 37) % 101 }, added: '2024-01-01' }), columns: ['track.name'] },
  ])('show $name', ({ row, columns }) => {
    expect(lineOf(rowsOf(30, row), 3).columns).toEqual(columns)
  })

  test('show what the query asks for as well', () => {
    const rows = rowsOf(30, (i) => ({ login: `user${i}`, followers: (i * 37) % 101, verified: i % 2 === 0 }))
    expect(lineOf(rows, 4, 24, 'how many followers').line).toEqual(['user4', 47])
  })

  test('cut a long label with a visible sign and keep the identifier whole', () => {
    const rows = rowsOf(30, (i) => ({ id: `A-${i}`, title: `${i} ${'and so on '.repeat(11)}` }))
    const { line } = lineOf(rows, 7, 12)
    expect(line).toEqual(['A-7', expect.stringMatching(/^7 and so on .*…$/)])
  })

  test('are not there when nothing names the rows', () => {
    expect(lineOf(rowsOf(30, (i) => ({ a: (i * 37) % 101, b: i % 2 === 0 })), 0).columns).toEqual([])
  })
})

describe('cutString', () => {
  test.each([
    ['"short"', 20, '"short"'],
    ['"0123456789"', 5, '"0123…"'],
    ['"ab\\ncdefgh"', 4, '"ab\\n…"'],
    ['"ab\\u00e9cdefgh"', 4, '"ab\\u00e9…"'],
    ['"ab😀cdefgh"', 4, '"ab😀…"'],
    ['"ab\\ud83d\\ude00cdef"', 4, '"ab…"'],
    ['1234567', 2, '1234567'],
  ])('cuts %s to %i as %s', (raw, length, cut) => {
    expect(cutString(raw, length)).toBe(cut)
    expect(() => JSON.parse(cutString(raw, length))).not.toThrow()
  })
})
