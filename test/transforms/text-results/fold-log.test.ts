import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { unaccountedLines } from '../../laws/line-reading.ts'

const at = (i: number): string => `2026-02-10T09:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.500Z`
const usual = (i: number): string => `${at(i)} INFO user ${['ada', 'bob', 'eve'][i % 7 % 3]} from 10.0.0.${i % 40} read /orders/${i} in ${10 + i % 50} ms`
const log = (count: number, odd: Readonly<Record<number, string>> = {}): string => Array.from({ length: count }, (_, i) => (odd[i] === undefined ? usual(i) : `${at(i)} ${odd[i]}`)).join('\n')
const fold = async (text: string, query = 'What happened?', options: object = {}) => (await crush(text, { query, model: 'gpt-4o', ...options }))

test('what repeats is counted under its first line, with times and values', async () => {
  const source = log(200)
  const { text, report: { decisions: [decision] } } = await fold(source)
  expect(unaccountedLines(source, text)).toEqual([])
  expect(text).toContain(usual(0))
  expect(text).toMatch(/^\[#1: 200 lines like this to 09:03:19Z; .*user <ada x\d+, bob x\d+, eve x\d+>.*\]$/m)
  const counts = ['ada', 'bob', 'eve'].map((name) => Number(new RegExp(`${name} x(\\d+)`).exec(text)![1]))
  expect(counts).toEqual(['ada', 'bob', 'eve'].map((name) => source.split(`user ${name} `).length - 1))
  expect(decision).toMatchObject({ contentType: 'log', action: 'crushed', confidence: 1, lines: { total: 200 } })
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore / 10)
})

test('levels and failures are counted at the top', async () => {
  const { text } = await fold(log(120, { 40: 'ERROR broker 3 refused', 50: 'ERROR broker 4 refused', 60: 'WARN slow', 70: 'FATAL out of disk' }))
  expect(text).toMatch(/^\[log of 120 lines: \d+ stand here as they were, .*; lines that tell of errors or failures: 3; levels: INFO x116, ERROR x2, WARN x1, FATAL x1/)
})

test.each([
  { name: 'an id', query: 'What about /orders/77?', line: usual(77) },
  { name: 'an address that few lines have', query: 'Who came from 10.0.0.13?', line: usual(13) },
  { name: 'a quoted text', query: 'Where is "orders/55 in"?', line: usual(55) },
])('a line stays that the query names by $name', async ({ query, line }) => {
  expect((await fold(log(150), query)).text.split('\n')).toContain(line)
  expect((await fold(log(150))).text.split('\n')).not.toContain(line)
})

test('all lines stay that share an id the query names, up to twenty-five', async () => {
  const withId = (every: number): string[] => log(400).split('\n').map((line, i) => (i % every === 0 ? `${line} trace=7f3a91bc${'d'.repeat(4)}` : line))
  const few = withId(20)
  const { text } = await fold(few.join('\n'), 'Follow the trace 7f3a91bcdddd, please.')
  for (let i = 0; i < 400; i += 20) expect(text).toContain(few[i])
  const many = withId(4)
  expect((await fold(many.join('\n'), 'Follow the trace 7f3a91bcdddd, please.')).text.split('trace=').length - 1).toBeLessThan(25)
})

test('of more lines that share an id the first and the last ones stay', async () => {
  const lines = log(600).split('\n').map((line, i) => (i % 15 === 7 ? `${line} trace=7f3a91bcdddd` : line))
  const holding = lines.filter((line) => line.includes('trace='))
  const kept = (await fold(lines.join('\n'), 'Follow the trace 7f3a91bcdddd, please.')).text.split('\n').filter((line) => line.includes('trace=7f3a91bcdddd') && !line.startsWith('['))
  expect(kept).toEqual(expect.arrayContaining([...holding.slice(0, 8), ...holding.slice(-8)]))
  expect(kept.length).toBeLessThan(holding.length)
})

test('a stack of failure stays whole, and the lines around it', async () => {
  const stack = ['    at connect (src/broker.ts:12:7)', '    at retry (src/retry.ts:31:11)', 'Caused by: timeout', '    ... 12 more']
  const lines = log(150).split('\n')
  lines.splice(80, 0, `${at(80)} ERROR could not reach broker 3`, ...stack)
  const { text } = await fold(lines.join('\n'))
  expect(text).toContain([usual(79), `${at(80)} ERROR could not reach broker 3`, ...stack, usual(80)].join('\n'))
})

test('of many failures of one kind some stay, and all are counted', async () => {
  const { text } = await fold(log(300, Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i * 5, `ERROR job ${i} failed with code ${i % 4}`]))))
  expect(text).toMatch(/^\[#\d+: 60 lines like this/m)
  expect(text.match(/ERROR job \d+ failed/g)!.length).toBeGreaterThanOrEqual(3)
})

test('each place that a build complains about stays', async () => {
  const places = Array.from({ length: 20 }, (_, i) => `[ERROR] /src/main/java/a/Class${'abcdefghijklmnopqrst'[i]}.java:[${i + 3},29] cannot find symbol`)
  const noise = Array.from({ length: 200 }, (_, i) => `[INFO] Downloading artifact number ${i} from the central repository`)
  const { text } = await fold([...noise, ...places, ...noise].join('\n'))
  for (const place of places) expect(text).toContain(place)
})

test('tests that passed are counted, those that did not stay, and so does the summary', async () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'omega']
  const cases = Array.from({ length: 120 }, (_, i) => `tests/${names[i % 5]}.py::test_${names[i % 4]}_${names[i % 3]}_case${i} ${i === 60 ? 'FAILED' : 'PASSED'}`)
  const source = ['============================= test session starts ==============================', ...cases, '=========================== short test summary info ============================', 'FAILED tests/alpha.py - assert 3 == 4', '======================== 1 failed, 119 passed in 2.01s ========================='].join('\n')
  const { text } = await fold(source)
  expect(unaccountedLines(source, text)).toEqual([])
  expect(text).toContain(cases[60])
  expect(text).toContain('1 failed, 119 passed')
  expect(text).toMatch(/^\[#1: 119 lines like this/m)
})

test('colours and progress are gone before lines are compared', async () => {
  const source = Array.from({ length: 80 }, (_, i) => `\u001b[34m[INFO]\u001b[0m Progress 10%\r\u001b[34m[INFO]\u001b[0m fetched package ${i} of the registry`).join('\n')
  const { text } = await fold(source)
  expect(text).not.toMatch(/[\u001b\r]/)
  expect(text).toContain('[INFO] fetched package 0 of the registry')
})

/** One request in ten seconds, and `many` of them at once in the middle. */
const busy = (many: number, date = '2026-02-10'): string[] => Array.from({ length: 300 + many }, (_, i) => {
  const second = i < 150 ? i * 10 : i < 150 + many ? 1500 + Math.floor((i - 150) / 10) : (i - many) * 10 + 10
  return `${date}T${new Date(second * 1000).toISOString().slice(11, 19)}Z INFO request ${i} of client 10.0.0.${i % 40} was answered`
})

test('a burst is told, and its first lines and its last one stay', async () => {
  const lines = busy(60)
  const { text } = await fold(lines.join('\n'))
  expect(unaccountedLines(lines.join('\n'), text)).toEqual([])
  expect(text).toMatch(/^\[#1: 360 lines like this to \S+; 60 of them within \d s from 00:25:00Z; /m)
  for (const line of [150, 151, 209]) expect(text).toContain(lines[line])
  expect(text).not.toContain(lines[180])
})

test.each([
  { name: 'a steady log', lines: busy(0) },
  { name: 'a few lines at once', lines: busy(9) },
  { name: 'a log that is not in the order of time', lines: busy(60).map((_, i, all) => all[(i * 7) % all.length]!) },
  { name: 'lines that always come in groups', lines: Array.from({ length: 300 }, (_, i) => `2026-02-10T${new Date(Math.floor(i / 10) * 60_000).toISOString().slice(11, 19)}Z INFO request ${i} of client 10.0.0.${i % 40} was answered`) },
  { name: 'lines without a date', lines: busy(0).map((line) => line.replace(/^.*?Z /, '')) },
])('$name has no burst', async ({ lines }) => {
  expect((await fold(lines.join('\n'))).text).not.toContain('of them within')
})

test('a burst across midnight and one on another day are told apart', async () => {
  const late = Array.from({ length: 30 }, (_, i) => `2026-02-10T23:59:${String(30 + i)}Z INFO check ${i} of the queue passed`)
  const days = Array.from({ length: 60 }, (_, day) => `2026-${String(3 + Math.floor(day / 20)).padStart(2, '0')}-${String(1 + day % 20).padStart(2, '0')}T12:00:00Z INFO check ${day} of the queue passed`)
  const { text } = await fold([...late, ...days].join('\n'))
  expect(text).toContain('30 of them within 29 s from 23:59:30Z')
})

test('the first warning after a long calm stays, and the first error', async () => {
  const odd = Object.fromEntries([...[3, 4, 5, 6, 7, 8, 200, 201, 202, 203].map((i) => [i, `WARN  queue of worker ${i} holds ${i * 7} jobs`]), ...[10, 11, 12, 13, 14, 15, 300, 301, 302].map((i) => [i, `ERROR job ${i} of worker ${i % 5} was given up`])])
  const { text } = await fold(log(400, odd))
  const written = text.split('\n')
  expect(written).toContain(`${at(200)} ${odd[200]}`)
  expect(written).toContain(`${at(300)} ${odd[300]}`)
  expect(written).not.toContain(`${at(202)} ${odd[202]}`)
  expect(unaccountedLines(log(400, odd), text)).toEqual([])
})

test('warnings that come all the time change nothing', async () => {
  const { text } = await fold(log(400, Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i * 50 + 20, `WARN  queue of worker ${i} holds ${i * 7} jobs`]))))
  expect(text.split('\n').filter((line) => line.includes('WARN  queue'))).toHaveLength(1)
  expect(text).toMatch(/^\[#2: 8 lines like this/m)
})

const untouched = [
  { name: 'source code', text: Array.from({ length: 200 }, (_, i) => `  if (x === ${i}) throw new Error('could not read ${i}')`).join('\n') },
  { name: 'numbered source', text: Array.from({ length: 200 }, (_, i) => `${i + 1}\tlogger.error('2026-02-10T09:00:00Z failed', ${i})`).join('\n') },
  { name: 'prose', text: Array.from({ length: 60 }, (_, i) => `In chapter ${i} the harbor is described, and what became of its master.`).join('\n\n') },
  { name: 'a list of names', text: Array.from({ length: 200 }, (_, i) => `button-${i}.tsx`).join('\n') },
  { name: 'a log in which nothing repeats', text: Array.from({ length: 26 }, (_, i) => `[INFO] ${Array.from({ length: 12 }, (_, k) => String.fromCharCode(97 + (i * 7 + k * 3) % 26).repeat(2 + (i + k) % 5)).join(' ')}`).join('\n') },
]

test.each(untouched)('$name stays as it is', async ({ text }) => {
  expect((await fold(text)).text).toBe(text)
})

test('requests that were not answered well are failures', async () => {
  const request = (i: number, status: number): string => `10.0.${i % 5}.${i % 200} - - [17/May/2015:10:05:${String(i % 60).padStart(2, '0')} +0000] "GET /pages/${i} HTTP/1.1" ${status} ${i * 7} "-" "Mozilla/5.0"`
  const source = Array.from({ length: 200 }, (_, i) => request(i, i % 50 === 20 ? 500 : i % 20 === 11 ? 404 : 200)).join('\n')
  const { text } = await fold(source)
  expect(unaccountedLines(source, text)).toEqual([])
  expect(text).toContain('lines that tell of errors or failures: 14;')
  expect(text).toContain(request(11, 404))
  expect(text).toMatch(/<200 x186, 404 x10, 500 x4>/)
  expect(text).toMatch(/^\[#1: 200 lines like this to 10:05:19 \+0000; /m)
})

test('documents on lines of their own are lines of the log', async () => {
  const source = log(200).split('\n').flatMap((line, i) => (i % 20 === 7 ? [line, `{"request":${i},"status":"ok","ms":${i * 3}}`] : [line])).join('\n')
  const { text, report: { decisions: [decision] } } = await fold(source)
  expect(unaccountedLines(source, text)).toEqual([])
  expect(decision!.contentType).toBe('log')
})

test.each([
  { name: 'the option', options: { textResults: { enabled: false } } },
  { name: 'a profile', options: { toolName: 'tail', toolProfiles: { 'ta*': { textResults: { enabled: false } } } } },
  { name: 'lossless', options: { smartCrusher: { lossless: true } } },
])('$name leaves logs alone', async ({ options }) => {
  expect((await fold(log(200), 'What happened?', options)).text).toBe(log(200))
  expect((await fold(log(200))).text).not.toBe(log(200))
})

test('a profile may fold what the options leave alone', async () => {
  const options = { toolName: 'tail', textResults: { enabled: false }, toolProfiles: { tail: { textResults: { enabled: true } } } }
  expect((await fold(log(200), 'What happened?', options)).text).not.toBe(log(200))
})

test('wrong options are named', async () => {
  await expect(fold('a', 'b', { textResults: { enabled: 1 } })).rejects.toThrow('textResults.enabled must be true or false, got 1')
})

test.each([
  { name: 'a count of errors that is none otherwise', usual: (i: number) => `suite ${i} finished: 0 errors in ${i % 60} files`, odd: 'suite 170 finished: 7 errors in 12 files' },
  { name: 'a process that ended otherwise', usual: (i: number) => `job ${i} exited with code 0 after ${i % 50} s`, odd: 'job 170 exited with code 137 after 12 s' },
  { name: 'a status among fields', usual: (i: number) => `INFO http path=/a/${i % 90} status=200 ms=${i % 60}`, odd: 'INFO http path=/a/12 status=500 ms=9' },
  { name: 'a status behind a path', usual: (i: number) => `INFO GET /a/${i % 90} 200 in ${i % 60} ms`, odd: 'INFO GET /a/12 500 in 9 ms' },
  { name: 'one failure among others', usual: (i: number) => `ERROR GET /a/${i % 90} failed: ${i % 3} retries left`, odd: 'ERROR GET /a/12 refused: quota' },
])('a line stays whose numbers or words tell of a failure, with its neighbours: $name', async ({ usual: make, odd }) => {
  const lines = Array.from({ length: 300 }, (_, i) => `${at(i)} ${i === 170 ? odd : make(i)}`)
  const { text } = await fold(lines.join('\n'))
  expect(unaccountedLines(lines.join('\n'), text)).toEqual([])
  expect(text).toContain(lines.slice(169, 172).join('\n'))
})

test.each([
  { name: 'a state that is seen once', make: (i: number) => `order ${i} moved from new to ${i === 170 ? 'fraud' : 'paid'} by agent h${i % 4}`, line: 170 },
  { name: 'a user who is seen once', make: (i: number) => `login user=${i === 170 ? 'mallory' : ['ann', 'bob', 'cy'][i % 3]} from=10.0.${i % 7}.${i * 37 % 256} ok`, line: 170 },
  { name: 'a number far above all others', make: (i: number) => `query ${i} took ${i === 170 ? 31_877 : 3 + i * 7 % 40} ms`, line: 170 },
  { name: 'a time in another unit', make: (i: number) => `query ${i} took ${i === 170 ? '31s' : `${3 + i * 7 % 40}ms`}`, line: 170 },
])('a line stays for its value: $name', async ({ make, line }) => {
  const lines = Array.from({ length: 300 }, (_, i) => `${at(i)} INFO ${make(i)}`)
  const { text } = await fold(lines.join('\n'))
  expect(text.split('\n')).toContain(lines[line])
  expect(text.split('\n').length).toBeLessThan(12)
})

test('lines with times are no frames for standing as far in as a failure before them', async () => {
  const lines = Array.from({ length: 300 }, (_, i) => i === 120
    ? 'E0210 09:02:00.123456       1 reflector.go:138] Failed to watch pods'
    : `I0210 09:0${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}.${100_000 + i * 37}       1 controller.go:114] Syncing pod web-${i % 9}`)
  const { report: { decisions: [decision] } } = await fold(lines.join('\n'))
  expect(decision!.lines!.kept).toBeLessThan(20)
})

test('a stack of another cause stays with the line that it belongs to', async () => {
  const lines = Array.from({ length: 300 }, (_, i) => {
    if (i % 10 !== 5) return usual(i)
    const isOther = i === 175
    return [`${at(i)} ERROR request ${i} went wrong`, `java.lang.RuntimeException: ${isOther ? 'disk quota exceeded on /data7' : 'upstream said no'}`, '\tat a.b.C.d(C.java:1)', '\tat a.b.C.e(C.java:2)', `Caused by: ${isOther ? 'no space left on device' : 'connection reset'}`, '\t... 12 more'].join('\n')
  })
  const { text } = await fold(lines.join('\n'))
  expect(text).toContain(lines[175])
})
