import { lineAt, type Lines } from './lines.ts'
import { findTime } from './log/line-time.ts'
import { readLogMark } from './log/log-line.ts'
import { isPath } from './paths/group-by-folder.ts'

/** What a text is, and how sure that is, in [0, 1]. */
export interface DetectedType {
  readonly type: 'log' | 'diff' | 'search-results' | 'numbered-source' | 'listing' | 'paths' | 'table' | 'text'
  readonly confidence: number
}

/** Lines that are looked at: of a longer text some from everywhere. */
const maxSampled = 400
/** Share of the lines that say what a text is; with less it is not sure. */
const enough = 0.3
/** The same for what stands in the way of reading a text as a log: whatever is a row of data or a line of source is not to be folded. */
const enoughOfData = 0.6
/** Share of the lines with a sign of a difference from which a text with hunks is one, whatever it is a difference of. */
const nearlyAll = 0.9
/** The same for a list of paths: other text has some too. */
const enoughPaths = 0.9
/** Fewer lines repeat nothing, and say too little about what they are. */
const minLines = 6

/** A path and a number, of a match or of a line beside one; only a path with an extension may have blanks, or dashes around its number. */
const searchResult = /^(?!\d{1,3}(?:\.\d{1,3}){3}:)(?:[A-Za-z]:)?(?:(?=[^\s:]*[./\\]|[A-Z])[^\s:]{1,300}:\d{1,7}(?::\d{1,5})?[:-]|[^:\n'"(]{0,300}\.\w{1,10}(?::\d{1,7}(?::\d{1,5})?[:-]|-\d{1,7}-))/
/** What a compiler or a linter says of a place: it looks like a match, and none of it may go. */
const diagnostic = /^[^\n:]{1,300}:\d{1,7}(?::\d{1,5})?(?:: [^\s*]| - (?:error|warning)\b)/
const numbered = /^\s{0,8}\d{1,7}(?:\t|\u2192|\s?[|:-]|  ?|$)/
/** `git blame` and its like: who wrote a line of source, and when. */
const blamed = /^\^?[0-9a-f]{7,40} .{0,120}\(.{1,80}\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} +\d+\) ?/
/** A file with its mode, or with a time and a size. */
const listedFile = /^[-dlbcps][-rwxsStT]{9}[.+@]?\s|^\d{4}-\d{2}-\d{2}[ T+]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,10})?)?\s+(?:\d+\s+\S+|\S*\/\S+)$/
/** Names of columns, in capitals. */
const capitalHead = /^\s{0,4}[A-Z%][A-Z_%/.()-]{0,30}(?:\s+[A-Z%#][A-Z_%/.():-]{0,30}){2,20}\s*$/
/** What runs of tests and builds write at the head of a line. */
const runLine = new RegExp([
  String.raw`^\s{0,8}(?:PASS(?:ED)?|FAIL(?:ED)?|SKIP(?:PED)?|XFAIL)(?:[ :]|$)`, String.raw`^\s{0,8}(?:(?:not )?ok \d|ok {2,}\S|ok\t)`, String.raw`^(?:ok|changed|skipping|fatal|unreachable): \[`, String.raw`\b(?:PASSED|FAILED|ERROR|SKIPPED)(?:\s+\[ {0,2}\d{1,3}%\])?\s*$`,
  String.raw` \.\.\. (?:ok|FAIL|ERROR|skipped|ignored)\b`, String.raw`^(?:test_\w+|test \S{1,200})(?: \([\w.]+\))? (?:ok|F|E|f|s|X)\s*$`, String.raw`^(?:=== (?:RUN|PAUSE|CONT)|\s{0,8}--- (?:PASS|FAIL|SKIP):)`,
  String.raw`^(?:={3,} [^=]{1,120} ={3,}|-{3,} ?[^-\s].{0,120}[^-\s] ?-{3,}|_{3,} .{1,120} _{3,})\s*$`, String.raw`^(?:npm|yarn|pnpm)(?:\.\w+)? (?:ERR!|WARN|notice|info|warn|error)`, String.raw`^\s{1,8}at .{1,300}[)\d]$`,
  String.raw`^\[(?:INFO|ERROR|WARNING|WARN|DEBUG)\]`, String.raw`^(?:Download(?:ing|ed)|Collecting|Installing|Compiling|Building|Requirement already|Resolving|Fetching|Get:\d|Unpacking|Setting up|Selecting|Preparing to|Progress)\b`, String.raw`^\s{2,12}(?:Compiling|Checking|Documenting|Downloaded|Downloading|Finished|Fresh|Running|Updating|Locking|Adding|Installed) \S`,
  String.raw`^(?:> Task |##\[|::group|::endgroup|#\d{1,4} \d+\.\d+ |make(?:\[\d+\])?: |\[ {0,2}\d{1,3}%\] )`, String.raw`^[^\s:]{1,300}:\d+(?::\d+)?: (?:fatal )?(?:warning|error|note): |^(?:warning|error|note)(?:\[\w+\])?: `, String.raw`^Traceback \(most recent`,
].join('|'))
/** The same, or an item of a list, or a line of a script: it counts as far as other lines say that this is a run. */
const maybeRunLine = /^\s{0,12}[✓✔✗✘×●√] |^(?:\$ |\+ \S)/
/** What the summary of a run of tests or a build says, which nothing else does. */
const runSummary = /^={3,} (?:test session starts|short test summary info|FAILURES|ERRORS) ={3,}|^Ran \d+ tests? (?:in|across) \d|^(?:tests finished: )?\d+ passed, \d+ (?:failed|skipped)|^ \d+ pass$|^\s{1,8}\d+ passing\b|^\s{0,12}(?:Test Files|Tests) {1,4}(?:\d+ \w+ \| )*\d+ passed|^Tests run: \d+, Failures: \d|^test result: (?:ok|FAILED)\. \d|^Test Suites: .{0,80}\d+ total|^(?:\[\w+\] )?BUILD (?:SUCCESS|FAILURE|FAILED|SUCCESSFUL)|^npm ERR! /m

/** Decides by a look at some of the lines; the time is bounded whatever the text. */
export function detectType(lines: Lines): DetectedType {
  const step = Math.max(1, Math.floor(lines.count / maxSampled))
  let read = 0
  let timed = 0
  let logLines = 0
  /** What a log or a run may have, and other text as well. */
  let maybe = 0
  let ofRun = 0
  let found = 0
  let listed = 0
  let paths = 0
  let blames = 0
  let numberedLines = 0
  /** Numbers that go on as the lines do. */
  let inStep = 0
  let aheadBefore = NaN
  let diffHeads = 0
  let signed = 0
  let piped = 0
  const fields = new Map<number, number>()
  for (let line = 0; line < lines.count && read < 2 * maxSampled; line += step) {
    const text = lineAt(lines, line).slice(0, 400)
    if (text.trim() === '') continue
    read++
    if (/^(?:diff --git |@@ -\d)/.test(text)) diffHeads++
    if (/^[-+ @\\]|^(?:diff --git|index|new file|deleted file|similarity|rename) /.test(text)) signed++
    if (numbered.test(text)) {
      const ahead = Number.parseInt(text, 10) - line
      numberedLines++
      if (ahead === aheadBefore) inStep++
      aheadBefore = ahead
    }
    const time = findTime(text)
    const isTimed = time !== undefined
    if (listedFile.test(text)) listed++
    if (isPath(text)) paths++
    if (isTimed && blamed.test(text)) blames++
    if (/^\s{0,8}\|.*\|\s*$/.test(text)) piped++
    const commas = countOf(text, ',')
    if (commas >= 2 && !text.includes(', ') && !/\{"(?!")/.test(text)) fields.set(commas, (fields.get(commas) ?? 0) + 1)
    // A match in a log is a match: the time begins behind its path and number.
    const isFound = searchResult.test(time === undefined ? text : text.slice(0, time.from)) && !diagnostic.test(text)
    if (isFound) found++
    if (isTimed) timed++
    const mark = isFound && isTimed ? undefined : readLogMark(text)
    if (mark === 'sure') logLines++
    else if (!isTimed && runLine.test(text)) ofRun++
    else if (mark === 'unsure' || maybeRunLine.test(text)) maybe++
  }
  if (read < minLines) return { type: 'text', confidence: 0 }
  if (numberedLines >= 0.8 * read && inStep >= 0.8 * numberedLines) return { type: 'numbered-source', confidence: numberedLines / read }
  if (blames >= enoughOfData * read) return { type: 'numbered-source', confidence: blames / read }
  if (listed >= enoughOfData * read) return { type: 'listing', confidence: listed / read }
  if (paths >= enoughPaths * read) return { type: 'paths', confidence: paths / read }
  const rows = Math.max(piped, ...fields.values())
  if (rows >= enoughOfData * read) return { type: 'table', confidence: rows / read }
  if (capitalHead.test(lineAt(lines, 0).slice(0, 400))) return { type: 'table', confidence: enoughOfData }
  if (diffHeads > 0 && (signed >= nearlyAll * read || timed + ofRun < 0.5 * read)) return { type: 'diff', confidence: 1 }
  if (found >= 0.8 * read) return { type: 'search-results', confidence: found / read }
  const sure = logLines + ofRun
  const share = (sure + Math.min(maybe, sure)) / read
  if (share >= enough) return { type: 'log', confidence: share }
  // All of the text is looked at only where its lines do not say it.
  return runSummary.test(lines.text) ? { type: 'log', confidence: 0.8 } : { type: 'text', confidence: 1 - share }
}

function countOf(text: string, character: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++
  return count
}
