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
