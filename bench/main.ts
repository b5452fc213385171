import { describeRun } from './machine.ts'
import { writeResult } from './results.ts'
import { runAnatomy } from './savings/anatomy.ts'
import { drawCurve } from './savings/curve.ts'
import { runLogs } from './savings/logs.ts'
import { runNeedles, runTiers } from './savings/needles.ts'
import { runOracle } from './savings/oracle.ts'
import { runPromise } from './savings/promise.ts'
import { runTables } from './savings/tables.ts'
import { runWindow } from './savings/window.ts'
import { runScenarios } from './scenarios.ts'
import { run as clients } from './speed/clients.bench.ts'
import { run as counting } from './speed/counting.bench.ts'
import { run as embeddings } from './speed/embeddings.bench.ts'
import { run as growth } from './speed/growth.bench.ts'
import { run as hostile } from './speed/hostile.bench.ts'
import { run as importTime } from './speed/import.bench.ts'
import { run as logSpeed } from './speed/logs.bench.ts'
import { run as memory } from './speed/memory.bench.ts'
import { run as metrics } from './speed/metrics.bench.ts'
import { run as optimizeSpeed } from './speed/optimize.bench.ts'
import { run as size } from './speed/size.bench.ts'
import { run as staticTable } from './speed/static.bench.ts'
import { run as tierSpeed } from './speed/tiers.bench.ts'
import { renderTable, type Table } from './table.ts'

interface Setting {
  readonly root: string
  readonly dataFolder: string
  readonly verbose: boolean
  readonly variants: readonly string[]
}

type Part = (setting: Setting) => Promise<{ readonly tables: readonly Table[], readonly svg?: string }>

const tablesOf = (run: (setting: Setting) => Promise<readonly Table[]>): Part => async (setting) => ({ tables: await run(setting) })

/** What can be run by name, in the order of a whole run, and the file its tables go to. */
const parts: Readonly<Record<string, { readonly file: 'savings' | 'curve' | 'speed', readonly run: Part }>> = {
  scenarios: { file: 'savings', run: tablesOf(({ verbose }) => runScenarios({ verbose })) },
  needles: { file: 'savings', run: tablesOf(({ dataFolder, verbose, variants }) => runNeedles(dataFolder, { verbose, names: variants })) },
  tiers: { file: 'savings', run: tablesOf(({ root, dataFolder, verbose, variants }) => runTiers(root, dataFolder, { verbose, names: variants })) },
  logs: { file: 'savings', run: tablesOf(({ root, dataFolder, verbose }) => runLogs(root, dataFolder, { verbose })) },
  tables: { file: 'savings', run: tablesOf(({ dataFolder, verbose }) => runTables(dataFolder, { verbose })) },
  anatomy: { file: 'savings', run: tablesOf(({ dataFolder }) => runAnatomy(dataFolder)) },
  oracle: { file: 'savings', run: tablesOf(({ dataFolder, verbose, variants }) => runOracle(dataFolder, { verbose, names: variants })) },
  promise: { file: 'savings', run: tablesOf(({ dataFolder, verbose }) => runPromise(dataFolder, { verbose })) },
  window: { file: 'savings', run: tablesOf(({ dataFolder }) => runWindow(dataFolder)) },
  curve: { file: 'curve', run: async ({ dataFolder }) => await drawCurve(dataFolder, (done, of) => console.error(`curve: ${done} of ${of}`)) ?? { tables: [] } },
  optimize: { file: 'speed', run: tablesOf(optimizeSpeed) },
  'log-speed': { file: 'speed', run: tablesOf(logSpeed) },
  clients: { file: 'speed', run: tablesOf(clients) },
  counting: { file: 'speed', run: tablesOf(counting) },
  static: { file: 'speed', run: tablesOf(({ root }) => staticTable(root)) },
  ranking: { file: 'speed', run: tablesOf(({ root }) => tierSpeed(root)) },
  embeddings: { file: 'speed', run: tablesOf(({ root }) => embeddings(root)) },
  import: { file: 'speed', run: tablesOf(({ root }) => importTime(root)) },
  size: { file: 'speed', run: tablesOf(({ root }) => size(root)) },
  memory: { file: 'speed', run: tablesOf(({ root }) => memory(root)) },
  metrics: { file: 'speed', run: tablesOf(({ root }) => metrics(root)) },
  hostile: { file: 'speed', run: tablesOf(hostile) },
  growth: { file: 'speed', run: tablesOf(growth) },
}

const usage = `usage: npm run bench -- [part ...] [--verbose] [--data=folder] [--variants=name;name] [--write]
parts: ${Object.keys(parts).join(', ')}; without a part all run; bench/results is written then, and with --write`

/** @returns the exit code */
export async function main(args: readonly string[], root: string): Promise<number> {
  const option = (name: string): string | undefined => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const named = args.filter((arg) => !arg.startsWith('--'))
  if (named.some((name) => parts[name] === undefined)) {
    console.error(usage)
    return 2
  }
  const setting: Setting = {
    root,
    dataFolder: option('data') ?? `${root}../shared/data`,
    verbose: args.includes('--verbose'),
    variants: option('variants')?.split(';') ?? [],
  }
  const about = describeRun(root, new Date())
  const date = new Date().toISOString().slice(0, 10)
  console.log(`${about}\n`)
  const isWritten = named.length === 0 || args.includes('--write')
  const files = new Map<string, string[]>()
  for (const name of named.length === 0 ? Object.keys(parts) : named) {
    const { file, run } = parts[name]!
    const outcome = await run(setting)
    const texts = outcome.tables.map(renderTable)
    for (const text of texts) console.log(text)
    if (outcome.tables.length === 0) console.log(`${name}: nothing to measure here\n`)
    files.set(file, [...files.get(file) ?? [], ...texts])
    if (isWritten && outcome.svg !== undefined) {
      const image = writeResult(root, date, `${file}.svg`, outcome.svg)
      files.set(file, [...files.get(file)!, `![tokens against questions answerable](${image.slice('bench/results/'.length)})\n`])
    }
    // After each part: a run of many minutes that is stopped leaves what it measured.
    if (isWritten && texts.length > 0) writeResult(root, date, `${file}.md`, `# Bench: ${file}\n\n${about}\n\n${files.get(file)!.join('\n')}`)
  }
  return 0
}
