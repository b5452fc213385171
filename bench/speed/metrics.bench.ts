import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { silentLogger } from '../../src/logger.ts'
import { createFileStore } from '../../src/metrics/drivers/file-store.ts'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import { createRecord } from '../../src/metrics/record.ts'
import type { MetricsRecord, RequestFacts } from '../../src/metrics/record.ts'
import type { MetricsStore } from '../../src/metrics/store.ts'
import { createSessionMetrics } from '../../src/session-metrics.ts'
import type { Decision, Report } from '../../src/report/types.ts'
import { createRandom } from '../data/random.ts'
import { measure, milliseconds, summarize } from '../measure.ts'
import { whole } from '../table.ts'
import type { Table } from '../table.ts'

const million = 1_000_000
const batchSize = 1000
const start = Date.UTC(2026, 8, 1)

interface Sample {
  readonly report: Report
  readonly facts: RequestFacts
}

/** A request with four tool results, at the `index`-th moment of 90 days. */
function createSample(): (index: number) => Sample {
  const random = createRandom(11)
  return (index) => {
    const decisions = Array.from({ length: 4 }, (): Decision => {
      const tokensBefore = random.integer(50, 8000)
      return {
        path: ['messages', 2], transform: 'smart-crusher', toolName: random.pick(['search', 'read_file', 'list_pods', 'query']), contentType: 'json', action: 'crushed',
        reason: 'rows left out', tokensBefore, tokensAfter: Math.round(tokensBefore * random.next()), arrays: [],
      }
    })
    const tokensBefore = decisions.reduce((sum, decision) => sum + decision.tokensBefore, 2000)
    const tokensAfter = decisions.reduce((sum, decision) => sum + decision.tokensAfter, 2000)
    const report: Report = {
      model: random.pick(['gpt-4o-mini', 'claude-sonnet-4-5', 'gemini-2.5-pro']), format: 'openai-chat', mode: random.next() < 0.9 ? 'optimize' : 'audit', tokensBefore, tokensAfter,
      tokensSaved: tokensBefore - tokensAfter, savingsPercent: 0, tokenCounting: 'exact', estimatedSavingsUsd: (tokensBefore - tokensAfter) * 1.5e-7, pricesDate: '2026-10-26',
      transforms: ['smart-crusher'], decisions, waste: { whiteSpace: 400, repeatedKeys: 300, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 20 },
      stablePrefixHash: random.hex(16), cacheAlignmentScore: 0.9, compressionRatio: tokensAfter / tokensBefore,
      window: { cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, fits: true }, warnings: [], timings: { parse: random.next(), count: random.next(), total: 3 * random.next() },
    }
    return { report, facts: {
      timestamp: start + Math.floor(index * (90 * 86_400_000 / million)), provider: random.pick(['openai', 'anthropic']), durationMs: 500 + 3000 * random.next(),
      usage: { tokensInput: tokensAfter, tokensOutput: random.integer(10, 900), cachedTokensRead: random.pick([0, 1024]) },
    } }
  }
}

function createRecordSample(): (index: number) => MetricsRecord {
  const sample = createSample()
  return (index) => {
    const { report, facts } = sample(index)
    return createRecord(report, facts)
  }
}

function createFolder(): string {
  return mkdtempSync(join(tmpdir(), 'headroom-bench-'))
}

function sizeOf(folder: string, ending: string): number {
  return readdirSync(folder).filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

/** @param root of the project */
export async function run(root: string): Promise<Table[]> {
  return [await measureRecording(), await measureStores(), await measureSummary(root)]
}

/** What a request pays: the record, the queue, the counters of Prometheus; the store works later. */
async function measureRecording(): Promise<Table> {
  const folder = createFolder()
  const metrics = createSessionMetrics({ folder }, silentLogger)
  const sample = createSample()
  const samples: number[] = []
  for (let i = 0; i < 20_000; i++) {
    const { report, facts } = sample(i)
    const started = performance.now()
    metrics.add(report, facts)
    samples.push(performance.now() - started)
    // A turn of the event loop now and then, as between requests, so that the store writes meanwhile.
    if (i % 20 === 0) await new Promise((resolve) => { setImmediate(resolve) })
  }
  await metrics.close()
  const { lost } = metrics.counts()
  rmSync(folder, { recursive: true, force: true })
  const warm = samples.slice(1000)
  const sorted = [...warm].sort((a, b) => a - b)
  return {
    title: 'What recording adds to a request, in ms',
    columns: ['records', 'lost', 'median', '99 of 100', '999 of 1000'],
    rows: [[whole(warm.length), whole(lost), summarize(warm).median.toFixed(4), sorted[Math.floor(0.99 * warm.length)]!.toFixed(4), sorted[Math.floor(0.999 * warm.length)]!.toFixed(4)]],
    notes: ['What a session does with a report of four tool results: the record, the queue in front of the file store, the counters for Prometheus. The budget is 0.2 ms, median.'],
  }
}

async function measureStores(): Promise<Table> {
  const sample = createRecordSample()
  const records = Array.from({ length: 20_000 }, (_, i) => sample(i))
  const rows: (string | number)[][] = []
  for (const [name, create, size] of [
    ['memory', () => ({ store: createMemoryStore({ maxRecords: Infinity }), folder: undefined }), batchSize],
    ['files, batches of 1,000', () => withFolder(), batchSize],
    ['files, batches of 10', () => withFolder(), 10],
    ['files, one by one', () => withFolder(), 1],
  ] as const) {
    const { store, folder } = create()
    const count = size === 1 ? 2000 : records.length
    const started = performance.now()
    for (let i = 0; i < count; i += size) await store.append(records.slice(i, Math.min(i + size, count)))
    const written = performance.now() - started
    const [read] = await measure([() => readAll(store)], 1000)
    const bytes = folder === undefined ? '-' : Math.round(sizeOf(folder, '.jsonl') / count)
    rows.push([name, whole(count), whole(count / written * 1000), whole(count / read!.median * 1000), bytes])
    await store.close()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  return { title: 'Stores, records a second', columns: ['store', 'records', 'written', 'read, newest first', 'bytes a record'], rows }
}

function withFolder(): { readonly store: MetricsStore; readonly folder: string } {
  const folder = createFolder()
  return { store: createFileStore({ folder }), folder }
}

async function readAll(store: MetricsStore): Promise<number> {
  let count = 0
  for await (const _record of store.query()) count++
  return count
}

/** In processes of their own, so that their memory is theirs alone. */
async function measureSummary(root: string): Promise<Table> {
  const folder = createFolder()
  const built = join(root, 'node_modules/.bench', `${process.pid}-metrics`)
  try {
    const store = createFileStore({ folder })
    const sample = createRecordSample()
    for (let i = 0; i < million; i += batchSize) await store.append(Array.from({ length: batchSize }, (_, within) => sample(i + within)))
    await store.close()
    await build({
      root, configFile: false, logLevel: 'error',
      build: { ssr: join(root, 'src/metrics/drivers/file-store.ts'), outDir: built, emptyOutDir: true, rollupOptions: { output: { entryFileNames: 'file-store.mjs' } } },
    })
    for (const name of readdirSync(folder)) if (name.endsWith('.rollup.json')) rmSync(join(folder, name))
    const ask = (what: string): (string | number)[] => {
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', summaryScript(pathToFileURL(join(built, 'file-store.mjs')).href, folder, what)], { encoding: 'utf8' })
      const { took, cpu, megabytes, count } = JSON.parse(output) as { readonly took: number; readonly cpu: number; readonly megabytes: number; readonly count: number }
      return [whole(count), milliseconds(took), milliseconds(cpu), megabytes.toFixed(0)]
    }
    const rows = [
      ['summary, read raw', ...ask('(await store.summarize()).totalRequests')],
      ['summary, from roll-ups', ...ask('(await store.summarize()).totalRequests')],
      ['summary of one model and a month', ...ask("(await store.summarize({ model: 'gpt-4o-mini', startTime: '2026-10-01', endTime: '2026-11-01' })).totalRequests")],
      ['query, all of them', ...ask('await count(store.query())')],
      ['query, the newest 100', ...ask('await count(store.query({ limit: 100 }))')],
    ]
    return {
      title: '1,000,000 records in files',
      columns: ['what', 'records', 'ms', 'ms of processor time', 'MB above the baseline'],
      rows,
      notes: [`On disk: ${(sizeOf(folder, '.jsonl') / 1e6).toFixed(0)} MB, and ${(sizeOf(folder, '.rollup.json') / 1e6).toFixed(1)} MB of roll-ups. `
        + 'Processor time counts all threads, and tells more than the clock where other work shares the machine. Memory: the highest resident size of a process less that before the call. The budgets are 10 s and 100 MB raw, 1 s from roll-ups.'],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(built, { recursive: true, force: true })
  }
}

function summaryScript(entry: string, folder: string, what: string): string {
  return `
const { createFileStore } = await import(${JSON.stringify(entry)})
const store = createFileStore({ folder: ${JSON.stringify(folder)} })
const count = async (records) => {
  let found = 0
  for await (const record of records) found++
  return found
}
const before = process.memoryUsage.rss()
// Sampled: the system's own maximum would begin with that of the process that started this one.
let highest = before
const sampling = setInterval(() => { highest = Math.max(highest, process.memoryUsage.rss()) }, 20)
const [started, cpuBefore] = [performance.now(), process.cpuUsage()]
const found = ${what}
const took = performance.now() - started
const { user, system } = process.cpuUsage(cpuBefore)
console.log(JSON.stringify({ took, cpu: (user + system) / 1000, count: found, megabytes: (Math.max(highest, process.memoryUsage.rss()) - before) / 1e6 }))
clearInterval(sampling)
`
}
