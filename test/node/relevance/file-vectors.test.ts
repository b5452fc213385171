import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findCacheFolder } from '../../../src/relevance/drivers/cache-folder.ts'
import { createFileVectors } from '../../../src/relevance/drivers/file-vectors.ts'
import { describeVectorCache } from '../../contracts/vector-cache.ts'

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-vectors-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  return folder
}

describeVectorCache('a folder of files', (maxVectors) => {
  const folder = join(createFolder(), 'new')
  return { open: () => createFileVectors({ folder, maxVectors }) }
})

const [one, other] = [{ key: '0'.repeat(16), vector: Float32Array.of(1, 2) }, { key: '1'.repeat(16), vector: Float32Array.of(3, 4) }]

test('a line that was cut off is skipped, and the next one is whole', async () => {
  const folder = createFolder()
  await createFileVectors({ folder }).write([one])
  appendFileSync(join(folder, 'vectors.txt'), `\n${'2'.repeat(16)} AAA`)
  await createFileVectors({ folder }).write([other])
  const cache = createFileVectors({ folder })
  expect(await cache.read([one.key, '2'.repeat(16), other.key])).toEqual([one.vector, undefined, other.vector])
})

test('a file of something else is an empty cache', async () => {
  const folder = createFolder()
  writeFileSync(join(folder, 'vectors.txt'), '<html>\n\0\0\n')
  expect(await createFileVectors({ folder }).read([one.key])).toEqual([undefined])
})

test('two programs that share a folder lose nothing of each other', async () => {
  const folder = createFolder()
  const [first, second] = [createFileVectors({ folder }), createFileVectors({ folder })]
  await Promise.all([first.read([]), second.read([])])
  await first.write([one])
  await second.write([other])
  expect(await createFileVectors({ folder }).read([one.key, other.key])).toEqual([one.vector, other.vector])
})

test('a folder that cannot be written rejects, and the next write is tried', async () => {
  const folder = createFolder()
  writeFileSync(join(folder, 'taken'), '')
  const cache = createFileVectors({ folder: join(folder, 'taken') })
  await expect(cache.write([one])).rejects.toThrow()
  rmSync(join(folder, 'taken'))
  await cache.write([one])
  expect(readFileSync(join(folder, 'taken', 'vectors.txt'), 'utf8')).toContain(one.key)
})

test.each([
  { platform: 'linux', env: {}, folder: '/home/a/.cache/headroom' },
  { platform: 'linux', env: { XDG_CACHE_HOME: '/var/c' }, folder: '/var/c/headroom' },
  { platform: 'linux', env: { XDG_CACHE_HOME: 'relative' }, folder: '/home/a/.cache/headroom' },
  { platform: 'win32', env: { LOCALAPPDATA: 'relative' }, folder: '/home/a\\AppData\\Local\\headroom\\Cache' },
  { platform: 'darwin', env: {}, folder: '/home/a/Library/Caches/headroom' },
  { platform: 'win32', env: { LOCALAPPDATA: 'C:\\Users\\a\\Local' }, folder: 'C:\\Users\\a\\Local\\headroom\\Cache' },
])('the cache folder on $platform with $env is $folder', ({ platform, env, folder }) => {
  expect(findCacheFolder({ platform, env, home: '/home/a' })).toBe(folder)
})
