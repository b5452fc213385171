import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import type { Browser } from 'playwright'
import { build, createServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumLaunchOptions } from '../../scripts/chromium.ts'
import { installPackage } from './installed.ts'
import type { InstalledPackage } from './installed.ts'

const texts = ['A feline is outdoors', 'The stock market fell', 'connection refused to db-17 after 300 ms']

const rankModule = `
import { loadStaticTable } from 'headroom-ts/relevance/static'

export async function rank() {
  const table = await loadStaticTable()
  return { dimensions: table.dimensions, cosines: Array.from(table.cosines('The cat sits outside', ${JSON.stringify(texts)})) }
}
`
const pageModule = `
import { rank } from './rank.mjs'
window.rank = rank
`
const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="./page.js"></script>'

interface Ranked {
  readonly dimensions: number
  readonly cosines: readonly number[]
}

let installed: InstalledPackage
let site: string
let browser: Browser
let inNode: Ranked

beforeAll(async () => {
  installed = installPackage()
  site = join(installed.folder, 'site')
  mkdirSync(site)
  for (const [name, text] of Object.entries({ 'index.html': page, 'page.js': pageModule, 'rank.mjs': rankModule })) writeFileSync(join(site, name), text)
  const script = "console.log(JSON.stringify(await (await import('./site/rank.mjs')).rank()))"
  inNode = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: installed.folder, encoding: 'utf8' })) as Ranked
  browser = await chromium.launch(chromiumLaunchOptions())
})

afterAll(async () => {
  await browser?.close()
  installed?.remove()
})

/** What the page says, and what it fetched of the table. */
async function rankInPage(url: string): Promise<{ ranked: Ranked; fetched: string[]; complaints: string[] }> {
  const tab = await browser.newPage()
  const fetched: string[] = []
  const complaints: string[] = []
  tab.on('request', (request) => { if (/vectors|vocab/.test(request.url())) fetched.push(new URL(request.url()).origin) })
  tab.on('console', (message) => { if (message.type() !== 'debug') complaints.push(message.text()) })
  tab.on('pageerror', (error) => complaints.push(String(error)))
  await tab.goto(url)
  await tab.waitForFunction(() => 'rank' in window)
  expect(fetched).toEqual([]) // importing the entry fetches nothing
  const ranked = await tab.evaluate(() => (window as unknown as { rank(): Promise<unknown> }).rank()) as Ranked
  await tab.close()
  return { ranked, fetched, complaints }
}

describe('the static table of the package', () => {
  test('loads in Node', () => {
    expect(inNode).toEqual({ dimensions: 128, cosines: [0.54038, 0.104448, expect.any(Number) as number] })
  })

  test('is found by a bundler and says the same in a page', async () => {
    const common = { root: site, base: './', configFile: false, logLevel: 'error' } as const
    const outDir = join(installed.folder, 'built')
    await build({ ...common, build: { outDir, target: 'es2022' } })
    expect(readdirSync(join(outDir, 'assets')).filter((name) => /^(vectors|vocab)/.test(name))).toHaveLength(2)
    const server = await preview({ ...common, build: { outDir }, preview: { port: 43190 } })
    try {
      const url = server.resolvedUrls!.local[0]!
      expect(await rankInPage(url)).toEqual({ ranked: inNode, fetched: [new URL(url).origin, new URL(url).origin], complaints: [] })
    } finally {
      await server.close()
    }
  })

  test('is found by a development server', async () => {
    const server = await createServer({ root: site, configFile: false, logLevel: 'error', server: { port: 43191, fs: { allow: [installed.folder] } }, cacheDir: join(installed.folder, 'cache') })
    await server.listen()
    try {
      expect((await rankInPage(server.resolvedUrls!.local[0]!)).ranked).toEqual(inNode)
    } finally {
      await server.close()
    }
  })
})
