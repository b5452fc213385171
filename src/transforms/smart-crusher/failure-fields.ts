import { beginsWithSeverity, isAboutHandling, isFailureFlag, isFailureTime, isSuccessFlag, sayFailure } from './failure-words.ts'
import { nameWords } from './names.ts'
import type { ColumnProfile } from './profile-columns.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Fields whose value says how things stand: a word or a few. */
const stateFields = words('status state level severity result outcome conclusion phase health verdict loglevel lvl disposition availability')
/** Fields whose value says what kind of thing happened; "down" or "lost" are ordinary kinds. */
const kindFields = words('reason type kind condition event code cause')
const levelFields = words('level severity loglevel lvl')
/** Fields that hold something only when there was a failure. */
const errorFields = words('error errors err exception exceptions failure failures traceback stacktrace stack')
/** What a field like that says after `error`, when it names or describes the failure: `errorMessage`, `error_code`. */
const errorDetails = words('message messages msg code type name reason text detail details description')
/** Names that are those of an HTTP status, and ends of such names: `http.response.status_code`, `elb_status`. */
const httpFields = words('status code statuscode httpstatus responsecode httpcode')
const httpEnds = ['statuscode', 'httpstatus', 'responsecode', 'httpcode', 'responsestatus'] as const
const exitEnds = ['exitcode', 'returncode', 'exitstatus', 'retcode'] as const
const shortExits = words('exit rc')
/** Fields of a line of a log, which may begin with what it is. The rows of an array of texts have no name. */
const lineFields = words('message msg text log line entry output')

/** Words of a value that says how things stand; longer values are sentences, and those mention errors for many reasons. */
const maxStateWords = 4
const maxStateLength = 60
/** What of a line is looked at, in UTF-16 code units. */
const maxLineLength = 100

/** Whether a raw value says that something failed. */
export type SaysFailure = (raw: string) => boolean

/** For a column the test that its name calls for; undefined where the name says nothing of failures. */
export function failureTest(profile: ColumnProfile): SaysFailure | undefined {
  const { path, name } = profile.column
  if (isInsideError(path)) return isSomething
  const list = nameWords(name)
  const last = list.at(-1) ?? ''
  const joined = list.join('')
  if (errorFields.has(last) || (errorFields.has(list.at(-2) ?? '') && errorDetails.has(last))) return isAboutHandling(list) ? undefined : isSomething
  if (exitEnds.some((end) => joined.endsWith(end))) return isNonZero
  if (shortExits.has(last)) return (raw) => isNonZero(raw) && Math.abs(numberOf(raw)) < 256
  const tests = testsOf(list, last, joined, profile)
  return tests.length > 0 ? (raw) => tests.some((test) => test(raw)) : undefined
}

function testsOf(list: readonly string[], last: string, joined: string, profile: ColumnProfile): SaysFailure[] {
  const tests: SaysFailure[] = []
  const isState = stateFields.has(last) || stateFields.has(joined)
  if (httpFields.has(joined) || last === 'status' || httpEnds.some((end) => joined.endsWith(end))) tests.push(isHttpError)
  if (isState || kindFields.has(last) || kindFields.has(joined)) tests.push((raw) => isFailureState(raw, isState))
  if ((levelFields.has(last) || levelFields.has(joined)) && areLogLevels(profile)) tests.push((raw) => numberOf(raw) >= 50)
  if (isFailureFlag(list)) tests.push((raw) => isTrue(raw) || (last === 'failed' && isNonZero(raw)))
  if (isSuccessFlag(list)) tests.push(areFlags(profile) ? (raw) => numberOf(raw) === 0 : isFalse)
  if (isFailureTime(list)) tests.push(isSomething)
  if (joined === '' || lineFields.has(last)) tests.push((raw) => raw.startsWith('"') && beginsWithSeverity(raw.slice(1, maxLineLength)))
  return tests
}

/** A field of an object that is there only when there was a failure: `error.code`. */
function isInsideError(path: string): boolean {
  return path.split('.').slice(0, -1).some((step) => errorFields.has(nameWords(step).at(-1) ?? ''))
}

/** The number that a raw value is or spells in quotes; NaN for any other. */
function numberOf(raw: string): number {
  const text = raw.startsWith('"') ? raw.slice(1, -1) : raw
  return /^-?\d/.test(text) ? Number(text) : NaN
}

const isTrue = (raw: string): boolean => /^"?(?:true|yes)"?$/i.test(raw)
const isFalse = (raw: string): boolean => /^"?(?:false|no)"?$/i.test(raw)

function isNonZero(raw: string): boolean {
  const value = numberOf(raw)
  return Number.isInteger(value) && value !== 0
}

/** `503`, `"503"`, `"503 Service Unavailable"`, `"HTTP/1.1 503 Service Unavailable"`. */
function isHttpError(raw: string): boolean {
  return /^"?(?:HTTP\/\d(?:\.\d)? )?[45]\d\d(?:"?$| [A-Za-z])/.test(raw)
}

function isFailureState(raw: string, alone: boolean): boolean {
  if (!raw.startsWith('"') || raw.length > maxStateLength) return false
  const list = nameWords(raw)
  return list.length <= maxStateWords && sayFailure(list, alone)
}

/** Levels in numbers as JSON loggers write them, 10 to 60 by tens; of other scales nobody knows which end is bad. */
function areLogLevels({ numbers, rowsPresent, nulls }: ColumnProfile): boolean {
  return numbers.length > 0 && numbers.length >= rowsPresent - nulls && numbers.every((value) => value % 10 === 0 && value >= 10 && value <= 60)
}

/** Flags in numbers: 0 and 1. Other numbers count how often something went well. */
function areFlags({ numbers }: ColumnProfile): boolean {
  return numbers.length > 0 && numbers.every((value) => value === 0 || value === 1)
}

/** Words for nothing. */
const nothing = words('none null nil undefined no n/a na - -- ok false success')

/** Anything but null, false, zero, nothing and words for nothing. */
function isSomething(raw: string): boolean {
  if (raw === 'null' || raw === 'false' || raw === '[]' || raw === '{}' || raw === '""') return false
  const text = raw.startsWith('"') ? raw.slice(1, -1).trim().toLowerCase() : raw
  const number = numberOf(text)
  if (!Number.isNaN(number)) return number !== 0
  return text !== '' && !nothing.has(text) && !/^(?:no|0|without) (?:errors?|failures?|exceptions?)\.?$/.test(text)
}
