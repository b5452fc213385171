import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { rowsOf100Characters } from '../data/rows.ts'
import type { Table } from '../table.ts'
import { buildCore } from './core-build.ts'

interface Peak {
  readonly textMegabytes: number
  readonly heap: number
  readonly resident: number
  readonly samples: number
}

/** Highest use of memory while one tool result of 10 MB is optimized, in a process of its own. */
export async function run(root: string): Promise<Table[]> {
  const core = await buildCore(root)
  try {
    const rows = Math.round(10_000_000 / 94)
    const text = rowsOf100Characters(rows)
    const rowsOfTable: (string | number)[][] = []
    for (const lossless of [false, true]) {
      const script = memoryScript(pathToFileURL(core.entry).href, lossless)
      const output = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], { input: text, encoding: 'utf8', maxBuffer: 1e6 })
      const peak = JSON.parse(output) as Peak
      rowsOfTable.push([
        lossless ? 'lossless' : 'crushed', peak.textMegabytes.toFixed(1), peak.heap.toFixed(1), (peak.heap / peak.textMegabytes).toFixed(2),
        peak.resident.toFixed(1), (peak.resident / peak.textMegabytes).toFixed(2), peak.samples,
      ])
    }
    return [{
      title: 'Memory for one tool result, in MB above the baseline',
      columns: ['what', 'text', 'peak heap', 'times the text', 'peak resident', 'times the text', 'samples'],
      rows: rowsOfTable,
      notes: ['Baseline: the text in memory and the ranks loaded, after a collection. Heap: sampled from a second thread, garbage not yet collected included; '
        + 'resident: of the whole process, buffers outside the heap and the sampling thread included. The budget is 4 times the text, of heap.'],
    }]
  } finally {
    core.remove()
  }
}

/** The work is synchronous, so a worker reads the main thread's heap through the inspector, which interrupts it. */
function memoryScript(entry: string, lossless: boolean): string {
  return `
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
const { optimize } = await import(${JSON.stringify(entry)})
const text = readFileSync(0, 'latin1')
const ask = (content) => optimize([
  { role: 'user', content: 'Which export jobs failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'jobs', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content },
], { model: 'gpt-4o-mini', smartCrusher: { lossless: ${lossless} } })
await ask(text.slice(0, 94 * 50).replace(/,[^}]*$/, ']'))
const watcher = new Worker(${JSON.stringify(watcherScript)}, { eval: true, execArgv: [] })
const message = () => new Promise((resolve) => watcher.once('message', resolve))
await message()
await new Promise((resolve) => setTimeout(resolve, 200))
gc(); gc()
watcher.postMessage('start')
await message()
await ask(text)
watcher.postMessage('stop')
const peak = await message()
console.log(JSON.stringify({ textMegabytes: text.length / 1e6, ...peak }))
process.exit(0)
`
}

const watcherScript = `
const { parentPort } = require('node:worker_threads')
const { Session } = require('node:inspector')
const session = new Session()
session.connectToMainThread()
const read = (then) => session.post('Runtime.getHeapUsage', (error, usage) => {
  if (error) throw new Error(error.message)
  then(usage.usedSize / 1e6, process.memoryUsage.rss() / 1e6)
})
let isRunning = false, heap = 0, resident = 0, samples = 0
// A timer may still be set when the session is closed.
const sample = () => isRunning && read((heapNow, residentNow) => {
  heap = Math.max(heap, heapNow)
  resident = Math.max(resident, residentNow)
  samples++
  if (isRunning) setTimeout(sample, 1)
})
parentPort.on('message', (what) => {
  if (what === 'stop') {
    isRunning = false
    session.disconnect()
    return parentPort.postMessage({ heap: heap - base.heap, resident: resident - base.resident, samples })
  }
  read((heapNow, residentNow) => {
    base = { heap: heapNow, resident: residentNow }
    isRunning = true
    sample()
    parentPort.postMessage('started')
  })
})
let base
parentPort.postMessage('ready')
`
