/** A field that says of its row whether something failed, in one of the ways in which tools say it. */
interface FailureField {
  readonly key: string
  /** JSON text of a cell where all is well, and of one where it is not; `n` makes failures of one shape differ. */
  readonly ok: string
  readonly failed: (n: number) => string
}

/** Ways beside those of the plain columns; their own list, so that fixtures that are built from seeds do not change with it. */
export const failureFields = {
  'inner reason': { key: 'containers', ok: '[{"name":"main","state":{"running":{}}}]', failed: () => '[{"name":"main","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]' },
  'inner status': { key: 'tests', ok: '[{"case":"a","status":"passed"},{"case":"b","status":"passed"}]', failed: () => '[{"case":"a","status":"passed"},{"case":"b","status":"failed"}]' },
  'inner level': { key: 'events', ok: '[{"level":"info"},{"level":"info"}]', failed: () => '[{"level":"error"},{"level":"info"}]' },
  'joined words': { key: 'state', ok: '"Running"', failed: () => '"ImagePullBackOff"' },
  'two words': { key: 'outcome', ok: '"Finished"', failed: () => '"TimedOut"' },
  'negated success': { key: 'health', ok: '"Ready"', failed: () => '"NotReady"' },
  'refusal': { key: 'verdict', ok: '"granted"', failed: () => '"declined"' },
  'flag': { key: 'has_failed', ok: 'false', failed: () => 'true' },
  'success flag': { key: 'isValid', ok: 'true', failed: () => 'false' },
  'time': { key: 'failed_at', ok: 'null', failed: (n) => `"2025-03-01T10:0${n}:00Z"` },
  'status line': { key: 'response_status', ok: '"HTTP/1.1 200 OK"', failed: () => '"HTTP/1.1 503 Service Unavailable"' },
  'exit': { key: 'process.exit_code', ok: '0', failed: () => '1' },
  'level in numbers': { key: 'loglevel', ok: '30', failed: () => '50' },
  'line': { key: 'log', ok: '"2025-03-01 10:00:00 INFO all is well"', failed: (n) => `"2025-03-01 10:00:0${n} ERROR could not reach node ${n}"` },
} as const satisfies Readonly<Record<string, FailureField>>

export type FailureName = keyof typeof failureFields
export const failureNames = Object.keys(failureFields) as readonly FailureName[]

/** Whether a row has such a field, and it does not say that all is well. */
export function saysFailure(row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(failureFields).some(({ key, ok }) => key in row && JSON.stringify(row[key]) !== ok)
}
