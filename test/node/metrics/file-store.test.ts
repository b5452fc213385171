import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../src/logger.ts'
import type { Logger } from '../../../src/logger.ts'
import { createFileStore } from '../../../src/metrics/drivers/file-store.ts'
import type { FileStoreOptions } from '../../../src/metrics/drivers/file-store.ts'
import { nodeFileSystem } from '../../../src/metrics/drivers/file-system.ts'
import type { FileSystem, OpenFile } from '../../../src/metrics/drivers/file-system.ts'
import { findStateFolder } from '../../../src/metrics/drivers/state-folder.ts'
import type { MetricsRecord } from '../../../src/metrics/record.ts'
import type { MetricsStore } from '../../../src/metrics/store.ts'
import { recordOf } from '../../arbitraries/metrics-record.ts'
import { all, describeMetricsStore } from '../../contracts/metrics-store.ts'
import type { StoreUnderTest } from '../../contracts/metrics-store.ts'

function createPlace(options: FileStoreOptions = {}): StoreUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-metrics-'))
  return {
    store: createFileStore({ folder, ...options }),
    reopen: async () => createFileStore({ folder, ...options }),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

describeMetricsStore('the file store', () => createPlace())
describeMetricsStore('the file store with a new file for every few records', () => createPlace({ maxFileBytes: 1500 }))

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-metrics-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const active = (folder: string): string => join(folder, 'metrics.jsonl')
const ids = async (store: MetricsStore): Promise<string> => (await all(store, { order: 'oldest-first' })).map(({ id }) => id).join('')
const at = (second: number): string => new Date(Date.UTC(2026, 10, 22) + second * 1000).toISOString()
const numbered = (count: number): MetricsRecord[] => Array.from({ length: count }, (_, i) => recordOf({ id: `r${i},`, timestamp: at(i) }))

/** Remembers warnings. */
function createWarnings(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = []
  return { warnings, logger: { ...silentLogger, warn: (message) => { warnings.push(message) } } }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something the system says`), { code })
}

describe('damaged files', () => {
  test('a torn last line is left out and does not spoil what is appended next', async () => {
    const folder = createFolder()
    const { logger, warnings } = createWarnings()
    const store = createFileStore({ folder, logger })
    await store.append([recordOf({ id: 'a', timestamp: at(1) })])
    appendFileSync(active(folder), '{"version":1,"id":"torn","timest')
    expect(await ids(store)).toBe('a')
    // It may still be being written, so it is no loss yet.
    expect((await store.summarize()).unreadableRecords).toBe(0)
    await store.append([recordOf({ id: 'b', timestamp: at(2) })])
    expect(await ids(store)).toBe('ab')
    expect(await store.summarize()).toMatchObject({ totalRequests: 2, unreadableRecords: 1 })
    await store.summarize()
    expect(warnings).toEqual(['1 line of the metrics file metrics.jsonl could not be read and was left out'])
  })

  test.each([
    { name: 'not JSON', line: 'x'.repeat(300) },
    { name: 'bytes that are no text', line: Buffer.from([0xff, 0xfe, 0x00, 0x80]).toString('latin1') },
    { name: 'a time that is none', line: JSON.stringify({ ...recordOf(), timestamp: '2026-99-99T99:99:99.999Z' }) },
    { name: 'a record that is torn behind its time', line: JSON.stringify(recordOf()).slice(0, 80) },
    { name: 'a record of a later version', line: JSON.stringify({ ...recordOf(), version: 99 }) },
    { name: 'a record with its numbers gone', line: JSON.stringify({ ...recordOf(), tokensInputBefore: null }) },
    { name: 'a very long line', line: `{"version":1,"id":"${'x'.repeat(3_000_000)}` },
  ])('a line in the middle is skipped and counted: $name', async ({ line }) => {
    const folder = createFolder()
    const store = createFileStore({ folder })
    await store.append([recordOf({ id: 'a', timestamp: at(1) }), recordOf({ id: 'b', timestamp: at(2) })])
    writeFileSync(active(folder), readFileSync(active(folder), 'latin1').replace('}\n{', `}\n${line}\n{`), 'latin1')
    expect(await ids(store)).toBe('ab')
    expect(await store.summarize()).toMatchObject({ totalRequests: 2, unreadableRecords: 1 })
  })

  test('records of version 0 are read', async () => {
    const folder = createFolder()
    writeFileSync(active(folder), `${JSON.stringify({ id: 'old', time: Date.UTC(2026, 0, 2), mode: 'optimize', tokensBefore: 900, tokensAfter: 300 })}\n`)
    expect(await createFileStore({ folder }).summarize()).toMatchObject({ totalRequests: 1, totalTokensSaved: 600 })
  })

  test.each([
    { name: 'no JSON', text: '{' },
    { name: 'of another version', text: '{"version":99}' },
    { name: 'of a longer file', text: JSON.stringify({ version: 1, bytes: 1e9, records: 0, first: '', last: '', rollUp: { cells: [], unreadable: 0 } }) },
  ])('a roll-up that is $name is made anew', async ({ text }) => {
    const folder = createFolder()
    const store = createFileStore({ folder, maxFileBytes: 1 })
    for (const record of numbered(3)) await store.append([record])
    const before = await store.summarize()
    const rollUps = readdirSync(folder).filter((name) => name.endsWith('.rollup.json'))
    expect(rollUps).toHaveLength(2)
    for (const name of rollUps) writeFileSync(join(folder, name), text)
    expect(await createFileStore({ folder }).summarize()).toEqual(before)
    expect(await ids(createFileStore({ folder }))).toBe('r0,r1,r2,')
  })

  test('what a process writes to a file that was renamed under it is found', async () => {
    const folder = createFolder()
    const store = createFileStore({ folder, maxFileBytes: 1 })
    await store.append([recordOf({ id: 'a', timestamp: at(1) })])
    await store.append([recordOf({ id: 'c', timestamp: at(3) })])
    expect((await store.summarize()).totalRequests).toBe(2)
    const sealed = readdirSync(folder).find((name) => /^metrics-.*\.jsonl$/.test(name))!
    appendFileSync(join(folder, sealed), `\n${JSON.stringify(recordOf({ id: 'b', timestamp: at(5) }))}\n`)
    for (const again of [store, createFileStore({ folder })]) {
      expect((await again.summarize()).totalRequests).toBe(3)
      expect(await ids(again)).toBe('acb')
    }
  })
})

test('half a line at the end of a renamed file is counted as torn until the rest of it comes', async () => {
  const folder = createFolder()
  const store = createFileStore({ folder, maxFileBytes: 1 })
  for (const record of numbered(2)) await store.append([record])
  await store.close()
  const sealed = join(folder, readdirSync(folder).find((name) => /^metrics-.*\.jsonl$/.test(name))!)
  const line = JSON.stringify(recordOf({ id: 'late', timestamp: at(9) }))
  appendFileSync(sealed, line.slice(0, 40))
  expect(await createFileStore({ folder }).summarize()).toMatchObject({ totalRequests: 2, unreadableRecords: 1 })
  appendFileSync(sealed, `${line.slice(40)}\n`)
  expect(await createFileStore({ folder }).summarize()).toMatchObject({ totalRequests: 3, unreadableRecords: 0 })
})

describe('files', () => {
  test('are renamed when their day is over, and go when all that they hold is old', async () => {
    const folder = createFolder()
    const day = 86_400_000
    let today = Date.now()
    const store = createFileStore({ folder, now: () => today })
    for (let i = 0; i < 4; i++) {
      await store.append([recordOf({ id: String(i), timestamp: new Date(today).toISOString() })])
      // The system's clock says when a file was written last.
      utimesSync(active(folder), today / 1000, today / 1000)
      today += day
    }
    await store.append([recordOf({ id: '4', timestamp: new Date(today).toISOString() })])
    expect(readdirSync(folder).filter((name) => name.endsWith('.jsonl'))).toHaveLength(5)
    expect(await store.prune({ maxAgeDays: 2, now: today })).toEqual({ recordsDeleted: 2 })
    expect(await ids(store)).toBe('234')
    await store.close()
    expect(readdirSync(folder).filter((name) => name.endsWith('.jsonl'))).toHaveLength(3)
  })

  test('of a later version of this are as old as the time they were written last', async () => {
    const folder = createFolder()
    let now = Date.UTC(2026, 10, 22)
    const store = createFileStore({ folder, maxFileBytes: 1, now: () => now })
    const later = { ...recordOf({ timestamp: new Date(now).toISOString() }), version: 2 } as unknown as MetricsRecord
    await store.append([later])
    await store.append([recordOf({ timestamp: new Date(now).toISOString() })])
    await store.prune({ now })
    expect(await store.summarize()).toMatchObject({ totalRequests: 1, unreadableRecords: 1 })
    now += 91 * 86_400_000
    await store.append([recordOf({ timestamp: new Date(now).toISOString() })])
    await store.prune({ now })
    expect(await store.summarize()).toMatchObject({ unreadableRecords: 0 })
  })

  test('that hold whole requests are read a few megabytes at a time', async () => {
    const folder = createFolder()
    let largest = 0
    const open: FileSystem['open'] = async (path, flags, mode) => {
      const file = await nodeFileSystem.open(path, flags, mode)
      const read: OpenFile['read'] = (buffer, offset, length, position) => {
        largest = Math.max(largest, length)
        return file.read(buffer, offset, length, position)
      }
      return { read, write: file.write.bind(file), stat: file.stat.bind(file), close: file.close.bind(file) }
    }
    const store = createFileStore({ folder, fileSystem: { ...nodeFileSystem, open } })
    await store.append(Array.from({ length: 12 }, (_, i) => recordOf({ id: `r${i},`, timestamp: at(i), content: 'x'.repeat(1_000_000) })))
    expect(await ids(store)).toBe('r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,r10,r11,')
    expect(largest).toBeLessThan(4_100_000)
  })

  test('keep their order when the clock goes back', async () => {
    const folder = createFolder()
    let now = Date.now()
    const store = createFileStore({ folder, maxFileBytes: 1, now: () => now })
    for (let i = 0; i < 6; i++) {
      await store.append([recordOf({ id: String(i), timestamp: at(1) })])
      now -= 1000
    }
    expect(await ids(store)).toBe('012345')
  })

  test('are for their owner only', async () => {
    const folder = join(createFolder(), 'a', 'b')
    const store = createFileStore({ folder, maxFileBytes: 1 })
    for (const record of numbered(2)) await store.append([record])
    await store.summarize()
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    expect(statSync(folder).mode & 0o077).toBe(0)
    await store.clear()
    expect(readdirSync(folder)).toEqual([])
  })

  test('nothing is made before something is written', async () => {
    const folder = join(createFolder(), 'later')
    const store = createFileStore({ folder })
    expect(await all(store)).toEqual([])
    await store.prune()
    await store.clear()
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a system that refuses', () => {
  test.each(['EROFS', 'EACCES', 'EMFILE'])('%s: append says so, reading goes on', async (code) => {
    const folder = createFolder()
    await createFileStore({ folder }).append([recordOf()])
    const open: FileSystem['open'] = (path, flags, mode) => flags === 'a' ? Promise.reject(systemError(code)) : nodeFileSystem.open(path, flags, mode)
    const store = createFileStore({ folder, fileSystem: { ...nodeFileSystem, open } })
    await expect(store.append([recordOf()])).rejects.toMatchObject({ code: 'STORAGE', details: { systemCode: code } })
    expect(await all(store)).toHaveLength(1)
    expect((await store.summarize()).totalRequests).toBe(1)
  })

  test('a folder that is a file: appending and reading say so', async () => {
    const folder = join(createFolder(), 'taken')
    writeFileSync(folder, 'mine')
    const store = createFileStore({ folder })
    const expected = { code: 'STORAGE', message: expect.stringMatching(/^cannot (write|read) metrics in .*taken: E(NOTDIR|EXIST)/) as string }
    await expect(store.append([recordOf()])).rejects.toMatchObject(expected)
    await expect(all(store)).rejects.toMatchObject(expected)
    await expect(store.summarize()).rejects.toMatchObject(expected)
    expect(readFileSync(folder, 'utf8')).toBe('mine')
  })

  test.each<[object, string]>([
    [{ folder: '' }, 'folder must be a text that is not empty'],
    [{ maxFileBytes: 0 }, 'maxFileBytes must be a number above 0, got 0'],
    [{ path: '/tmp' }, 'unknown option path; known here are folder'],
  ])('a wrong option is refused at once: %j', (options, message) => {
    expect(() => createFileStore(options)).toThrow(message)
  })

  test('a disk that fills up keeps the lines that were written whole, and says how many', async () => {
    const folder = createFolder()
    const lineBytes = JSON.stringify(numbered(1)[0]).length + 1
    let room = 2.5 * lineBytes
    const open: FileSystem['open'] = async (path, flags, mode) => {
      const file = await nodeFileSystem.open(path, flags, mode)
      const write: OpenFile['write'] = async (buffer, offset, length) => {
        if (room <= 0) throw systemError('ENOSPC')
        const bytes = Math.floor(Math.min(room, length))
        room -= bytes
        return file.write(buffer, offset, bytes)
      }
      return { write, read: file.read.bind(file), stat: file.stat.bind(file), close: file.close.bind(file) }
    }
    const store = createFileStore({ folder, fileSystem: { ...nodeFileSystem, open } })
    await expect(store.append(numbered(5))).rejects.toMatchObject({ code: 'STORAGE', details: { recordsWritten: 2 } })
    expect(await ids(store)).toBe('r0,r1,')
    room = Infinity
    await store.append(numbered(5).slice(2))
    expect(await ids(store)).toBe('r0,r1,r2,r3,r4,')
    expect((await store.summarize()).unreadableRecords).toBe(1)
  })

  test('no place for roll-ups, and no renaming: records are kept and read all the same', async () => {
    const folder = createFolder()
    const refuse = (): Promise<never> => Promise.reject(systemError('EPERM'))
    const store = createFileStore({ folder, maxFileBytes: 1, fileSystem: { ...nodeFileSystem, rename: refuse, writeFile: refuse } })
    for (const record of numbered(3)) await store.append([record])
    expect(readdirSync(folder)).toEqual(['metrics.jsonl'])
    expect((await store.summarize()).totalRequests).toBe(3)
    expect(await ids(store)).toBe('r0,r1,r2,')
  })

  test('a file that goes away between listing and reading is no error', async () => {
    const folder = createFolder()
    const writer = createFileStore({ folder, maxFileBytes: 1 })
    for (const record of numbered(3)) await writer.append([record])
    await writer.close()
    const open: FileSystem['open'] = (path, flags, mode) => basename(path).startsWith('metrics-') ? Promise.reject(systemError('ENOENT')) : nodeFileSystem.open(path, flags, mode)
    const store = createFileStore({ folder, fileSystem: { ...nodeFileSystem, open } })
    expect(await ids(store)).toBe('r2,')
  })
})

describe('several processes', () => {
  let built: string
  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'headroom-built-'))
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    await build({
      root, configFile: false, logLevel: 'error',
      build: { ssr: `${root}src/metrics/drivers/file-store.ts`, outDir: built, emptyOutDir: false, rollupOptions: { output: { entryFileNames: 'file-store.mjs' } } },
    })
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))

  /** A process that appends records, one batch after the other, and prints the ids of each batch when it is kept. */
  const startWriter = (folder: string, name: string, batches: number, batchSize: number): ChildProcess => spawn(process.execPath, ['--input-type=module', '-e', `
    const { createFileStore } = await import(${JSON.stringify(pathToFileURL(join(built, 'file-store.mjs')).href)})
    const store = createFileStore({ folder: ${JSON.stringify(folder)}, maxFileBytes: 200000 })
    const template = ${JSON.stringify(recordOf())}
    for (let batch = 0; batch < ${batches}; batch++) {
      const ids = Array.from({ length: ${batchSize} }, (_, i) => '${name}' + (batch * ${batchSize} + i))
      await store.append(ids.map((id) => ({ ...template, id, timestamp: new Date().toISOString() })))
      process.stdout.write(ids.join('\\n') + '\\n')
    }
    await store.close()`])

  const finish = async (writer: ChildProcess): Promise<string[]> => {
    let output = ''
    writer.stdout!.on('data', (text: Buffer) => { output += text.toString() })
    let errors = ''
    writer.stderr!.on('data', (text: Buffer) => { errors += text.toString() })
    await once(writer, 'close')
    expect(errors).toBe('')
    // What a killed process printed last may be cut.
    return output.slice(0, output.lastIndexOf('\n')).split('\n')
  }

  test('two of them write 10,000 records each, with files renamed under them, and none is lost or torn', async () => {
    const folder = createFolder()
    await Promise.all([finish(startWriter(folder, 'a', 400, 25)), finish(startWriter(folder, 'b', 400, 25))])
    const store = createFileStore({ folder })
    const found = (await all(store)).map(({ id }) => id)
    expect(found).toHaveLength(20_000)
    expect(new Set(found).size).toBe(20_000)
    expect(await store.summarize()).toMatchObject({ totalRequests: 20_000, unreadableRecords: 0 })
    expect(readdirSync(folder).filter((name) => name.endsWith('.jsonl')).length).toBeGreaterThan(10)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('one that is killed has kept all that it was told was kept', async () => {
    const folder = createFolder()
    const writer = startWriter(folder, 'k', 1_000_000, 20)
    const printed = finish(writer)
    await Promise.race([once(writer.stdout!, 'data'), printed])
    await createFileStore({ folder }).append(numbered(1))
    writer.kill('SIGKILL')
    const kept = await printed
    expect(kept.length).toBeGreaterThan(0)
    const found = new Set((await all(createFileStore({ folder }))).map(({ id }) => id))
    expect(kept.filter((id) => !found.has(id))).toEqual([])
    expect(found.has('r0,')).toBe(true)
  })
})

test('an ending process flushes', () => {
  const store = createFileStore({ folder: 'nowhere' })
  let flushes = 0
  const before = process.listenerCount('beforeExit')
  const end = store.onLeave!(() => { flushes++ })
  process.emit('beforeExit', 0)
  end()
  process.emit('beforeExit', 0)
  expect(flushes).toBe(1)
  expect(process.listenerCount('beforeExit')).toBe(before)
})

test.each([
  { platform: 'linux', env: {}, folder: '/home/ada/.local/state/headroom' },
  { platform: 'linux', env: { XDG_STATE_HOME: '/var/state' }, folder: '/var/state/headroom' },
  { platform: 'linux', env: { XDG_STATE_HOME: 'state' }, folder: '/home/ada/.local/state/headroom' },
  { platform: 'linux', env: { XDG_STATE_HOME: '' }, folder: '/home/ada/.local/state/headroom' },
  { platform: 'freebsd', env: {}, folder: '/home/ada/.local/state/headroom' },
  { platform: 'darwin', env: { XDG_STATE_HOME: '/var/state' }, folder: '/home/ada/Library/Application Support/headroom' },
  { platform: 'win32', env: {}, folder: '\\home\\ada\\AppData\\Local\\headroom' },
  { platform: 'win32', env: { LOCALAPPDATA: 'D:\\Local' }, folder: 'D:\\Local\\headroom' },
])('state on $platform with $env belongs in $folder', ({ platform, env, folder }) => {
  expect(findStateFolder({ platform, env, home: '/home/ada' })).toBe(folder)
})
