import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installPackage, npm } from './installed.ts'
import type { InstalledPackage } from './installed.ts'
import { consumerModule, smokeModule } from './sample.ts'
import type { SmokeResult } from './sample.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, unknown>; version: string }
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')

/** Kilobytes of 1000 bytes, minified and gzipped, of what loads at once; ranks and other lazily loaded parts are apart. */
const coreBudgetKb = 30

let installed: InstalledPackage

beforeAll(() => { installed = installPackage() })
afterAll(() => installed.remove())

function write(name: string, text: string): string {
  const path = join(installed.folder, name)
  writeFileSync(path, text)
  return path
}

function node(script: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: installed.folder, encoding: 'utf8' })
}

test('the tarball holds the build and its papers, nothing else', () => {
  const others = installed.files.map((file) => file.path).filter((path) => !path.startsWith('dist/'))
  expect(others.sort()).toEqual([
    'CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md', 'models/static/README.md', 'models/static/vectors.i8', 'models/static/vocab.bin', 'package.json',
  ])
})

test.each(entries)('importing the entry %s does nothing but define names', (entry) => {
  const specifier = entry.replace(/^\./, 'headroom-ts')
  const script = `
    const before = Reflect.ownKeys(globalThis).length
    const names = Object.keys(await import('${specifier}'))
    console.log(JSON.stringify({ names: names.length, globals: Reflect.ownKeys(globalThis).length - before, handles: process.getActiveResourcesInfo().length }))`
  const { names, globals } = JSON.parse(node(script)) as { names: number; globals: number }
  expect(names).toBeGreaterThan(0)
  expect(globals).toBe(0)
})

test('it works in Node', () => {
  write('smoke.mjs', smokeModule)
  const result = JSON.parse(node("console.log(JSON.stringify(await (await import('./smoke.mjs')).smoke()))")) as SmokeResult
  expect(result.after).toBeLessThan(result.before / 3)
  expect(result).toMatchObject({ counting: 'exact', warnings: [], expands: true })
  for (const title of ['Tutorial 0', 'Tutorial 1', 'Tutorial 2']) expect(result.text).toContain(title)
})

test('the command runs', () => {
  expect(npm(['exec', '--offline', '--', 'headroom', '--help'], installed.folder)).toContain('headroom optimize')
  expect(npm(['exec', '--offline', '--', 'headroom', '--version'], installed.folder)).toContain(manifest.version)
  const rows = Array.from({ length: 200 }, (_, id) => ({ id, state: id === 77 ? 'failed' : 'done' }))
  write('rows.json', JSON.stringify(rows, null, 2))
  const output = npm(['exec', '--offline', '--', 'headroom', 'optimize', 'rows.json', '--query', 'what failed?'], installed.folder)
  expect(output.length).toBeLessThan(JSON.stringify(rows).length / 2)
  expect(output).toContain('failed')
})

test.each([
  { resolution: 'bundler', module: 'esnext' },
  { resolution: 'nodenext', module: 'nodenext' },
])('its types resolve and hold with moduleResolution $resolution', ({ resolution, module }) => {
  write('consumer.ts', consumerModule)
  write('tsconfig.json', JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [], module, moduleResolution: resolution },
    files: ['consumer.ts'],
  }))
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: installed.folder, encoding: 'utf8' })
  expect(tsc.stdout).toBe('')
  expect(tsc.status).toBe(0)
})

test(`the core entry stays under ${coreBudgetKb} KB`, async () => {
  const entry = write('core.js', "import * as headroom from 'headroom-ts'\nglobalThis.headroom = headroom\n")
  const result = await build({
    root: installed.folder, configFile: false, logLevel: 'error',
    // As a page, not as a library: Vite leaves the white space in those.
    build: { write: false, minify: true, target: 'es2022', modulePreload: false, rolldownOptions: { input: entry } },
  })
  const chunks = (Array.isArray(result) ? result : [result]).flatMap((bundle) => 'output' in bundle ? bundle.output : [])
    .filter((chunk) => chunk.type === 'chunk')
  const first = chunks.find((chunk) => chunk.isEntry)!
  const atOnce = new Set([first.fileName])
  for (const name of atOnce) chunks.find((chunk) => chunk.fileName === name)?.imports.forEach((imported) => atOnce.add(imported))
  const sizes = [...atOnce].map((name) => gzipSync(chunks.find((chunk) => chunk.fileName === name)!.code).length)
  const kb = sizes.reduce((sum, size) => sum + size, 0) / 1000
  console.log(`core entry: ${kb.toFixed(1)} KB minified and gzipped, budget ${coreBudgetKb}; ${chunks.length - atOnce.size} chunks load later`)
  expect(kb).toBeLessThanOrEqual(coreBudgetKb)
  // Else something that must load later, such as the ranks, was counted or lost.
  expect(chunks.length).toBeGreaterThan(atOnce.size)
})

test('what is bundled from others stands in the notices, with its version and licence', () => {
  const notices = readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8')
  const bundled = new Set(installed.files.filter(({ path }) => path.endsWith('.js'))
    .flatMap(({ path }) => [...readFileSync(join(root, path), 'utf8').matchAll(/^\/\/#region (?:\S*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(([, name]) => name!)))
  expect([...bundled].filter((name) => name.startsWith('d3-'))).toContain('d3-scale')
  for (const name of bundled) {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }
    expect(notices).toContain(`## ${name} ${version}\n`)
    expect(notices).toContain(readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim())
  }
})

test('the command reads what sessions of the package have written where no store is named', () => {
  const state = join(installed.folder, 'state')
  const env = { ...process.env, HOME: state, USERPROFILE: state, LOCALAPPDATA: state, XDG_STATE_HOME: state }
  const options = { cwd: installed.folder, encoding: 'utf8', env } as const
  execFileSync(process.execPath, ['--input-type=module', '--eval', `
    import { createHeadroom } from 'headroom-ts'
    await createHeadroom({ tokenCounter: 'estimate' }).optimize([{ role: 'user', content: 'Hello' }])`], options)
  const command = join(installed.folder, 'node_modules/headroom-ts/dist/cli.js')
  expect(JSON.parse(execFileSync(process.execPath, [command, 'stats', '--json'], options))).toMatchObject({ totalRequests: 1 })
  expect(execFileSync(process.execPath, [command, 'report', '--out', '-'], options)).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
})
