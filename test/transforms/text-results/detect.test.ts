import { expect, test } from 'vitest'
import { detectType } from '../../../src/transforms/text-results/detect.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'

const repeat = (count: number, make: (i: number) => string): string => Array.from({ length: count }, (_, i) => make(i)).join('\n')

test.each([
  { type: 'log', name: 'times of a service', text: repeat(20, (i) => `2026-02-10T09:00:${10 + i}Z started ${i}`) },
  { type: 'log', name: 'times of syslog', text: repeat(20, (i) => `Jun 14 15:16:${10 + i} combo sshd[${i}]: session opened`) },
  { type: 'log', name: 'an access log', text: repeat(20, (i) => `10.0.0.${i} - - [17/May/2015:10:05:${10 + i} +0000] "GET /a HTTP/1.1" 200 ${i}`) },
  { type: 'log', name: 'seconds since 1970', text: repeat(20, (i) => `${i * 37 % 100} node-${i} unix.hw state ${1_077_804_742 + i} 1 up`) },
  { type: 'log', name: 'letters for levels', text: repeat(20, (i) => `03-17 16:13:${10 + i}.811  1702  2395 D WindowManager: window ${i}`) },
  { type: 'log', name: 'a kernel', text: repeat(20, (i) => `[    ${i}.123456] usb 1-${i}: new device`) },
  { type: 'log', name: 'compact dates', text: repeat(20, (i) => `081109 2036${10 + i} 148 INFO dfs.DataNode: served block ${i}`) },
  { type: 'log', name: 'levels alone', text: repeat(20, (i) => `[INFO] compiling module ${i}`) },
  { type: 'log', name: 'a run of tests', text: `============================= test session starts ==============================\n${repeat(20, (i) => `tests/a.py::test_${i} PASSED`)}` },
  { type: 'log', name: 'a run of a test harness', text: repeat(20, (i) => `test parser::case_${i} ... ok`) },
  { type: 'search-results', name: 'of grep', text: repeat(20, (i) => `src/a/b${i % 3}.ts:${i}:  const value = ${i}`) },
  { type: 'diff', name: 'of git', text: `diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1,3 +1,3 @@\n${repeat(20, (i) => ` line ${i}`)}` },
  { type: 'numbered-source', name: 'of cat -n', text: repeat(20, (i) => `${String(i + 1).padStart(6)}\tconst value${i} = ${i}`) },
  { type: 'numbered-source', name: 'with arrows', text: repeat(20, (i) => `${String(i + 1).padStart(6)}→throw new Error('failed ${i}')`) },
  { type: 'text', name: 'source that throws', text: repeat(20, (i) => `  if (x === ${i}) throw new Error('could not read ${i}')`) },
  { type: 'text', name: 'source that logs', text: repeat(20, (i) => `    logger.error('failed', ${i})`) },
  { type: 'text', name: 'prose', text: repeat(20, (i) => `In chapter ${i} the harbor is described, and an error of its master at 10 o'clock.`) },
  { type: 'paths', name: 'a list of paths', text: repeat(20, (i) => `src/components/button-${i}.tsx`) },
  { type: 'table', name: 'Markdown rows', text: repeat(20, (i) => `| ${i} | name ${i} | ${i * 2} |`) },
  { type: 'table', name: 'comma-separated rows with times', text: `id,created,name\n${repeat(20, (i) => `${i * 3 % 7},2026-02-10T09:00:${10 + i}Z,name ${i}`)}` },
  { type: 'table', name: 'processes', text: `UID        PID  PPID  C STIME TTY          TIME CMD\n${repeat(20, (i) => `root  ${i * 7}  2  0 10:00 ?  00:00:0${i % 9} [kworker/${i}]`)}` },
  { type: 'listing', name: 'files with modes and times', text: repeat(20, (i) => `-rw-r--r-- 1 root root ${i * 31} Nov 26 11:${10 + i} report-${i}.txt`) },
  { type: 'listing', name: 'objects of a bucket', text: repeat(20, (i) => `2026-02-10 09:00:${10 + i}      ${i * 977} exports/part-${i}.csv`) },
  { type: 'numbered-source', name: 'blamed source', text: repeat(20, (i) => `3f2a91c${i % 10} (Ada Lovelace 2026-02-10 09:00:00 +0000 ${i + 1}) const value${i} = ${i}`) },
  { type: 'text', name: 'a few lines', text: repeat(4, (i) => `2026-02-10T09:00:0${i}Z started`) },
  { type: 'text', name: 'nothing', text: '' },
])('$name is $type', ({ type, text }) => {
  const found = detectType(splitLines(text))
  expect(found.type).toBe(type)
  expect(found.confidence).toBeGreaterThanOrEqual(0)
  expect(found.confidence).toBeLessThanOrEqual(1)
})

const two = (n: number): string => String(n % 60).padStart(2, '0')

/** Times, levels and failures stand in other text, too; what is no log for sure stays as it is. */
test.each([
  ['a manifest', (i) => `- name: job-${i}\n  startTime: 2026-02-10T09:00:${two(i)}Z\n  level: error`],
  ['settings with dates', (i) => `[[job]]\nat = 2026-02-10T09:00:${two(i)}Z`],
  ['settings of a logger', (i) => `  <logger name="app.part${i}" level="ERROR"/>`],
  ['rows of a dump', (i) => `INSERT INTO events VALUES (${i}, '2026-02-10 09:00:${two(i)}', 'ERROR', 'thing ${i} failed');`],
  ['source with times in it', (i) => `events.push({ at: '2026-02-10T09:00:${two(i)}Z', level: 'error', n: ${i} })`],
  ['lines of a log in source', (i) => `  '2026-02-10T09:00:${two(i)}Z ERROR thing ${i} failed',`],
  ['source that logs and throws', (i) => `    error!("thing ${i} failed");\n    return Err(Error::Failed(${i}));`],
  ['notes in source', (i) => `// ERROR: ${i} must not be here\n// WARN: remember ${i}\nconst value${i} = ${i}`],
  ['a list of changes', (i) => `## [1.${i}.0] - 2026-01-${two(i + 1)}\n- error: crash when ${i} is zero\n- warning: level ${i}\n+ more`],
  ['titles that are underlined', (i) => `Error ${i}\n=================\n\n.. warning:: do not do ${i}\n`],
  ['a numbered list', (i) => `${i * 2 + 1}. At 09:00:${two(i)} the crew found error ${i}, which had failed before.`],
  ['signs of a list', (i) => `✓ Part ${i} works without a network`],
  ['a script', (i) => `+ echo "step ${i}"\n$ make target${i} || exit 1`],
  ['subtitles', (i) => `${i * 2 + 1}\n00:00:${two(i)},000 --> 00:00:${two(i)},900\nLine ${i} that somebody says.\n`],
  ['a transcript', (i) => `00:00:${two(i)} and so we go on to part ${i}`],
  ['an agenda', (i) => `09:00:${two(i)} Session ${i} in room ${i % 5}`],
  ['a diary', (i) => `2026-02-${two(i + 1)} 09:00 Today I went to the lake and saw ${i} birds.`],
  ['a chat', (i) => `[10/02/2026, 09:00:${two(i)}] Ann: the code is ${i * 37}`],
  ['a channel', (i) => `2026-02-10 09:00:${two(i)} <ann> the code is ${i * 37}`],
  ['measurements', (i) => `2026-02-10T09:00:${two(i)}Z ${20 + i * 3 % 7} ${1013 - i % 5}`],
  ['a calendar', (i) => `BEGIN:VEVENT\nDTSTART:20260210T0900${two(i)}Z\nDTEND:20260210T1000${two(i)}Z\nSUMMARY:Meeting ${i}`],
  ['heads of answers', (i) => `HTTP/1.1 200 OK\nDate: Tue, 10 Feb 2026 09:00:${two(i)} GMT\nContent-Length: ${i}\n`],
  ['commits', (i) => `3f2a91c${i % 10} 2026-02-10 09:00:${two(i)} +0000 ada Fix thing ${i}`],
  ['matches in logs', (i) => `logs/app${i % 3}.log:${i * 3 + 1}:2026-02-10 09:00:${two(i)} INFO request ${i} done`],
  ['a change of a log', (i) => `${i === 0 ? 'diff --git a/app.log b/app.log\n--- a/app.log\n+++ b/app.log\n@@ -1,20 +1,30 @@\n' : ''}${i % 2 ? '+' : ' '}2026-02-10 09:00:${two(i)} INFO request ${i} done`],
] satisfies [string, (i: number) => string][])('%s are no log', (_, make) => {
  expect(detectType(splitLines(repeat(30, make))).type).not.toBe('log')
})

test.each([
  ['a clock and a level', (i) => `09:00:${two(i)} [main] DEBUG mapped request ${i}`],
  ['a clock with thousandths', (i) => `09:00:${two(i)}.123 mapped request ${i}`],
  ['glog', (i) => `I0210 09:00:${two(i)}.123456       1 controller.go:114] Syncing pod ${i}`],
  ['logfmt', (i) => `time="2026-02-10T09:00:${two(i)}Z" level=info msg="request handled" n=${i}`],
  ['a level before the time', (i) => `INFO: 2026-02-10 09:00:${two(i)} request ${i} done`],
  ['Ruby', (i) => `I, [2026-02-10T09:00:${two(i)}.123456 #7]  INFO -- : Completed 200 OK ${i}`],
  ['Python', (i) => `WARNING:worker.queue:job ${i} took long`],
  ['containers', (i) => `api-1  | 2026-02-10T09:00:${two(i)}Z request ${i} done`],
  ['other scripts', (i) => `2026-02-10 09:00:${two(i)} 信息 订单${i}已处理`],
  ['supercomputers', (i) => `- 11178385${two(i)} 2005.06.03 R02-M1-N0 RAS KERNEL instruction cache parity corrected`],
  ['a compiler', (i) => `   Compiling crate-${i} v0.1.${i}`],
  ['machines set up', (i) => `ok: [web${i}]`],
  ['tests with signs and a summary', (i) => `  ✓ part ${i} works${i === 29 ? '\n\n  30 passing (12ms)' : ''}`],
] satisfies [string, (i: number) => string][])('%s are a log', (_, make) => {
  expect(detectType(splitLines(repeat(30, make))).type).toBe('log')
})

test.each([
  ['warnings of a compiler', (i) => `src/a${i % 9}.c:${i + 1}:7: warning: unused variable 'x${i}'`],
  ['errors of a type checker', (i) => `src/a${i % 9}.ts:${i + 1}:7 - error TS2304: Cannot find name 'x${i}'.`],
  ['what a linter says', (i) => `src/a${i % 9}.py:${i + 1}:80: E501 line too long`],
  ['addresses with ports', (i) => `10.0.0.${i}:8080:up`],
  ['users', (i) => `user${i}:${1000 + i}:x`],
  ['dates', (i) => `2026-02-${two(i)} released thing ${i}`],
  ['names with numbers', (i) => `[pod/web-${i}-abc/app] request ${i} done`],
  ['quoted times', (i) => `INSERT INTO "events_of_the_shop" VALUES ('2026-02-10 09:00:${two(i)}:1')`],
] satisfies [string, (i: number) => string][])('%s are no search results', (_, make) => {
  expect(detectType(splitLines(repeat(30, make))).type).not.toBe('search-results')
})

test.each([
  ['of Windows', (i) => `C:\\Program Files\\app\\file.ts:${i + 1}:  const a = ${i}`],
  ['of a file without an extension', (i) => `Makefile:${i + 1}:\tmake ${i}`],
  ['of comments', (i) => `src/a.ts:${i + 1}: * @param a${i}`],
  ['with columns', (i) => `src/(auth)/[id]/page.tsx:${i + 1}:5:  const a = ${i}`],
  ['with lines beside them', (i) => `src/a.ts${i % 3 === 1 ? `:${i + 1}:` : `-${i + 1}-`}  const a = ${i}`],
] satisfies [string, (i: number) => string][])('matches %s are search results', (_, make) => {
  expect(detectType(splitLines(repeat(30, make))).type).toBe('search-results')
})
