import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { run } from '../../../src/cli/run.ts'
import { crush } from '../../../src/crush.ts'
import { version } from '../../../src/version.ts'
import manifest from '../../../package.json'

const folder = mkdtempSync(join(tmpdir(), 'headroom-cli-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Takes all it gets; or fails with an error of a code. */
function sink(code?: string): Writable & { text: string } {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stream.text += chunk.toString()
      done(code === undefined ? null : Object.assign(new Error(`write ${code}`), { code }))
    },
  }) as Writable & { text: string }
  stream.text = ''
  return stream
}

interface Ran { readonly code: number; readonly out: string; readonly err: string }

async function headroom(args: readonly string[], { input = '', isTTY = false, out = sink() } = {}): Promise<Ran> {
  const err = sink()
  const stdin = Object.assign(Readable.from([Buffer.from(input)]), { isTTY })
  const code = await run(args, { stdin, stdout: out, stderr: err, env: {} })
  return { code, out: out.text, err: err.text }
}

const rows = Array.from({ length: 200 }, (_, id) => ({ id: 5000 + id, state: id === 77 ? 'failed' : 'done', title: `Job number ${id}` }))
const content = JSON.stringify(rows, null, 1)
const conversation = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'jobs', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content },
]

test('a request goes to standard output, its report to standard error', async () => {
  const body = { model: 'gpt-4o-mini', seed: 1, messages: conversation }
  const { code, out, err } = await headroom(['optimize', file('body.json', JSON.stringify(body))])
  expect(code).toBe(0)
  const after = JSON.parse(out) as typeof body
  expect(after.messages.slice(0, 2)).toEqual(conversation.slice(0, 2))
  expect(after.messages[2]!.content!.length).toBeLessThan(content.length / 2)
  expect(err).toMatch(/^[\d,]+ -> [\d,]+ tokens: saved/)
  expect(err).toContain('messages.2.content')
})

test('what did not change keeps every character: byte order mark, line ends, numbers, duplicate keys', async () => {
  const head = `\ufeff{\r\n  "model": "gpt-4o-mini", "seed": 12345678901234567890, "top_p": 1.0, "user": "x", "user": "y",\r\n  "messages": [\r\n    ${JSON.stringify(conversation[0])},\r\n    ${JSON.stringify(conversation[1])},\r\n    {"role": "tool", "tool_call_id": "a", "content": `
  const tail = '}\r\n  ]\r\n}\r\n\r\n'
  const { out, code } = await headroom(['optimize'], { input: `${head}${JSON.stringify(content)}${tail}` })
  expect(code).toBe(0)
  expect(out.startsWith(head)).toBe(true)
  expect(out.endsWith(tail)).toBe(true)
  expect(out.length).toBeLessThan(content.length)
})

test('where more than strings changes, what stays keeps its spelling', async () => {
  const body = { contents: [
    { role: 'user', parts: [{ text: 'What failed?' }] },
    { role: 'model', parts: [{ functionCall: { id: 'a', name: 'jobs', args: {} } }] },
    { role: 'user', parts: [{ functionResponse: { id: 'a', name: 'jobs', response: { rows } } }] },
  ], seed: 7 }
  const { code, out } = await headroom(['optimize', '--model', 'gemini-2.5-pro'], { input: JSON.stringify(body).replace('"seed":7', '"seed": 12345678901234567890, "temperature": 1.0') })
  expect(code).toBe(0)
  expect(out).toContain('"seed":12345678901234567890,"temperature":1.0')
  expect(out.length).toBeLessThan(JSON.stringify(body).length * 0.7)
})

test('an array of messages is a request too', async () => {
  const { out } = await headroom(['optimize', '-'], { input: `${JSON.stringify(conversation)}\n` })
  expect(JSON.parse(out)).toHaveLength(3)
  expect(out.endsWith(']\n')).toBe(true)
})

test('anything else is one tool result, and a query names its rows', async () => {
  const { out, code } = await headroom(['optimize', '--query', 'What about 5123?', '--tool', 'jobs', '--tier', 'bm25'], { input: `\ufeff${content}\r\n` })
  const { text } = await crush(content, { query: 'What about 5123?', toolName: 'jobs' })
  expect(code).toBe(0)
  expect(out).toBe(`\ufeff${text}\r\n`)
  expect(text).toContain('Job number 123')
})

test.each([
  { tier: ['--tier', 'bm25'], found: false },
  { tier: [], found: true },
  { tier: ['--minilm', 'models/all-MiniLM-L6-v2'], found: true },
])('the row that a question means in other words is found by meaning: $tier', async ({ tier, found }) => {
  const { code, out, err } = await headroom(['optimize', 'examples/requests/issues.json', ...tier])
  expect(code, err).toBe(0)
  const { messages: [, , , { content: issues }] } = JSON.parse(out) as { messages: [unknown, unknown, unknown, { content: string }] }
  const rows = (JSON.parse(issues) as { rows: unknown[][] }).rows
  expect(rows.some((row) => row.includes('Two-step verification code demanded on every page'))).toBe(found)
})

test.each([
  { args: ['--minilm', 'models/static'], message: '--minilm models/static does not hold the model: config.json is missing; headroom model models/static fills the folder' },
  { args: ['--tier', 'embedding'], message: '--tier embedding needs --minilm <dir>, the folder that headroom model <dir> filled' },
  { args: ['--tier', 'static', '--minilm', 'models/all-MiniLM-L6-v2'], message: '--minilm has no use with --tier static: leave one of them out' },
])('$args is refused', async ({ args, message }) => {
  const { code, out, err } = await headroom(['optimize', ...args], { input: content })
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(message)
})

test('a folder whose files are others is refused in the words of the command', async () => {
  const minilm = join(folder, 'not-minilm')
  mkdirSync(join(minilm, 'onnx'), { recursive: true })
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx']) writeFileSync(join(minilm, name), '<!doctype html>')
  const { code, out, err } = await headroom(['optimize', '--minilm', minilm], { input: content })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/--minilm \S+not-minilm does not hold the model: file:\S+\.json \(.+\); headroom model \S+not-minilm fills the folder\n$/s)
  expect(err).not.toContain('modelPath')
})

test.each([
  { name: 'prose', input: 'Nothing to see here.\r\n' },
  { name: 'broken JSON', input: '{"messages": [{"role": "user",\n' },
  { name: 'a small array', input: '[1, 2, 3]\n\n' },
  { name: 'an empty input', input: '' },
  { name: 'white space alone', input: '\ufeff \n' },
  { name: 'a small request', input: '[ {"role": "user", "content": "hi"} ]' },
])('$name comes out byte for byte', async ({ input }) => {
  expect(await headroom(['optimize'], { input })).toMatchObject({ code: 0, out: input })
})

test('simulate writes the report and no request', async () => {
  const { code, out, err } = await headroom(['simulate', '--json'], { input: JSON.stringify(conversation) })
  expect([code, err]).toEqual([0, ''])
  expect(JSON.parse(out)).toMatchObject({ mode: 'simulate', format: 'openai-chat', transforms: ['smart-crusher'] })
  expect((await headroom(['simulate'], { input: content })).out).toContain('would save')
})

test('--json makes the report JSON', async () => {
  const { err } = await headroom(['optimize', '--json', '--model', 'gpt-4o'], { input: content })
  expect(JSON.parse(err)).toMatchObject({ mode: 'optimize', model: 'gpt-4o' })
})

test('--max-items, --no-index and --lossless reach the crusher', async () => {
  const few = await headroom(['optimize', '--max-items', '5', '--no-index'], { input: content })
  const many = await headroom(['optimize', '--max-items', '60'], { input: content })
  const lossless = await headroom(['simulate', '--lossless', '--json'], { input: content })
  expect(few.out.length).toBeLessThan(many.out.length)
  expect(JSON.parse(lossless.out)).toMatchObject({ decisions: [{ action: 'rewritten' }] })
})

test('help and version go to standard output', async () => {
  const { code, out } = await headroom(['--help'])
  expect(code).toBe(0)
  expect(out).toContain('headroom optimize [file]')
  expect(await headroom(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  expect(version).toBe(manifest.version)
})

test('a terminal that nobody pipes into gets help instead of waiting', async () => {
  const { code, out, err } = await headroom(['optimize'], { isTTY: true })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('usage')
})

test.each([
  { name: 'a misspelled option', args: ['optimize', '--modle', 'x'], message: 'headroom: unknown option --modle; did you mean --model?\n' },
  { name: 'no command', args: [], message: 'headroom: no command given' },
  { name: 'a query for a request', args: ['optimize', '--query', 'x'], message: '--query is for a lone tool result' },
])('$name is wrong usage: exit code 2', async ({ args, message }) => {
  const { code, out, err } = await headroom(args, { input: JSON.stringify(conversation) })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

test('an input that cannot be read is exit code 1', async () => {
  const missing = await headroom(['optimize', join(folder, 'missing.json')])
  expect([missing.code, missing.out]).toEqual([1, ''])
  expect(missing.err).toContain('missing.json cannot be read: ENOENT')
  const binary = await headroom(['optimize', file('binary', Uint8Array.of(0xff, 0xfe, 0x41, 0))])
  expect(binary.code).toBe(1)
  expect(binary.err).toContain('is not UTF-8 text')
})

test('a reader that leaves early is no failure; a full disk is one', async () => {
  expect(await headroom(['optimize'], { input: content, out: sink('EPIPE') })).toMatchObject({ code: 0 })
  const full = await headroom(['optimize'], { input: content, out: sink('ENOSPC') })
  expect(full.code).toBe(1)
  expect(full.err).toContain('ENOSPC')
})
