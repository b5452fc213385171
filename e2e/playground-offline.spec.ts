import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, paste, readTokens, rows, watch } from './playground-page.ts'
import { test } from '@playwright/test'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.wasm': 'application/wasm',
}
const path = '/some/path/'

/** The built page as any host of static files serves it, below a path; whatever is asked for elsewhere is not there. */
async function serve(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').pathname
    const name = asked === path ? 'index.html' : asked.slice(path.length)
    const found = asked.startsWith(path) && !name.includes('..') ? readFile(new URL(`../dist-demo/${name}`, import.meta.url)) : Promise.reject(new Error(asked))
    found.then((body) => response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream').end(body), () => { response.writeHead(404).end() })
  })
  await new Promise<void>((resolve) => { server.listen(0, 'localhost', resolve) })
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}

test('below a path of any host the page can be installed, and works when the host is gone', async ({ browser }) => {
  const { url, close } = await serve()
  const context = await browser.newContext({ serviceWorkers: 'allow', permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  // Nothing is asked for outside of the path.
  const complaints = watch(page, url)
  const loaded = new Set<string>()
  context.on('request', (request) => { if (request.serviceWorker() === null && request.url().startsWith(url)) loaded.add(request.url().slice(url.length)) })
  await page.goto(url)
  await readTokens(page)
  // What a first visit loads, but for the ranks of the tokenizer: the page, its worker, and what an example needs.
  const first = [...loaded].filter((name) => !/o200k|\.webmanifest|service-worker/.test(name))
  const sizes = await Promise.all(first.map(async (name) => gzipSync(await readFile(new URL(`../dist-demo/${name || 'index.html'}`, import.meta.url))).length))
  expect(first.some((name) => name.includes('optimize.worker'))).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size, 0), first.join(', ')).toBeLessThan(150_000)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  const manifest = await (await page.request.get(new URL(await page.locator('link[rel=manifest]').getAttribute('href') ?? '', url).href)).json() as { start_url: string; icons: { src: string; sizes: string; type: string; purpose: string }[] }
  expect(manifest).toMatchObject({ name: 'Headroom playground', start_url: './', scope: './', display: 'standalone' })
  const pictures = [...manifest.icons.filter(({ type }) => type === 'image/png'), { src: await page.locator('link[rel=apple-touch-icon]').getAttribute('href') ?? '', sizes: '180x180', purpose: 'apple' }]
  for (const { src, sizes, purpose } of pictures) {
    const picture = await (await page.request.get(new URL(src, url).href)).body()
    expect(picture.subarray(1, 4).toString(), src).toBe('PNG')
    expect(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`, `${src}, ${purpose}`).toBe(sizes)
  }
  expect(pictures.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable', '180x180 apple'])

  await close()
  await page.reload()
  await paste(page, JSON.stringify(rows))
  const { before, after } = await readTokens(page)
  expect(after).toBeLessThan(before / 3)
  for (const name of ['Decisions', 'Ranking', 'Difference', 'Compare', 'Before and after']) {
    await page.getByRole('tab', { name }).click()
    await expect(page.getByRole('tabpanel')).toContainText({ Decisions: 'rows left out and counted', Ranking: 'Words (BM25)', Difference: 'only counted', Compare: 'TOON', 'Before and after': 'Original rows' }[name]!)
  }
  await page.getByText('History: what all runs saved').click()
  await expect(page.locator('#history-runs')).toBeVisible()
  expect(complaints).toEqual([])
  await context.close()
})
