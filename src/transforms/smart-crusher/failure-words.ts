const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Words that say that something failed, in a value or at the end of a field's name. */
const failureWords = words(
  'error errors err errored fail fails failed failing failure failures fatal critical crit emergency emerg panic panicked severe exception exceptions '
  + 'crash crashes crashed crashing kill killed abort aborts aborted aborting timeout timeouts timedout rejected denied refused declined forbidden '
  + 'degraded invalid malformed corrupt corrupted expired broken evicted bounced exceeded overloaded backoff outage violated violation misconfigured',
)
/** Words that say it where they stand alone: "down" is a state, "scaled down" is not. */
const loneFailureWords = words('down offline dead lost stuck hung stalled disconnected')
/** Words for the opposite, which a negation turns into a failure: `not ok`, `NotReady`, `unhealthy`. */
const successWords = words(
  'ok okay success successful succeeded succeed pass passes passed passing healthy ready valid available reachable authorized authorised authenticated '
  + 'schedulable found responding connected accepted allowed usable supported',
)
/** Of these a flag that is false says that something failed; others may be false for many reasons. */
const successFlags = words('ok success successful succeeded passed healthy ready valid reachable authorized authorised')
const negations = words('no not non without zero 0 never nothing none')
const negatingPrefixes = ['un', 'non', 'in'] as const

/** `timed out` and `timed-out` are one word. */
function isFailureAt(list: readonly string[], at: number): boolean {
  const word = list[at]!
  return failureWords.has(word) || isUnsuccess(word) || (at + 1 < list.length && failureWords.has(word + list[at + 1]!))
}

function isUnsuccess(word: string): boolean {
  return negatingPrefixes.some((prefix) => word.startsWith(prefix) && successWords.has(word.slice(prefix.length)))
}

/** Whether the words of a state say that something failed: a word of failure that is not negated, or a negated one of success. */
export function sayFailure(list: readonly string[], alone: boolean): boolean {
  if (list.some((word) => negations.has(word))) return list.some((word, i) => i > 0 && successWords.has(word) && negations.has(list[i - 1]!))
  if (alone && list.length === 1 && loneFailureWords.has(list[0]!)) return true
  return list.some((_, i) => isFailureAt(list, i))
}

/** What stands before a word of failure in a name that is about what to do with failures: `retry_on_failure`, `allowErrors`, `max_errors`. */
const handling = words(
  'on if when allow allowed ignore ignored suppress notify show can may should could would must will to retry hide continue exit stop raise throw throws '
  + 'report log print skip alert before after until no not never non without max min handle catch enable enabled disable disabled send',
)

/** Whether a field of this name says what is done about failures, not that there was one. */
export function isAboutHandling(list: readonly string[]): boolean {
  return list.some((word) => handling.has(word))
}

/** Whether a flag of this name says, when it is true, that something failed: `failed`, `hasError`, `is_timed_out`, `unhealthy`, `not_ready`. */
export function isFailureFlag(list: readonly string[]): boolean {
  const last = list.length - 1
  if (last > 0 && (list[last - 1] === 'not' || list[last - 1] === 'no') && successFlags.has(list[last]!)) return true
  if (isAboutHandling(list)) return false
  const word = list[last] ?? ''
  return (failureWords.has(word) && !properties.has(word)) || isUnsuccess(word) || (last > 0 && failureWords.has(list[last - 1]! + word))
}

/** A flag with such a name tells what something is, not what became of it. */
const properties = words('critical crit emergency severe backoff violation violated')

/** Whether a flag of this name says it when it is false: `ok`, `isValid`, `test_passed`. */
export function isSuccessFlag(list: readonly string[]): boolean {
  return successFlags.has(list.at(-1) ?? '') && !isAboutHandling(list)
}

/** Whether a time of this name is that of a failure: `failed_at`, `crashedOn`, `last_error_time`. */
export function isFailureTime(list: readonly string[]): boolean {
  const before = list.at(-2) ?? ''
  return timeEnds.has(list.at(-1) ?? '') && (failureWords.has(before) || isUnsuccess(before)) && !futures.has(before)
}

const timeEnds = words('at on time date timestamp ts')
/** Names of things that are planned: `timeout_at`, `kill_at`. */
const futures = words('timeout timeouts timedout backoff kill')

/** Words by which a line of a log says how bad it is. */
const severities = 'error|err|fatal|critical|crit|severe|panic|emerg|emergency|exception|traceback'
const leads = {
  /** Times, numbers and brackets before the first word of a line. */
  place: /^(?:[[(<]?[\d][\d:.,/TZ+-]*[\])>]?[ |]+){0,3}/,
  /** In capitals, in brackets or before a colon, so that it is no word of a sentence: "Error rates are low". */
  marked: new RegExp(`^(?:\\[ ?(?:${severities}) ?\\]|<(?:${severities})>|(?:\\w+\\.){0,8}(?:\\w{0,40}(?:error|exception)|${severities})(?: ?:|\\[| \\())`, 'i'),
  capitals: new RegExp(`^(?:${severities.toUpperCase()})\\b(?![a-z])`),
  sentence: /^(?:(?:error|failure) (?!(?:handl|report|logg|track|check|correct)ing )(?:while |when |in )?[a-z]+ing |(?:failed|unable) to |panic: |uncaught |unhandled )/i,
} as const

/** Whether a line begins with what says that it is an error. @param text without quotes; its beginning is enough */
export function beginsWithSeverity(text: string): boolean {
  const line = text.slice(leads.place.exec(text)?.[0].length ?? 0)
  return leads.capitals.test(line) || leads.marked.test(line) || leads.sentence.test(line)
}
