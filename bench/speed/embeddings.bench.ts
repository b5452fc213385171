import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { createMiniLm } from '../../src/relevance/drivers/minilm.ts'
import { createMemoryVectors } from '../../src/relevance/memory-vectors.ts'
import { createNaturalTextReader } from '../../src/relevance/natural-text.ts'
import { cacheVectors } from '../../src/relevance/vector-cache.ts'
import { issues } from '../data/issues.ts'
import { milliseconds, summarize } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const rowsAtOnce = 128
const rounds = 3

/** MiniLM in this process: how long it takes to load and to embed rows that it has and has not seen, and what it weighs. */
export async function run(root: string): Promise<Table[]> {
  const modelPath = `${root}models/all-MiniLM-L6-v2`
  const residentBefore = process.memoryUsage().rss
  const loads: number[] = []
  const rows: (string | number)[][] = []
  const read = createNaturalTextReader()
  for (const { maxTokens, batchSize, threads } of [
    { maxTokens: 32, batchSize: 1, threads: 1 }, { maxTokens: 32, batchSize: 1, threads: 2 }, { maxTokens: 32, batchSize: 8, threads: 1 }, { maxTokens: 128, batchSize: 1, threads: 1 },
  ]) {
    const miniLm = createMiniLm({ modelPath, maxTokens, batchSize, threads })
    const started = performance.now()
    await miniLm.load()
    loads.push(performance.now() - started)
    const cached = cacheVectors(miniLm, createMemoryVectors())
    await miniLm.embed(['warm up'])
    const [fresh, again, processor]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const texts = issues(rowsAtOnce, round + 1).map((row) => read(row))
      const before = process.cpuUsage()
      fresh.push(await time(() => cached.embed(texts)))
      const used = process.cpuUsage(before)
      processor.push((used.user + used.system) / 1000)
      again.push(await time(() => cached.embed(texts)))
    }
    const [first, second, work] = [summarize(fresh), summarize(again), summarize(processor)]
    rows.push([maxTokens, batchSize, threads, whole(rowsAtOnce / first.minimum * 1000), whole(rowsAtOnce / first.median * 1000), milliseconds(first.median), milliseconds(work.minimum), milliseconds(second.median)])
    await miniLm.unload()
  }
  const peak = process.memoryUsage().rss - residentBefore
  return [{
    title: `MiniLM in Node, ${rowsAtOnce} rows, in milliseconds`,
    columns: ['pieces', 'rows of a run', 'threads', 'rows a second, best', 'median', 'new rows, median', 'of the processor, least', 'seen before, median'],
    rows,
    notes: [
      `Loading: ${milliseconds(loads[0]!)} ms with the package, ${milliseconds(Math.min(...loads.slice(1)))} ms when that is there. Resident memory after all: ${whole(peak / 1e6)} MB more than before.`,
      'Rows of about 400 characters, 30 to 40 pieces of natural text each. With more rows of one run a vector depends on its neighbours.',
    ],
  }, sizes(root, modelPath)]
}

/** What a page downloads. */
function sizes(root: string, modelPath: string): Table {
  const files = [
    ['the model', `${modelPath}/onnx/model_quantized.onnx`], ['its tokenizer', `${modelPath}/tokenizer.json`],
    ['Transformers.js, minified', `${root}node_modules/@huggingface/transformers/dist/transformers.web.min.js`], ['ONNX Runtime, minified', `${root}node_modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs`],
    ['its WebAssembly, as a bundler takes it', `${root}node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm`], ['its WebAssembly, without WebGPU, by wasmPaths', `${root}node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm`],
  ] as const
  return {
    title: 'What a page downloads for MiniLM, in MB',
    columns: ['file', 'as it is', 'gzipped'],
    rows: files.map(([name, path]) => [name, (statSync(path).size / 1e6).toFixed(2), (gzipSync(readFileSync(path)).length / 1e6).toFixed(2)]),
    notes: ['All of it once, on first use; the browser keeps the model.'],
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
