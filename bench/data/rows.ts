import { createRandom } from './random.ts'

/** An array of objects of about 100 characters each, of the columns that tool results have: id, name, category, number, time, flag. */
export function rowsOf100Characters(rows: number, seed = 4): string {
  const random = createRandom(seed)
  const names = ['import', 'export', 'sync', 'backup', 'report', 'cleanup', 'index', 'notify']
  return JSON.stringify(Array.from({ length: rows }, (_, i) => ({
    id: 100_000 + i,
    job: `${random.pick(names)}-${random.hex(6)}`,
    state: random.next() < 0.01 ? 'failed' : random.pick(['done', 'done', 'done', 'queued']),
    ms: random.integer(10, 990),
    at: `2026-02-${random.integer(10, 28)}T${random.integer(10, 23)}:${random.integer(10, 59)}`,
    ok: random.next() > 0.01,
  })))
}
