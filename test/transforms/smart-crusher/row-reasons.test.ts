import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { findAnomalies } from '../../../src/transforms/smart-crusher/anomalies.ts'
import { findErrorRows } from '../../../src/transforms/smart-crusher/error-rows.ts'
import { makeClaims, spread } from '../../../src/transforms/smart-crusher/row-claims.ts'
import { selectRows } from '../../../src/transforms/smart-crusher/select-rows.ts'
import { createWordMatcher, findSaidNames } from '../../../src/transforms/smart-crusher/said-names.ts'
import { nameWords } from '../../../src/transforms/smart-crusher/names.ts'
import type { KeepReason } from '../../../src/report/types.ts'
import type { Ranking } from '../../../src/transforms/smart-crusher/rank-rows.ts'
import { profilesOf, rowsOf, tableOf } from './table-of.ts'

const errorsOf = (rows: unknown[]): Record<string, number[]> =>
  Object.fromEntries(findErrorRows(tableOf(rows).doc, profilesOf(rows)).map(({ key, rows: found }) => [key, found]))

describe('findErrorRows', () => {
  test.each([
    { name: 'a level', ok: { level: 'info' }, bad: { level: 'ERROR' } },
    { name: 'a status of failure', ok: { status: 'Succeeded' }, bad: { status: 'FailedScheduling' } },
    { name: 'an error that is not null', ok: { error: null }, bad: { error: 'boom' } },
    { name: 'an error message that is not empty', ok: { errorMessage: '' }, bad: { errorMessage: 'disk is full' } },
    { name: 'HTTP 400 and above', ok: { status_code: 204 }, bad: { status_code: 503 } },
    { name: 'HTTP as text', ok: { status: '200' }, bad: { status: '404' } },
    { name: 'an exit code other than 0', ok: { exitCode: 0 }, bad: { exitCode: 137 } },
    { name: 'a success of false', ok: { success: true }, bad: { success: false } },
    { name: 'a nested field', ok: { result: { error: null } }, bad: { result: { error: { code: 'E1' } } } },
  ])('goes by $name', ({ ok, bad }) => {
    const rows = rowsOf(10, (i) => (i === 6 ? bad : ok))
    expect(Object.values(errorsOf(rows))).toEqual([[6]])
  })

  test.each([
    { name: 'a word in a text', row: { message: 'error: everything failed', level: 'info' } },
    { name: '"error": null', row: { error: null } },
    { name: 'no errors', row: { errors: [], error_count: 0, error: 'none' } },
    { name: 'a negated status', row: { status: 'not failed' } },
    { name: 'a sentence as a status', row: { status: 'checks whether an error happened in the last run' } },
    { name: 'a code that is no HTTP status', row: { code: 1044 } },
    { name: 'a key that only sounds like it', row: { terror: 'x', mirror: 'y' } },
  ])('is not misled by $name', ({ row }) => {
    expect(errorsOf(rowsOf(10, () => row))).toEqual({})
  })

  test('groups rows of one shape, numbers aside', () => {
    const rows = rowsOf(20, (i) => ({ error: i % 5 === 0 ? `timeout after ${i} ms` : i === 7 ? 'access denied' : null }))
    expect(errorsOf(rows)).toEqual({ 'error="timeout after # ms"': [0, 5, 10, 15], 'error="access denied"': [7] })
  })

  test('takes the field for the shape where every error says something else', () => {
    const rows = rowsOf(40, (i) => ({ error: `cannot open ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + (i >> 1) % 26)}` }))
    expect(Object.keys(errorsOf(rows))).toEqual(['error'])
  })
})

const anomaliesOf = (rows: unknown[], threshold = 2): { reason: KeepReason, path: string, rows: number[] }[] =>
  findAnomalies(tableOf(rows).doc, profilesOf(rows), rows.length, threshold, true).map(({ reason, path, rows: found }) => ({ reason, path, rows: found }))

/** Numbers that look like noise but are the same every time. */
const noise = (i: number): number => ((i * 7919 + 13) % 101) / 10

describe('findAnomalies', () => {
  test('finds an outlier in noise and nothing in noise alone', () => {
    expect(anomaliesOf(rowsOf(200, (i) => ({ ms: noise(i) })))).toEqual([])
    expect(anomaliesOf(rowsOf(200, (i) => ({ ms: i === 77 ? 900 : noise(i) })))).toContainEqual({ reason: 'outlier', path: 'ms', rows: [77] })
  })

  test('needs more for an outlier when the caller asks for more', () => {
    const rows = rowsOf(200, (i) => ({ ms: i === 77 ? 40 : noise(i) }))
    expect(anomaliesOf(rows)).toContainEqual({ reason: 'outlier', path: 'ms', rows: [77] })
    expect(anomaliesOf(rows, 10).filter(({ reason }) => reason === 'outlier')).toEqual([])
  })

  test('finds a clean step in the middle, which hides itself in the standard deviation', () => {
    const found = anomaliesOf(rowsOf(100, (i) => ({ load: (i < 50 ? 10 : 20) + noise(i) / 10 }))).filter(({ reason }) => reason === 'change-point')
    expect(found).toEqual([{ reason: 'change-point', path: 'load', rows: [50] }])
  })

  test('finds a rare category, a rare flag, a rare code, a field that one row has or lacks', () => {
    const rows = rowsOf(60, (i) => ({
      kind: i === 31 ? 'link' : i % 2 ? 'file' : 'folder',
      archived: i === 12,
      mode: i === 40 ? 755 : 644,
      ...(i === 5 ? { deletedBy: 'someone' } : {}),
      owner: i === 50 ? null : `o${i}`,
    }))
    expect(anomaliesOf(rows).filter(({ reason }) => reason.startsWith('rare'))).toEqual([
      { reason: 'rare-category', path: 'kind', rows: [31] },
      { reason: 'rare-flag', path: 'archived', rows: [12] },
      { reason: 'rare-category', path: 'mode', rows: [40] },
      { reason: 'rare-flag', path: 'owner', rows: [50] },
      { reason: 'rare-flag', path: 'deletedBy', rows: [5] },
    ])
  })

  test('finds the text that does not follow the form of the others', () => {
    const rows = rowsOf(60, (i) => ({ message: i === 17 ? 'worker 3 was killed' : `request ${i} took ${i * 7} ms` }))
    expect(anomaliesOf(rows)).toContainEqual({ reason: 'rare-template', path: 'message', rows: [17] })
  })

  test('takes a long tail of categories for no anomaly', () => {
    const rows = rowsOf(90, (i) => ({ city: i < 60 ? 'Paris' : `City ${String.fromCharCode(65 + (i % 26))}${i % 3}` }))
    expect(anomaliesOf(rows).filter(({ path }) => path === 'city')).toEqual([])
  })
})

const silent = (rowsTotal: number, scores: Record<number, number> = {}, named: number[] = []): Ranking => {
  const all = Float64Array.from({ length: rowsTotal }, (_, row) => scores[row] ?? 0)
  return { asked: true, scores: all, lexical: all, named, contrast: [], filters: [], by: 'bm25', warnings: [] }
}

describe('makeClaims', () => {
  test('guarantees the first three, the last two, what the query names and three examples of each error, the nearest to the query first', () => {
    const errors = [{ key: 'status=failed', rows: [10, 11, 12, 13, 14] }]
    const { guaranteed } = makeClaims([], errors, [], silent(50, { 14: 0.5 }, [33]), 50)
    expect(guaranteed.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      '0 first', '1 first', '2 first', '48 last', '49 last', '33 named-by-query', '14 error', '10 error', '11 error',
    ])
  })

  test('shares fifteen places for anomalies over the columns', () => {
    const anomalies = [
      { reason: 'outlier' as const, path: 'a', rows: rowsOf(30, (i) => 100 + i), alike: [] },
      { reason: 'rare-category' as const, path: 'b', rows: [60, 61], alike: [] },
    ]
    const rows = makeClaims([], [], anomalies, silent(200), 200).guaranteed.slice(5).map(({ row }) => row)
    expect(rows).toHaveLength(15)
    expect(rows).toEqual(expect.arrayContaining([60, 61, 100, 112]))
  })

  test('lets the extremes of every number compete', () => {
    const rows = rowsOf(40, (i) => ({ size: i === 9 ? -50 : i === 21 ? 400 : (i * 37) % 101 }))
    const { competing } = makeClaims(profilesOf(rows), [], [], silent(40), 40)
    expect([...competing]).toEqual(expect.arrayContaining([{ row: 9, reason: 'minimum' }, { row: 21, reason: 'maximum' }]))
  })

  test('takes the three highest of a column that ranks rows', () => {
    const rows = rowsOf(40, (i) => ({ score: (i * 37) % 101 }))
    const order = rows.map(({ score }, row) => ({ score, row })).sort((a, b) => b.score - a.score)
    const best = [...makeClaims(profilesOf(rows), [], [], silent(40), 40).competing].filter(({ reason }) => reason === 'best-score').map(({ row }) => row)
    expect(best).toEqual(order.slice(0, 3).map(({ row }) => row))
  })

  test('puts every row in the order of the index once', () => {
    const { near } = makeClaims([], [{ key: 'e', rows: [4] }], [], silent(30, { 7: 0.9 }), 30)
    expect([...near].slice(0, 2)).toEqual([7, 4])
    expect([...near].sort((a, b) => a - b)).toEqual(rowsOf(30, (i) => i))
  })
})

describe('spread', () => {
  test('is a permutation whose beginnings are spread evenly', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), (total) => {
      expect([...spread(total)].sort((a, b) => a - b)).toEqual(rowsOf(total, (i) => i))
    }))
    expect([...spread(8)]).toEqual([0, 4, 2, 6, 1, 5, 3, 7])
  })
})

describe('selectRows', () => {
  const claim = (row: number, reason: KeepReason) => ({ row, reason })

  test('keeps guaranteed rows past the room, and others while they fit', () => {
    const lengths = [10, 10, 10, 50, 10, 10]
    const { rows, reasons } = selectRows({
      lengths, room: 45, leanLength: 100,
      guaranteed: [claim(0, 'first'), claim(5, 'last')],
      competing: [claim(3, 'maximum'), claim(2, 'matches-query'), claim(4, 'covers'), claim(1, 'covers'), claim(0, 'minimum'), claim(5, 'covers')],
    })
    expect(rows).toEqual([0, 2, 4, 5])
    expect(reasons).toEqual([['first', 'minimum'], ['matches-query'], ['covers'], ['last']])
    expect(selectRows({ lengths, room: 0, leanLength: 0, guaranteed: [claim(3, 'error')], competing: [] }).rows).toEqual([3])
  })

  test('never keeps more than the room, or a third of it beyond what is guaranteed', () => {
    const claims = fc.array(fc.record({ row: fc.integer({ min: 0, max: 19 }), reason: fc.constantFrom<KeepReason>('first', 'error', 'covers') }))
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 20, maxLength: 20 }), fc.integer({ min: 0, max: 900 }), claims, claims, (lengths, room, guaranteed, competing) => {
      const { rows } = selectRows({ lengths, room, leanLength: 50, guaranteed, competing })
      const must = new Set(guaranteed.map(({ row }) => row))
      expect(rows).toEqual(expect.arrayContaining([...must]))
      const size = (list: Iterable<number>): number => [...list].reduce((sum, row) => sum + lengths[row]!, 0)
      expect(size(rows)).toBeLessThanOrEqual(Math.max(room, size(must) + room / 3))
    }))
  })
})

describe('findSaidNames', () => {
  test('takes a name for said when every word of it is, in any order and inflection', () => {
    const names = ['rook-ceph-operator', 'rook-ceph-tools', 'dispute', 'payment_intents', 'a sentence that goes on for many words indeed', 'id']
    const table = tableOf(names)
    const said = (query: string): string[] => findSaidNames(table.doc, table.values, rowsOf(names.length, (i) => i), createWordMatcher(nameWords(query))).map((row) => names[row]!)
    expect(said('which image does the operator of rook ceph use')).toEqual(['rook-ceph-operator'])
    expect(said('what is the reason of the sample dispute')).toEqual(['dispute'])
    expect(said('list the payment intent ids')).toEqual(['payment_intents'])
    expect(said('what is the id')).toEqual([])
    expect(said('')).toEqual([])
  })

  test('takes short words for the same only when they are', () => {
    const isSaid = createWordMatcher(['fails', 'cat', 'port', 'operator'])
    expect(['failed', 'cats', 'cat', 'portugal', 'ported', 'operation'].map(isSaid)).toEqual([true, false, true, false, true, true])
  })
})
