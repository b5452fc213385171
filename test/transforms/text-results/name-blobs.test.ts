import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush, optimize } from '../../../src/index.ts'
import { findBlobs } from '../../../src/transforms/text-results/blobs/find-blobs.ts'
import { isMinified } from '../../../src/transforms/text-results/blobs/minified.ts'
import { nameBlobs } from '../../../src/transforms/text-results/blobs/name-blobs.ts'
import { findQueryTerms } from '../../../src/relevance/terms.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Data as good as random, the same for one seed. */
function base64(length: number, seed = 1): string {
  let state = seed
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return alphabet[state >>> 26]!
  }).join('')
}

const hex = (length: number): string => Array.from({ length }, (_, i) => '0123456789abcdef'[(i * i + 7 * i) % 16]!).join('')
const png = `iVBORw0KGgo${base64(3000)}==`
const wrap = (text: string, width: number, before = ''): string => (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => before + line).join('\n')
const script = `!function(e,t){${Array.from({ length: 200 }, (_, i) => `if(e.k${i}===t){return this.r${i}(function(n){return n&&n.v${i}})}`).join('')}}(window,0);`
const sheet = Array.from({ length: 200 }, (_, i) => `.b${i}{color:#fff;margin:0 auto;padding:${i}px}`).join('')
const ask = (text: string): { text: string, terms: ReturnType<typeof findQueryTerms> } => ({ text, terms: findQueryTerms(text) })
const nothing = ask('')

test.each([
  { name: 'a picture', text: `logo = "${png}"`, what: 'base64 image/png', bytes: 2258 },
  { name: 'base64 of nobody knows what', text: `data: ${base64(4096)}\n`, what: 'base64', bytes: 3072 },
  { name: 'base64 of JSON', text: `eyJ${base64(4096)}`, what: 'base64 application/json', bytes: 3074 },
  { name: 'base64url', text: base64(5000).replaceAll('+', '-').replaceAll('/', '_'), what: 'base64', bytes: 3750 },
  { name: 'base64 that mail wraps', text: `head\n${wrap(base64(4100), 76)}\ntail`, what: 'base64', bytes: 3075 },
  { name: 'a picture, wrapped and indented', text: `binary: |\n${wrap(png.slice(0, 2280), 76, '    ')}\n`, what: 'base64 image/png', bytes: 1710 },
  { name: 'hexadecimal digits', text: `0x${hex(4096)} end`, what: 'hexadecimal data', bytes: 2048 },
  { name: 'a data URL', text: `url(data:font/woff2;base64,${base64(1024)})`, what: 'data URL font/woff2', bytes: 768 },
  { name: 'a data URL with escapes', text: `src="data:image/svg+xml;charset=utf-8,${'%3Cpath%20d%3D'.repeat(100)}"`, what: 'data URL image/svg+xml', bytes: 800 },
])('$name is found', ({ text, what, bytes }) => {
  const [blob, ...others] = findBlobs(text)
  expect(others).toEqual([])
  expect(blob).toMatchObject({ what, bytes })
  const named = nameBlobs(text, nothing)!
  expect(named.count).toBe(1)
  expect(named.text.replace(/hash [0-9a-f]{16}/, 'hash')).toBe(`${text.slice(0, blob!.start)}[${what}, ${bytes} bytes, hash: left out by headroom]${text.slice(blob!.end)}`)
  expect(nameBlobs(named.text, nothing)).toBeUndefined()
})

test.each([
  { name: 'a checksum', text: `sha512-${base64(86)}== ${hex(128)}` },
  { name: 'a token for the next page', text: `"next_page_token": "${base64(554)}"` },
  { name: 'base64 below the limit', text: base64(4095) },
  { name: 'a data URL of a small icon', text: `url(data:image/png;base64,${base64(1023)})` },
  { name: 'a signed token', text: `Bearer eyJ${base64(300)}.eyJ${base64(5000)}.${base64(342)}` },
  { name: 'a public key', text: `ssh-rsa AAAAB3NzaC1yc2E${base64(5000)} me@host` },
  { name: 'a private key', text: `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${wrap(base64(6500), 64)}\n-----END RSA PRIVATE KEY-----` },
  { name: 'a private key, encoded once more', text: `client-key-data: LS0tLS1CRUdJTi${base64(4400)}` },
  { name: 'certificates in a row', text: Array.from({ length: 4 }, (_, i) => `-----BEGIN CERTIFICATE-----\n${wrap(base64(1700, i + 1), 64)}\n-----END CERTIFICATE-----`).join('\n') },
  { name: 'a list of ids of one length', text: Array.from({ length: 100 }, (_, i) => base64(64, i + 1)).join('\n') },
  { name: 'a list of checksums', text: `${Array.from({ length: 100 }, () => hex(64)).join('\n')}\n` },
  { name: 'a list of checksums above a shorter one', text: `${Array.from({ length: 100 }, () => hex(128)).join('\n')}\n${hex(40)}\n` },
  { name: 'a list of keys above a word', text: `${Array.from({ length: 100 }, (_, i) => base64(64, i + 1)).join('\n')}\ndone` },
  { name: 'a signed transaction', text: `raw: 0x${hex(3600)}` },
  { name: 'what is named a secret', text: `data:\n  .dockerconfigjson: eyJ${base64(5000)}\nACCESS_TOKEN="${base64(5000)}"` },
  { name: 'one letter', text: 'a'.repeat(9000) },
  { name: 'one word over and over', text: 'someLongIdentifier'.repeat(300) },
  { name: 'digits', text: '31415926'.repeat(400) },
  { name: 'a sequence of bases', text: 'ACGTTGCA'.repeat(800) },
  { name: 'prose about data:', text: `data: ${'and so on, data: '.repeat(300)}` },
])('$name stays', ({ text }) => {
  expect(findBlobs(text)).toEqual([])
  expect(nameBlobs(text, nothing)).toBeUndefined()
})

test('what the query quotes stays, and all of it where it speaks of encodings', () => {
  const other = `R0lGOD${base64(2000, 7)}`
  const text = `a ${png} b ${other} c`
  expect(nameBlobs(text, nothing)!.count).toBe(2)
  expect(nameBlobs(text, ask(`Where does ${png.slice(500, 530)} come from?`))!.text).toMatch(new RegExp(`^a ${png.replaceAll('+', '\\+')} b \\[base64 image/gif, `))
  expect(nameBlobs(text, ask('Decode the base64 in this file.'))).toBeUndefined()
  expect(nameBlobs(text, ask('{"command":"xxd logo.png | head; base64 logo.png"}'))).toBeUndefined()
})

test('equal data has one hash, other data another', () => {
  const hashes = [...nameBlobs(`${png} ${png} iVBORw0KGgo${base64(3000, 5)}`, nothing)!.text.matchAll(/hash (\w+)/g)].map(([, hash]) => hash)
  expect(hashes).toHaveLength(3)
  expect(new Set(hashes).size).toBe(2)
})

test.each([
  { name: 'a script', line: script, is: true },
  { name: 'a style sheet', line: sheet, is: true },
  { name: 'a match of a search in a script', line: `dist/app.min.js:1:${script}`, is: true },
  { name: 'a short script', line: script.slice(0, 2000), is: false },
  { name: 'source that a person wrote on one line', line: 'if (a === b) { return this.value( c && d ) } '.repeat(60), is: false },
  { name: 'prose', line: 'This function returns what it was given, if it was given anything. '.repeat(60), is: false },
  { name: 'data', line: `window.data={${'"key":[1,2,3],'.repeat(300)}}`, is: false },
  { name: 'a drawing', line: `<path d="${'M10.5,20.25c-1.5,0-2.7-1.2-2.7-2.7'.repeat(90)}"/>`, is: false },
  { name: 'a page on one line', line: `<!doctype html><html><head><style>${sheet}</style><script>${script}</script></head><body><p>Version 2 is out.</p></body></html>`, is: false },
  { name: 'a page behind a word', line: `Result: <html><head><script>${script}</script></head><body><p>Version 2 is out.</p></body></html>`, is: false },
  { name: 'comma-separated values', line: '2026-01-01,12:00,abc,def,1.5,'.repeat(100), is: false },
])('$name is minified code: $is', ({ line, is }) => {
  expect(isMinified(line)).toBe(is)
})

test('of minified code its beginning stands, and what is around the places that the query names', () => {
  const line = `dist/app.js:1:${script.slice(0, 4000)}addEventListener("beforeunload",n)${script.slice(4000)}`
  const { text } = nameBlobs(`before\n${line}\nafter`, ask('{"pattern":"beforeunload"}'))!
  expect(text.startsWith(`before\ndist/app.js:1:!function(e,t){if(e.k0===t)`)).toBe(true)
  expect(text).toContain('addEventListener("beforeunload",n)')
  expect(text.endsWith(': left out by headroom]\nafter')).toBe(true)
  // Each character stands, or is counted.
  const left = [...text.matchAll(/\[\.\.\. (\d+) of (\d+) characters of minified code, hash \w+: left out by headroom\]/g)]
  const written = left.reduce((sum, [note]) => sum - note.length, text.length - 'before\n\nafter'.length)
  expect(left.reduce((sum, [, count]) => sum + Number(count), written)).toBe(line.length)
  expect(left.map(([, , of]) => Number(of))).toEqual(left.map(() => line.length))
  expect(nameBlobs(text, ask('{"pattern":"beforeunload"}'))).toBeUndefined()
})

const model = 'gpt-4o'

test('strings of JSON keep their place and spelling', async () => {
  const rows = Array.from({ length: 3 }, (_, i) => ({ id: i, 'a/b': 'é', image: png, note: `see data:image/gif;base64,${base64(2000, i + 2)} there` }))
  const { text, report } = await crush(JSON.stringify({ rows, big: 1, key: 'x' }).replace('"big":1', '"big":12345678901234567890'), { model })
  const read = JSON.parse(text) as { rows: typeof rows, key: string }
  expect(text).toContain('"big":12345678901234567890')
  expect(read.key).toBe('x')
  expect(text).not.toContain(png.slice(0, 40))
  expect(text.match(/left out by headroom/g)?.length).toBeGreaterThanOrEqual(2)
  expect(report.decisions[0]).toMatchObject({ action: 'crushed', contentType: 'json' })
  expect(report.decisions[0]!.reason).toMatch(/^named 6 stretches of encoded data/)
  expect((await crush(text, { model })).text).toBe(text)
})

test('data beside a document is named too', async () => {
  const text = `{"status":"ok","size":3}\nlogo: ${png}\n{"next":null}\nicon: ${png}`
  const { text: named, report: { decisions: [decision] } } = await crush(text, { model })
  expect(named.replace(/hash \w+/g, 'hash')).toBe(text.replaceAll(png, '[base64 image/png, 2258 bytes, hash: left out by headroom]'))
  expect(decision!.reason).toBe('named 2 stretches of encoded data or minified code')
  expect((await crush(named, { model })).text).toBe(named)
})

test('JSON lines stay lines, and escaped slashes stay escaped', async () => {
  const line = (i: number): string => `{"id":${i},"url":"https:\\/\\/a.example\\/${i}","body":"${`/9j/${base64(3000, i + 1)}`.replaceAll('/', '\\/')}"}`
  const { text } = await crush(`${line(1)}\n${line(2)}\n`, { model })
  expect(text).toContain('image\\/jpeg')
  expect(text).toContain('https:\\/\\/a.example\\/1')
})

test('nothing is named in lossless mode, where it is switched off, for one tool, or by the user', async () => {
  const text = `Fetched:\n${png}\n${'a line of prose that says something\n'.repeat(30)}`
  const json = JSON.stringify({ image: png, id: 1 })
  for (const source of [text, json]) {
    expect((await crush(source, { model })).text).toContain('[base64 image/png, 2258 bytes, hash ')
    expect((await crush(source, { model, textResults: { blobs: false } })).text).toBe(source)
    expect((await crush(source, { model, textResults: { enabled: false } })).text).toBe(source)
    expect((await crush(source, { model, smartCrusher: { lossless: true } })).text).toBe(source)
    expect((await crush(source, { model, toolName: 'get_image', toolProfiles: { 'get_*': { textResults: { blobs: false } } } })).text).toBe(source)
  }
  const said = [{ role: 'user', content: `Look:\n${json}\n${png}` }]
  expect((await optimize(said, { model, userContent: 'json-blocks' })).messages).toEqual(said)
})

test('an image stays an image', async () => {
  const messages = [
    { role: 'user', content: 'What is on it?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'screenshot', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }, { type: 'text', text: `saved as ${png}` }] }] },
  ]
  const [, , result] = (await optimize(messages, { model: 'claude-sonnet-4-5', format: 'anthropic' })).messages as typeof messages
  expect(JSON.stringify(result)).toContain(`"data":"${png}"`)
  expect(JSON.stringify(result)).toContain('saved as [base64 image/png, 2258 bytes')
})

test('whatever stands around it, data that is named leaves all else as it was', () => {
  const pieces = fc.array(fc.constantFrom(png, base64(4100, 3), hex(2100), 'data:', 'data:a/b,', ' ', '\n', '=', '.', 'text', '"', '-----BEGIN X-----\n', '🙂'), { maxLength: 12 })
  fc.assert(fc.property(pieces, (list) => {
    const text = list.join('')
    const blobs = findBlobs(text)
    let at = 0
    let rest = ''
    for (const { start, end } of blobs) {
      expect(start).toBeGreaterThanOrEqual(at)
      expect(end - start).toBeGreaterThanOrEqual(1024)
      rest += `${text.slice(at, start)}<blob>`
      at = end
    }
    rest += text.slice(at)
    expect((nameBlobs(text, nothing)?.text ?? text).replace(/\[[^\][]*: left out by headroom\]/g, '<blob>')).toBe(rest)
  }), { numRuns: 60 })
})
