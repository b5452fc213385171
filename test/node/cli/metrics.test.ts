import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseSince } from '../../../src/cli/metrics.ts'
import { parseArguments } from '../../../src/cli/arguments.ts'
import { run } from '../../../src/cli/run.ts'
import { createFileStore } from '../../../src/metrics/drivers/file-store.ts'
import { recordOf } from '../../arbitraries/metrics-record.ts'
import { hostileNames, hostileRecords } from '../../report-page/hostile-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'headroom-cli-metrics-'))
const hour = 3_600_000

beforeAll(async () => {
  const store = createFileStore({ folder: join(folder, 'metrics') })
  await store.append([
    recordOf({ timestamp: new Date(Date.now() - 100 * hour).toISOString(), model: 'old-model' }),
    recordOf({ timestamp: new Date(Date.now() - hour).toISOString(), model: 'new-model', estimatedSavingsUsd: 0.5, pricesDate: '2026-10-26', decisions: [
      { transform: 'smart-crusher', toolName: 'search', contentType: 'json', action: 'crushed', blocks: 2, tokensBefore: 900, tokensAfter: 150, rowsTotal: 9, rowsKept: 2 },
    ] }),
  ])
  await store.close()
})
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

interface Ran { readonly code: number; readonly out: string; readonly err: string }

async function headroom(args: readonly string[], { env = {}, isTTY = false }: { readonly env?: Record<string, string>; readonly isTTY?: boolean } = {}): Promise<Ran> {
  const sink = (): Writable & { text: string } => {
    const stream = new Writable({ write(chunk: Buffer, _, done) { stream.text += chunk.toString(); done() } }) as Writable & { text: string }
    stream.text = ''
    return stream
  }
  const [out, err] = [sink(), sink()]
  const code = await run(args, { stdin: Readable.from([]), stdout: Object.assign(out, { isTTY }), stderr: err, env })
  return { code, out: out.text, err: err.text }
}

const metrics = join(folder, 'metrics')

test('stats tell what was saved, by model, tool and day', async () => {
  const { code, out, err } = await headroom(['stats', '--folder', metrics])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^1,500 of 2,000 input tokens saved \(75 %\), about \$0\.50\n/)
  for (const words of ['2 requests: 2 optimized', 'old-model', 'new-model', 'search', 'by day (UTC)', '█']) expect(out).toContain(words)
  expect(out.split('\n').filter((line) => line.length > 90)).toEqual([])
  expect((await headroom(['stats', '--folder', metrics], { isTTY: true })).out).toContain('\u001b[1m')
})

test('--since and --model count what they name, and --json gives numbers', async () => {
  expect(JSON.parse((await headroom(['stats', '--folder', metrics, '--since', '2d', '--json'])).out)).toMatchObject({ totalRequests: 1, byModel: [{ model: 'new-model' }] })
  expect(JSON.parse((await headroom(['stats', '--folder', metrics, '--model', 'old-model', '--json'])).out)).toMatchObject({ totalRequests: 1, byModel: [{ model: 'old-model' }] })
})

test('a report is one file, or standard output', async () => {
  const file = join(folder, 'week.html')
  const { code, out, err } = await headroom(['report', '--folder', metrics, '--since', '7d', '--out', file])
  expect([code, out, err]).toEqual([0, '', `${file}\n`])
  expect(readFileSync(file, 'utf8')).toContain('Headroom saved')
  expect((await headroom(['report', '--folder', metrics, '--out', '-'])).out).toMatch(/^<!doctype html>/)
})

test('without a folder it is the one that sessions write to', async () => {
  if (process.platform === 'linux') expect((await headroom(['stats'], { env: { XDG_STATE_HOME: join(folder, 'state') } })).err).toContain(join(folder, 'state', 'headroom', 'metrics'))
  const empty = await headroom(['stats', '--folder', join(folder, 'nothing'), '--since', '7d'])
  expect(empty).toMatchObject({ code: 0, out: 'no requests\n  0 requests: 0 optimized, 0 audited, 0 failed\n' })
  expect(empty.err).toContain('nothing was recorded since 7d in')
  expect((await headroom(['stats', '--folder', join(folder, 'nothing'), '--model', 'gpt-9'])).err).toContain('nothing was recorded of the model gpt-9 in')
  expect(existsSync(join(folder, 'nothing'))).toBe(false)
})

test('names in the terminal neither colour it nor turn it round', async () => {
  const place = join(folder, 'hostile')
  const store = createFileStore({ folder: place })
  await store.append([...hostileRecords, recordOf({ model: '\u001b[2J\u0007', tokensInputBefore: 1e6 })])
  await store.close()
  const { out } = await headroom(['stats', '--folder', place])
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  expect(out).toContain('\\u{1b}')
  expect(hostileNames.length).toBeGreaterThan(5)
})

test('what cannot be written is an error that names it', async () => {
  const { code, err } = await headroom(['report', '--folder', metrics, '--out', join(folder, 'no', 'such', 'place.html')])
  expect(code).toBe(1)
  expect(err).toMatch(/place\.html cannot be written: .*ENOENT/)
})

const now = Date.UTC(2026, 10, 26, 12)
test.each([
  ['30m', '2026-11-26T11:30:00.000Z'], ['24h', '2026-11-25T12:00:00.000Z'], ['7d', '2026-11-19T12:00:00.000Z'], ['2w', '2026-11-12T12:00:00.000Z'],
  ['2026-11-22', '2026-11-22T00:00:00.000Z'], ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
])('since %s', (text, time) => {
  expect(parseSince(text, now).toISOString()).toBe(time)
})

test.each(['', '7', '7 days', 'd', '-7d', '7y', 'yesterday', '2026-13-45', '9999999d'])('since %j is refused', (text) => {
  expect(() => parseSince(text, now)).toThrow('--since must be a length such as 30m, 24h, 7d or 2w, or a date')
})

test.each([
  { args: ['report', 'a.json'], message: 'headroom report reads what was recorded, no file: "a.json" is one too many' },
  { args: ['optimize', '--since', '7d'], message: '--since belongs to headroom stats and headroom report' },
  { args: ['stats', '--out', 'x'], message: '--out belongs to headroom report' },
  { args: ['statz'], message: 'did you mean headroom stats?' },
])('headroom $args is refused with what would be right', ({ args, message }) => {
  expect(() => parseArguments(args)).toThrow(message)
})

test('a report has a file of its own where none is named', () => {
  expect(parseArguments(['report'])).toEqual({ kind: 'report', out: 'headroom-report.html' })
  expect(parseArguments(['report', '-o', '-', '--since=7d'])).toEqual({ kind: 'report', since: '7d', out: '-' })
})
