import { expect, test } from 'vitest'
import { readOutcome, readSeverity } from '../../../src/transforms/text-results/log/severity.ts'
import { findTime } from '../../../src/transforms/text-results/log/line-time.ts'

test.each([
  { line: '[ERROR] no route', level: 'ERROR', severity: 'error' },
  { line: ' INFO main: ready', level: 'INFO', severity: 'other' },
  { line: 'level=warn msg="slow"', level: 'warn', severity: 'warning' },
  { line: 'ts=1 level="fatal"', level: 'fatal', severity: 'error' },
  { line: '<notice> started', level: 'notice', severity: 'other' },
  { line: '| WARNING | a', level: 'WARNING', severity: 'warning' },
  { line: 'error: expected a semicolon', level: 'error', severity: 'error' },
  { line: '  1702  2395 E ActivityManager: gone', level: 'E', severity: 'error' },
  { line: 'W1123  12 server.go:3] slow', level: 'W', severity: 'warning' },
  { line: '[10:00:00 WRN] slow', level: 'WRN', severity: 'warning' },
  { line: 'sshd[12]: authentication failure for root', level: undefined, severity: 'error' },
  { line: 'proxy closed the connection unexpectedly', level: undefined, severity: 'error' },
  { line: 'build finished with 0 errors', level: undefined, severity: 'other' },
  { line: 'no errors found', level: undefined, severity: 'other' },
  { line: 'Tests run: 12, Failures: 0, Errors: 0', level: undefined, severity: 'other' },
  { line: 'session opened for user root', level: undefined, severity: 'other' },
  { line: 'an info desk was opened', level: undefined, severity: 'other' },
])('$line', ({ line, level, severity }) => {
  expect(readSeverity(line)).toMatchObject({ level, severity })
})

test.each([
  { line: '2026-11-26T10:00:00.123Z started', time: '2026-11-26T10:00:00.123Z' },
  { line: '[2026-11-26 10:00:00,123] INFO', time: '2026-11-26 10:00:00,123' },
  { line: '26/11/26 10:00:00 INFO', time: '26/11/26 10:00:00' },
  { line: '10.0.0.1 - - [26/Nov/2026:10:00:00 +0000] "GET"', time: '26/Nov/2026:10:00:00 +0000' },
  { line: 'Nov 26 10:00:00 host sshd', time: 'Nov 26 10:00:00' },
  { line: '[Thu Nov 26 10:00:00 2026] [error]', time: 'Thu Nov 26 10:00:00 2026' },
  { line: '11-26 10:00:00.811  1702', time: '11-26 10:00:00.811' },
  { line: '10.0.0.1 - - [26/Nov/2026 10:00:00] "GET"', time: '26/Nov/2026 10:00:00' },
  { line: '26-Nov-2026 10:00:00.123 INFO [main]', time: '26-Nov-2026 10:00:00.123' },
  { line: '20261126-10:00:00:606|Step', time: '20261126-10:00:00:606' },
  { line: '261126 100000 148 INFO', time: '261126 100000' },
  { line: '[    1.234567] usb', time: '[    1.234567]' },
  { line: '12 node-1 1077804742 1 up', time: '1077804742' },
  { line: 'version 10.2.3 of 2026-11-26', time: undefined },
  { line: 'port 1077804742123456', time: undefined },
  { line: `${'a word '.repeat(10)}10:00:00`, time: undefined },
])('the time of $line is $time', ({ line, time }) => {
  const found = findTime(line)
  expect(found && line.slice(found.from, found.to)).toBe(time)
})

test.each([
  { line: 'suite finished: 0 errors in 12 files', outcome: false },
  { line: 'suite finished: 7 errors in 12 files', outcome: true },
  { line: 'sync done: sent=12 failed=0', outcome: false },
  { line: 'sync done: sent=12 failed=3', outcome: true },
  { line: 'Tests run: 12, Failures: 0, Errors: 2', outcome: true },
  { line: '3 tests failed', outcome: true },
  { line: 'job 7 exited with code 0', outcome: false },
  { line: 'job 7 exited with code 137', outcome: true },
  { line: 'exit status 2', outcome: true },
  { line: 'http method=GET path=/a status=200 ms=500', outcome: false },
  { line: 'http method=GET path=/a status=503 ms=5', outcome: true },
  { line: 'GET /orders/500 200 in 9 ms', outcome: false },
  { line: 'GET /orders/200 500 in 9 ms', outcome: true },
  { line: 'Completed 404 Not Found in 3ms', outcome: true },
  { line: 'order 500 of 404 customers', outcome: undefined },
  { line: 'an error of the master', outcome: undefined },
])('the numbers of "$line" tell: $outcome', ({ line, outcome }) => {
  expect(readOutcome(line)).toBe(outcome)
})
