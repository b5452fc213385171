import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { findAnomalies } from '../../../src/transforms/smart-crusher/anomalies.ts'
import { findErrorRows } from '../../../src/transforms/smart-crusher/error-rows.ts'
import { spread } from '../../../src/relevance/spread.ts'
import { makeClaims } from '../../../src/transforms/smart-crusher/row-claims.ts'
import { selectRows } from '../../../src/transforms/smart-crusher/select-rows.ts'
import { createWordMatcher, findSaidNames } from '../../../src/transforms/smart-crusher/said-names.ts'
import { nameWords } from '../../../src/transforms/smart-crusher/names.ts'
import type { KeepReason } from '../../../src/report/types.ts'
import type { Ranking } from '../../../src/transforms/smart-crusher/rank-rows.ts'
import { profilesOf, rowsOf, tableOf } from './table-of.ts'

const errorsOf = (rows: unknown[]): Record<string, number[]> =>
  Object.fromEntries(findErrorRows(tableOf(rows).doc, profilesOf(rows), rows.length).map(({ key, rows: found }) => [key, found]))

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
    { name: 'a state of several words in one', ok: { state: 'Running' }, bad: { state: 'ImagePullBackOff' } },
    { name: 'two words that are one', ok: { status: 'Finished' }, bad: { status: 'TimedOut' } },
    { name: 'a loop of crashes', ok: { reason: 'Completed' }, bad: { reason: 'CrashLoopBackOff' } },
    { name: 'a refusal', ok: { status: 'paid' }, bad: { status: 'declined' } },
    { name: 'no right', ok: { result: 'granted' }, bad: { result: 'Unauthorized' } },
    { name: 'a ban', ok: { outcome: 'granted' }, bad: { outcome: 'FORBIDDEN' } },
    { name: 'a severe level', ok: { level: 'FINE' }, bad: { level: 'SEVERE' } },
    { name: 'a lone word for being down', ok: { status: 'up' }, bad: { status: 'DOWN' } },
    { name: 'being offline', ok: { state: 'online' }, bad: { state: 'offline' } },
    { name: 'being degraded', ok: { health: 'green' }, bad: { health: 'Degraded performance' } },
    { name: 'being invalid', ok: { status: 'signed' }, bad: { status: 'invalid' } },
    { name: 'being expired', ok: { status: 'issued' }, bad: { status: 'expired' } },
    { name: 'a negated success', ok: { status: 'Ready' }, bad: { status: 'NotReady' } },
    { name: 'a negated success in words', ok: { status: 'ok' }, bad: { status: 'not ok' } },
    { name: 'what was not found', ok: { code: 'OK' }, bad: { code: 'NOT_FOUND' } },
    { name: 'an un- before success', ok: { health: 'healthy' }, bad: { health: 'unhealthy' } },
    { name: 'a flag of failure', ok: { failed: false }, bad: { failed: true } },
    { name: 'a flag that has a failure', ok: { hasError: false }, bad: { hasError: true } },
    { name: 'a flag of two words', ok: { timed_out: false }, bad: { timed_out: true } },
    { name: 'a flag in quotes', ok: { isFailed: 'no' }, bad: { isFailed: 'True' } },
    { name: 'a count of failures', ok: { failed: 0 }, bad: { failed: 2 } },
    { name: 'a flag of success that is false', ok: { isValid: true }, bad: { isValid: false } },
    { name: 'a success in numbers', ok: { is_success: 1 }, bad: { is_success: 0 } },
    { name: 'what did not pass', ok: { test_passed: true }, bad: { test_passed: false } },
    { name: 'the time of a failure', ok: { failed_at: null }, bad: { failed_at: '2025-01-01T10:00:00Z' } },
    { name: 'a name that ends in an HTTP status', ok: { 'http.response.status_code': 200 }, bad: { 'http.response.status_code': 503 } },
    { name: 'a name that ends in status', ok: { elb_status_code: '200' }, bad: { elb_status_code: '502' } },
    { name: 'a status line', ok: { response_status: 'HTTP/1.1 200 OK' }, bad: { response_status: 'HTTP/1.1 500 Internal Server Error' } },
    { name: 'a status with its words', ok: { status: '200 OK' }, bad: { status: '404 Not Found' } },
    { name: 'a name that ends in an exit code', ok: { 'process.exit_code': '0' }, bad: { 'process.exit_code': '1' } },
    { name: 'an exit', ok: { exit: 0 }, bad: { exit: 137 } },
    { name: 'a level in numbers', ok: { level: 30 }, bad: { level: 50 } },
    { name: 'a line that begins with its severity', ok: { message: 'all is well' }, bad: { message: 'ERROR: could not connect' } },
    { name: 'a severity without a colon', ok: { message: 'all is well' }, bad: { message: 'FATAL unhandled exception in worker' } },
    { name: 'a severity after a time', ok: { log: '2025-01-01 10:00:00 INFO started' }, bad: { log: '[2025-01-01 10:00:00.123] [error] disk is full' } },
    { name: 'a traceback', ok: { msg: 'all is well' }, bad: { msg: 'Traceback (most recent call last): KeyError' } },
    { name: 'the name of an error', ok: { message: 'all is well' }, bad: { message: 'java.lang.NullPointerException: at line 7' } },
    { name: 'a sentence about a failure', ok: { message: 'Pulled image' }, bad: { message: 'Failed to pull image' } },
    { name: 'a field of an inner array', ok: { tests: [{ status: 'passed' }, { status: 'passed' }] }, bad: { tests: [{ status: 'passed' }, { status: 'failed' }] } },
    { name: 'a field deep in an inner array', ok: { all: [{ state: { running: {} } }] }, bad: { all: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }] } },
    { name: 'a text in an inner array', ok: { events: [{ level: 'info' }] }, bad: { events: [{ level: 'info' }, { level: 'error' }] } },
    { name: 'a nested field', ok: { result: { error: null } }, bad: { result: { error: { code: 'E1' } } } },
  ])('goes by $name', ({ ok, bad }) => {
    const rows = rowsOf(10, (i) => (i === 6 ? bad : ok))
    expect(Object.values(errorsOf(rows))).toEqual([[6]])
  })

  test.each([
    { name: 'a word in a text', row: { message: 'the error: everything failed', level: 'info' } },
    { name: '"error": null', row: { error: null } },
    { name: 'no errors', row: { errors: [], error_count: 0, error: 'none' } },
    { name: 'a negated status', row: { status: 'not failed' } },
    { name: 'a sentence as a status', row: { status: 'checks whether an error happened in the last run' } },
    { name: 'a code that is no HTTP status', row: { code: 1044 } },
    { name: 'a rate', row: { error_rate: 0, error_rates: 0.25, timeout: 30, request_timeout_ms: 500 } },
    { name: 'a failure that did not happen', row: { failed: 0, failures: 0, failed_at: null, last_error_at: null, lastError: '', errors: 'no errors' } },
    { name: 'a denial in words', row: { status: 'no errors', result: 'without failures', outcome: '0 errors' } },
    { name: 'a low severity', row: { severity: 'low', level: 'warning' } },
    { name: 'what to do with failures', row: { retry_on_failure: true, allow_errors: true, failFast: true, ignoreErrors: true, notify_if_failed: true, failover: true } },
    { name: 'what is important', row: { critical: true, is_severe: true } },
    { name: 'what is turned off', row: { enabled: false, available: false, found: false, active: false } },
    { name: 'a count of successes', row: { passed: 3, succeeded: 7 } },
    { name: 'a word for another thing', row: { type: 'down', event: 'lost', direction: 'down', status: 'scaled down' } },
    { name: 'a level that is no log level', row: { level: 55, severity: 3 } },
    { name: 'a message that speaks of errors', row: { message: 'Error rates are low', text: 'Errors: none. Error handling works', log: 'Failed jobs: 0' } },
    { name: 'a title', row: { title: 'TypeError: what it means', name: 'Error: a novel' } },
    { name: 'codes of other things', row: { zip_code: 50123, area_code: 415, status: 'open', status_id: 404 } },
    { name: 'inner arrays in which all is well', row: { tests: [{ status: 'passed' }], errors: [], checks: [{ error: null, failed: 0 }] } },
    { name: 'a key that only sounds like it', row: { terror: 'x', mirror: 'y' } },
  ])('is not misled by $name', ({ row }) => {
    expect(errorsOf(rowsOf(10, (i) => (i === 6 ? row : {})))).toEqual({})
    expect(errorsOf(rowsOf(10, () => row))).toEqual({})
  })

  test('takes a field that nearly every row has for no error', () => {
    expect(errorsOf(rowsOf(100, (i) => ({ stack: 'python', status: i === 3 ? 'ok' : 'failed' })))).toEqual({})
    expect(errorsOf(rowsOf(100, (i) => ({ status: i % 5 === 3 ? 'ok' : 'failed' })))).toHaveProperty('status="failed"')
  })

  test('gives the reason to the row, once, whatever the elements', () => {
    const rows = rowsOf(20, (i) => ({ tests: rowsOf(4, (j) => ({ status: i === 7 && j > 0 ? 'failed' : 'passed', error: i === 7 && j > 0 ? 'boom' : null })) }))
    expect(errorsOf(rows)).toEqual({ 'tests[].status="failed"': [7] })
  })

  test('groups rows of one shape, numbers aside', () => {
    const rows = rowsOf(20, (i) => ({ error: i % 5 === 0 ? `timeout after ${i} ms` : i === 7 ? 'access denied' : null }))
    expect(errorsOf(rows)).toEqual({ 'error="timeout after # ms"': [0, 5, 10, 15], 'error="access denied"': [7] })
  })

  test('takes the field for the shape where every error says something else', () => {
    const rows = rowsOf(40, (i) => ({ error: i % 5 === 0 ? null : `cannot open ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + (i >> 1) % 26)}` }))
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

  test('finds it among as many forms as people write', () => {
    const verbs = rowsOf(20, (i) => `${String.fromCharCode(97 + i)}${String.fromCharCode(97 + i)}`)
    const rows = rowsOf(400, (i) => ({ message: i === 177 ? 'worker 3 was killed' : `${verbs[i % 20]} request ${i} took ${i * 7} ms` }))
    expect(anomaliesOf(rows)).toContainEqual({ reason: 'rare-template', path: 'message', rows: [177] })
    expect(anomaliesOf(rowsOf(400, (i) => ({ message: i === 177 ? 'worker 3 was killed' : `said ${rowsOf(6, (j) => verbs[(i * 7 + j * j * i) % 20]).join(' ')}` })))
      .filter(({ reason }) => reason === 'rare-template')).toEqual([])
  })

  test('finds what is rare among the elements of inner arrays, after what is rare among rows', () => {
    const rows = rowsOf(60, (i) => ({
      parts: rowsOf(3, (j) => ({ kind: i === 31 && j === 1 ? 'link' : j ? 'file' : 'folder', ...(i === 12 && j === 2 ? { lock: { by: 'me' } } : {}) })),
      mode: i === 40 ? 755 : 644,
    }))
    expect(anomaliesOf(rows).filter(({ reason }) => reason.startsWith('rare'))).toEqual([
      { reason: 'rare-category', path: 'mode', rows: [40] },
      { reason: 'rare-category', path: 'parts[].kind', rows: [31] },
      { reason: 'rare-flag', path: 'parts[].lock.by', rows: [12] },
    ])
  })

  test('takes a long tail of categories for no anomaly', () => {
    const rows = rowsOf(90, (i) => ({ city: i < 60 ? 'Paris' : `City ${String.fromCharCode(65 + (i % 26))}${i % 3}` }))
    expect(anomaliesOf(rows).filter(({ path }) => path === 'city')).toEqual([])
  })
})

const silent = (rowsTotal: number, scores: Record<number, number> = {}, named: number[] = []): Ranking => {
  const all = Float64Array.from({ length: rowsTotal }, (_, row) => scores[row] ?? 0)
  return { asked: true, scores: all, lexical: all, named, contrast: [], filters: [], by: 'bm25' }
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
