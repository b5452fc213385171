import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { parseArguments } from '../../../src/cli/arguments.ts'
import { putModel } from '../../../src/cli/model.ts'

const own = fileURLToPath(new URL('../../../models/all-MiniLM-L6-v2', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'headroom-model-'))
afterAll(() => { rmSync(folder, { recursive: true }) })
afterEach(() => { vi.unstubAllGlobals() })

test.each([
  { args: ['model', 'public/model'], command: { kind: 'model', folder: 'public/model', remote: false } },
  { args: ['model', 'a', '--remote'], command: { kind: 'model', folder: 'a', remote: true } },
  { args: ['model', 'a', '--from', 'b'], command: { kind: 'model', folder: 'a', remote: false, from: 'b' } },
])('headroom $args is understood', ({ args, command }) => {
  expect(parseArguments(args)).toEqual(command)
})

test.each([
  { args: ['model'], message: 'headroom model needs the folder to put the files into' },
  { args: ['model', ''], message: 'headroom model needs the folder to put the files into' },
  { args: ['model', 'a', 'b'], message: 'one file at a time: "b" is one too many' },
  { args: ['model', 'a', '--from', 'b', '--remote'], message: 'contradict each other' },
  { args: ['optimize', '--remote'], message: '--remote belongs to headroom model' },
  { args: ['modle', 'a'], message: 'did you mean headroom model?' },
])('headroom $args is refused with what would be right', ({ args, message }) => {
  expect(() => parseArguments(args)).toThrow(message)
})

describe('headroom model', () => {
  test('copies the files of the repository, and of a folder that has them', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second/deep')]
    expect(await putModel({ kind: 'model', folder: first, remote: false })).toContain(first)
    expect(await putModel({ kind: 'model', folder: second, from: first, remote: false })).toContain(`from ${first}`)
    expect(readdirSync(second, { recursive: true }).sort()).toEqual(['LICENSE', 'README.md', 'config.json', 'onnx', 'onnx/model_quantized.onnx', 'special_tokens_map.json', 'tokenizer.json', 'tokenizer_config.json'])
    expect(statSync(join(second, 'onnx/model_quantized.onnx')).size).toBe(22_972_370)
  })

  test('names what is missing', async () => {
    await expect(putModel({ kind: 'model', folder: join(folder, 'x'), from: tmpdir(), remote: false })).rejects.toThrow(/config\.json is missing; it needs config\.json, /)
  })

  test('copies no model that was cut off', async () => {
    const [torn, target] = [join(folder, 'torn'), join(folder, 'from-torn')]
    cpSync(own, torn, { recursive: true })
    truncateSync(join(torn, 'onnx/model_quantized.onnx'), 1000)
    await expect(putModel({ kind: 'model', folder: target, from: torn, remote: false })).rejects.toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(/torn\/onnx\/model_quantized\.onnx \(1000 bytes\) is not the one that is known: its SHA-256 is/) as string }))
    expect(existsSync(target)).toBe(false)
  })

  test('says that a folder cannot be written', async () => {
    await expect(putModel({ kind: 'model', folder: join(own, 'LICENSE'), remote: false })).rejects.toThrow(/could not be written/)
  })

  // Node's own recursive mkdir never returns there.
  test.runIf(process.platform === 'linux')('says it of a folder that the system makes none in', async () => {
    await expect(putModel({ kind: 'model', folder: '/proc/headroom/model', remote: false })).rejects.toThrow(expect.objectContaining({ code: 'STORAGE', message: expect.stringMatching(/^\/proc\/headroom\/model could not be written: ENOENT/) as string }))
  })

  test('downloads only when told, and only from the one place', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: URL) => {
      asked.push(url.href)
      return new Response(readFileSync(join(own, url.pathname.split('/resolve/main/')[1]!)))
    })
    const target = join(folder, 'downloaded')
    const percents: number[] = []
    await putModel({ kind: 'model', folder: target, remote: true }, (percent) => percents.push(percent))
    expect(asked.map((url) => url.replace('https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main/', '')).sort()).toEqual(['config.json', 'onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json'])
    expect(percents.at(-1)).toBe(100)
    expect(readFileSync(join(target, 'onnx/model_quantized.onnx')).equals(readFileSync(join(own, 'onnx/model_quantized.onnx')))).toBe(true)
  })

  test('downloads into one folder at once do not take each other\'s files away', async () => {
    vi.stubGlobal('fetch', async (url: URL) => new Response(readFileSync(join(own, url.pathname.split('/resolve/main/')[1]!))))
    const target = join(folder, 'twice')
    await Promise.all([1, 2, 3, 4].map(() => putModel({ kind: 'model', folder: target, remote: true })))
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(['config.json', 'onnx', 'onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json'])
  })

  test('says that a folder cannot be written, also after a download', async () => {
    vi.stubGlobal('fetch', async (url: URL) => new Response(readFileSync(join(own, url.pathname.split('/resolve/main/')[1]!))))
    await expect(putModel({ kind: 'model', folder: join(own, 'LICENSE'), remote: true })).rejects.toThrow(expect.objectContaining({ code: 'STORAGE', message: expect.stringContaining('LICENSE could not be written') as string }))
  })

  test.each([
    { name: 'is not the known one', answer: () => new Response('something else'), says: /SHA-256 is [\da-f]{64}, not afdb6f1a/ },
    { name: 'is not there', answer: () => new Response('', { status: 503, statusText: 'Service Unavailable' }), says: /could not be downloaded from https:\/\/huggingface\.co\S+ \(the server answered 503 Service Unavailable\)/ },
  ])('writes nothing when the download $name', async ({ answer, says }) => {
    vi.stubGlobal('fetch', async () => answer())
    const target = join(folder, 'bad')
    await expect(putModel({ kind: 'model', folder: target, remote: true })).rejects.toThrow(says)
    expect(existsSync(target)).toBe(false)
  })
})
