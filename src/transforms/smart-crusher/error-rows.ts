import type { JsonDocument } from '../../json/document.ts'
import { nameWords } from './names.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Error rows of one shape: the same field says the same kind of thing. */
export interface ErrorShape {
  /** Path of the field that says it, and what it says with digits taken out. */
  readonly key: string
  /** Ascending. */
  readonly rows: number[]
}

/** Fields whose value says how things stand: a single word or two. */
const stateFields = new Set(['status', 'state', 'level', 'severity', 'result', 'outcome', 'conclusion', 'phase', 'health', 'reason', 'type', 'kind', 'condition', 'verdict', 'loglevel', 'lvl', 'event', 'disposition'])
/** Words that such a value uses for a failure. */
const failureWords = new Set(['error', 'errors', 'err', 'errored', 'fail', 'fails', 'failed', 'failure', 'failing', 'fatal', 'critical', 'crit', 'emergency', 'emerg', 'panic', 'exception', 'crash', 'crashed', 'crashloop', 'timeout', 'timedout', 'abort', 'aborted', 'rejected', 'denied', 'refused', 'unhealthy', 'broken', 'killed', 'oomkilled', 'evicted', 'unreachable', 'unavailable', 'unschedulable', 'backoff'])
/** Words that turn them round: `no error`, `not failed`. */
const negations = new Set(['no', 'not', 'non', 'without', 'zero', '0', 'never'])
/** Fields that hold something only when there was a failure. */
const errorFields = new Set(['error', 'errors', 'err', 'exception', 'exceptions', 'failure', 'failures', 'traceback', 'stacktrace', 'stack'])
/** What a field like that says after `error`, when it names or describes the failure: `errorMessage`, `error_code`. */
const errorDetails = new Set(['message', 'msg', 'code', 'type', 'name', 'reason', 'text', 'detail', 'details', 'description'])
const httpFields = new Set(['status', 'code', 'statuscode', 'httpstatus', 'responsecode', 'httpcode'])
const exitFields = new Set(['exitcode', 'returncode', 'exitstatus', 'rc', 'retcode'])
/** Fields that are false where something failed. */
const successFields = new Set(['ok', 'success', 'succeeded', 'successful', 'passed', 'healthy', 'ready'])

/** Words of a value that says how things stand; longer values are sentences, and those mention errors for many reasons. */
const maxStateWords = 4

/**
 * Finds the rows that say of themselves that something failed, by what a field means, never by a word somewhere in the row:
 * a level or status of failure, an error that is not null, HTTP 400 and above, an exit code other than 0, a success of false.
 *
 * @returns the rows by shape, in the order of their first rows; a row stands in the first shape that fits it only
 */
export function findErrorRows(doc: JsonDocument, profiles: readonly ColumnProfile[]): ErrorShape[] {
  const shapes = new Map<string, ErrorShape>()
  const taken = new Set<number>()
  for (const { column } of profiles) {
    if (column.inArray) continue
    const saysFailure = isInsideError(column.path) ? isSomething : failureTest(column.name)
    if (!saysFailure) continue
    const known = new Map<string, string | undefined>()
    for (let cell = 0; cell < column.nodes.length; cell++) {
      const node = column.nodes[cell]!
      const raw = doc.text.slice(doc.start[node]!, Math.min(doc.end[node]!, doc.start[node]! + maxShapeLength))
      let shape = known.get(raw)
      if (shape === undefined && !known.has(raw)) {
        shape = saysFailure(raw) ? shapeOf(raw) : undefined
        known.set(raw, shape)
      }
      const row = column.rows[cell]!
      if (shape === undefined || taken.has(row)) continue
      taken.add(row)
      const key = `${column.path}=${shape}`
      const sameShape = shapes.get(key)
      if (sameShape) sameShape.rows.push(row)
      else shapes.set(key, { key, rows: [row] })
    }
  }
  const list = [...shapes.values()].sort((a, b) => a.rows[0]! - b.rows[0]!)
  return list.length <= maxShapes ? list : mergeShapes(list)
}

/** What of a value tells its shape, in UTF-16 code units. */
const maxShapeLength = 160
/** Beyond so many shapes the texts differ by chance (a path, a name): then the field alone is the shape. */
const maxShapes = 12

function mergeShapes(list: readonly ErrorShape[]): ErrorShape[] {
  const merged = new Map<string, ErrorShape>()
  for (const shape of list) {
    const key = shape.key.slice(0, shape.key.indexOf('='))
    const known = merged.get(key)
    if (known) known.rows.push(...shape.rows)
    else merged.set(key, { key, rows: [...shape.rows] })
  }
  for (const shape of merged.values()) shape.rows.sort((a, b) => a - b)
  return [...merged.values()]
}

function shapeOf(raw: string): string {
  return raw.replace(/[0-9][0-9a-fA-F-]*/g, '#')
}

/** For a field of this name, the test whether a raw value says that something failed; undefined where the name says nothing. */
function failureTest(name: string): ((raw: string) => boolean) | undefined {
  const words = nameWords(name)
  const last = words.at(-1) ?? ''
  const joined = words.join('')
  const isHttp = httpFields.has(joined)
  const isState = stateFields.has(last) || stateFields.has(joined)
  if (exitFields.has(joined)) return (raw) => isNumber(raw) && Number(raw) !== 0
  if (isHttp || isState) return (raw) => (isHttp && isHttpError(raw)) || (isState && saysFailure(raw))
  if (errorFields.has(last) || (errorFields.has(words.at(-2) ?? '') && errorDetails.has(last))) return isSomething
  if (successFields.has(joined)) return (raw) => raw === 'false'
  return undefined
}

/** A field of an object that is there only when there was a failure: `error.code`. */
function isInsideError(path: string): boolean {
  return path.split('.').slice(0, -1).some((step) => errorFields.has(nameWords(step).at(-1) ?? ''))
}

function isNumber(raw: string): boolean {
  return raw !== '' && !Number.isNaN(Number(raw))
}

function isHttpError(raw: string): boolean {
  const value = Number(raw.startsWith('"') ? raw.slice(1, -1) : raw)
  return Number.isInteger(value) && value >= 400 && value <= 599
}

function saysFailure(raw: string): boolean {
  if (!raw.startsWith('"') || raw.length > 60) return false
  const words = nameWords(raw)
  if (words.length > maxStateWords || words.some((word) => negations.has(word))) return false
  return words.some((word) => failureWords.has(word))
}

/** Anything but null, false, zero, nothing and words for nothing. */
function isSomething(raw: string): boolean {
  if (raw === 'null' || raw === 'false' || raw === '[]' || raw === '{}' || raw === '""') return false
  if (isNumber(raw)) return Number(raw) !== 0
  const text = raw.startsWith('"') ? raw.slice(1, -1).trim().toLowerCase() : raw
  return text !== '' && text !== 'none' && text !== 'null' && text !== 'no' && text !== 'n/a' && text !== '-' && text !== 'ok' && !/^(?:no|0) errors?$/.test(text)
}
