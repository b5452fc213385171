/** How bad a line says that it is: by the word for its level, else by what it says. */
export type Severity = 'error' | 'warning' | 'other'

export interface LineSeverity {
  /** The word for the level as the line writes it, such as `WARN`; undefined where there is none. */
  readonly level: string | undefined
  readonly severity: Severity
  /** Whether its words speak of a failure, whatever its level; what its numbers say is another question, see `readOutcome`. */
  readonly isFailure: boolean
}

const levelWords: Readonly<Record<string, Severity>> = {
  trace: 'other', debug: 'other', verbose: 'other', info: 'other', notice: 'other', warn: 'warning', warning: 'warning',
  vrb: 'other', dbg: 'other', inf: 'other', wrn: 'warning', ftl: 'error',
  // The letters of Android and of glog, which stand behind a process and before a date.
  v: 'other', d: 'other', i: 'other', w: 'warning', e: 'error', f: 'error',
  error: 'error', err: 'error', severe: 'error', critical: 'error', crit: 'error', fatal: 'error', alert: 'error', emerg: 'error', emergency: 'error', panic: 'error',
}
/** Words for levels, in lower case, as alternatives of a pattern. */
export const levelNames = Object.keys(levelWords).filter((name) => name.length > 1).join('|')
/** In brackets, in capitals, as a field, or before a colon: what is none of these is a word of a sentence. */
const levelForms = new RegExp(
  `[[<(|](${levelNames})[\\]>)|:]|\\b(?:level|lvl|severity)["']?[=:] ?["']?(${levelNames})\\b|(?:^|[ \\t])(${levelNames}):|(?:^|[ \\t:|\\]])(${levelNames.toUpperCase()})(?=[ \\t:|\\])]|$)|^\\s*\\d+ +\\d+ ([VDIWEF]) |^\\s*([IWEF])\\d{4} `, 'i',
)
const capitals = /^[A-Z]+$/

/** Where the word for the level stands, in UTF-16 code units. */
const furthestLevel = 120

const failure = new RegExp([
  String.raw`\b(?:errors?|err|fail(?:ed|ure|ures|s|ing)?|fatal|exceptions?|denied|forbidden|refused|rejected|panic(?:ked)?|abort(?:ed|ing)?|crash(?:ed|es)?|timed out|time-?out|unable|cannot|can't|can not|could not|couldn't|`,
  String.raw`unreachable|corrupt(?:ed|ion)?|abnormal(?:ly)?|killed|out of memory|segfault|segmentation fault|traceback|unexpected(?:ly)?|critical|severe|unresponsive|not[ -]responding|no such|undefined (?:reference|symbol)|overflow|violation|threshold|problem|assert(?:ion)? ?(?:failed|error)?)\b`,
  String.raw`|[a-z](?:Error|Exception|Failure)\b|\bE\d{4}\b|npm ERR!`,
].join(''), 'i')
/** Counts of none, and names of what is about failures. */
const harmless = /\b(?:no|0|zero|without|ignore|ignoring|ignored|suppress\w*)[ :=]{1,2}(?:\w+ )?(?:errors?|failures?|failed|exceptions?|problems?)\b|\b(?:errors?|failures?|failed|exceptions?|problems?)(?:[:=]| =) ?0\b|\berror[-_]?(?:handl|report|log|page|code ?[:=]? ?0)/gi

/**
 * Numbers that say line by line how something went, where the words around them are the same: the status of an answer by HTTP, how a process
 * ended, how much failed.
 */
const status = /\bstatus(?:[_-]?code)?["']?[=:] ?"?(\d{3})\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,300} (?:\S{1,40} )?["']?(\d{3})(?=[\s,;]|$)|\bCompleted (\d{3})\b/g
const counted = /\bexit(?:ed)?(?:[ _-]?with)?(?:[ _-]?(?:code|status))?["']?[ :=]{1,3}(-?\d{1,10})\b|\b(\d{1,9}) (?:\w{1,30} )?(?:errors?|failures?|failed|failing|exceptions?)\b(?!["']?\s?[:=])|\b(?:errors?|failures?|failed|exceptions?)["']?(?:[:=]| =) ?(\d{1,9})\b/gi

/** Whether the numbers of a line tell of a failure; undefined where none of them would. */
export function readOutcome(line: string): boolean | undefined {
  const text = line.length > maxRead ? line.slice(0, maxRead) : line
  let outcome: boolean | undefined
  for (const [, field, answer, completed] of text.matchAll(status)) outcome = (outcome ?? false) || Number(field ?? answer ?? completed) >= 400
  for (const [, code, before, behind] of text.matchAll(counted)) outcome = (outcome ?? false) || Number(code ?? before ?? behind) !== 0
  return outcome
}

/** Words beyond this are not read, in UTF-16 code units: a line that says how bad it is says so at its beginning. */
const maxRead = 600

/** @param line one line, with or without its time */
export function readSeverity(line: string): LineSeverity {
  const text = line.length > maxRead ? line.slice(0, maxRead) : line
  const level = findLevel(text.slice(0, furthestLevel))
  const isFailure = failure.test(text) && failure.test(text.replace(harmless, ' ').replace(counted, ' '))
  const byLevel = level === undefined ? undefined : levelWords[level.toLowerCase()]
  return { level, severity: byLevel ?? (isFailure ? 'error' : 'other'), isFailure }
}

function findLevel(head: string): string | undefined {
  const found = levelForms.exec(head)
  if (!found) return undefined
  const word = found[1] ?? found[2] ?? found[3] ?? found[4] ?? found[5] ?? found[6]!
  // Case counts where nothing but capitals marks the word: "error" is a word of English, "ERROR" is not.
  if (found[4] !== undefined && !capitals.test(word)) {
    return findLevel(head.slice(found.index + found[0].length))
  }
  return word
}
