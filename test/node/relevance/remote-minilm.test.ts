import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createMiniLm } from '../../../src/relevance/drivers/minilm.ts'

const own = new URL('../../../models/all-MiniLM-L6-v2/', import.meta.url)
afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

test.skipIf(process.platform === 'win32' || process.platform === 'darwin')('with remote: true the model is downloaded once, to the cache folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-remote-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  vi.stubEnv('XDG_CACHE_HOME', folder)
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href)
    return new Response(readFileSync(new URL(url.pathname.split('/resolve/main/')[1]!, own)))
  })
  for (let start = 0; start < 2; start++) {
    const miniLm = createMiniLm({ remote: true })
    expect(await miniLm.embed(['The cat sits outside'])).toHaveLength(1)
    await miniLm.unload()
  }
  expect(asked).toHaveLength(4)
  expect(readdirSync(join(folder, 'headroom/all-MiniLM-L6-v2')).sort()).toEqual(['config.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json'])
})
