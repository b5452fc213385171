import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let built: string

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'headroom-built-'))
  await build({
    root, configFile: false, logLevel: 'error',
    // As the package's imports pick it in Node.
    resolve: { alias: { '#metrics-store': `${root}src/metrics/drivers/platform-node.ts` } },
    build: { ssr: `${root}src/index.ts`, outDir: built, emptyOutDir: false, rollupOptions: { output: { entryFileNames: 'index.mjs' } } },
  })
}, 60_000)
afterAll(() => rmSync(built, { recursive: true, force: true }))

interface Ended {
  readonly out: string
  readonly state: string
  readonly records: readonly { readonly mode: string }[]
}

/** Runs a script in a process of its own whose user has an empty home. */
async function runScript(script: string, prepare: (state: string) => void = () => undefined): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), 'headroom-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  prepare(home)
  const env = { ...process.env, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, XDG_STATE_HOME: home }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', `
    const { createHeadroom } = await import(${JSON.stringify(pathToFileURL(join(built, 'index.mjs')).href)})
    const options = { tokenCounter: 'estimate' }
    ${script}`], { env, timeout: 20_000 })
  const names = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('metrics.jsonl'))
  const lines = names.flatMap((name) => readFileSync(join(home, name), 'utf8').split('\n').filter(Boolean))
  return { out: stdout, state: names.join(), records: lines.map((line) => JSON.parse(line) as { mode: string }) }
}

test('a session writes to the state folder of its user, and a script that ends without closing it loses nothing', async () => {
  const { records, state } = await runScript("await createHeadroom(options).optimize([{ role: 'user', content: 'Hello' }])")
  expect(records).toMatchObject([{ mode: 'optimize' }])
  expect(state).toMatch(/headroom.metrics.metrics\.jsonl$/)
})

test('many sessions that nobody closes leave no listeners and no warnings behind', async () => {
  const { records, out } = await runScript(`
    process.on('warning', (warning) => console.log(warning.name))
    for (let i = 0; i < 30; i++) await createHeadroom(options).optimize([{ role: 'user', content: 'Hello' }])
    process.on('exit', () => console.log(process.listenerCount('beforeExit')))`)
  expect(records).toHaveLength(30)
  expect(out).toBe('0\n')
})

test('where the state folder cannot be made, requests go on and the process ends', async () => {
  const { out, records } = await runScript(`
    const warnings = []
    const silent = { debug() {}, info() {}, warn: (line) => warnings.push(line), error() {} }
    const headroom = createHeadroom({ ...options, logger: silent })
    await headroom.optimize([{ role: 'user', content: 'Hello' }])
    process.on('exit', () => console.log(warnings.length, JSON.stringify(headroom.getStats().metrics)))`, (state) => {
    // A file in the place of the folder: also whoever may write everywhere cannot.
    for (const place of ['headroom', 'Library']) writeFileSync(join(state, place), '')
  })
  expect(records).toEqual([])
  expect(out).toBe('1 {"recorded":1,"written":0,"waiting":1,"lost":0}\n')
})

test('with metrics: false nothing is written', async () => {
  const { state } = await runScript("await createHeadroom({ ...options, metrics: false }).optimize([{ role: 'user', content: 'Hello' }])")
  expect(state).toBe('')
})
