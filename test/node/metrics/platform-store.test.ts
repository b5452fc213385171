import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPlatformStore as openInBrowser } from '../../../src/metrics/drivers/platform-browser.ts'
import { openPlatformStore as openElsewhere } from '../../../src/metrics/drivers/platform-memory.ts'
import { openPlatformStore as openInNode } from '../../../src/metrics/drivers/platform-node.ts'
import { openMetricsStore } from '../../../src/metrics/open-store.ts'
import { silentLogger } from '../../../src/logger.ts'
import { recordOf } from '../../arbitraries/metrics-record.ts'
import { all } from '../../contracts/metrics-store.ts'

test('in Node the store is files, in the folder that is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-metrics-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const store = await openInNode({ folder })
  await store.append([recordOf()])
  expect(store.name).toBe('file')
  expect(existsSync(join(folder, 'metrics.jsonl'))).toBe(true)
})

test('a folder without a name is the caller\'s mistake, not a reason to keep records in memory', async () => {
  await expect(openInNode({ folder: '' })).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('folder must be a text') as string })
})

test('a page without IndexedDB keeps records in memory, and says so', async () => {
  // Another spec of this process may have put one in.
  vi.stubGlobal('indexedDB', undefined)
  onTestFinished(() => { vi.unstubAllGlobals() })
  const warnings: string[] = []
  const store = await openInBrowser({ logger: { ...silentLogger, warn: (message) => { warnings.push(message) } } })
  await store.append([recordOf()])
  expect([store.name, (await all(store)).length]).toEqual(['memory', 1])
  expect(warnings).toEqual(['metrics stay in memory: there is no IndexedDB here'])
})

test('elsewhere records are kept in memory', async () => {
  expect((await openElsewhere({})).name).toBe('memory')
})

test('specs and examples keep records in memory: none of them may write to the folders of whoever runs them', async () => {
  expect((await openMetricsStore()).name).toBe('memory')
})
