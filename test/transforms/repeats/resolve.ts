import { createCallPairing } from '../../../src/conversation/call-pairing.ts'
import type { Conversation } from '../../../src/conversation/types.ts'
import { labelCall } from '../../../src/transforms/repeats/call-label.ts'

// A reading of references of its own: nothing of what writes and reads them in src, but for how a call is called.

const pattern = new RegExp([
  /^\[(?:(the only line of)|all (\d+) lines of|lines? (\d+)(?:-(\d+))? of|lines? numbered (\d+)(?:-(\d+))? in)/,
  / (?:text (\d+) of )?the (?:(\d+)(?:st|nd|rd|th) )?result of (.+\)) above, (?:unchanged|now numbered (\d+)(?:-\d+)?)\]$/,
].map(({ source }) => source).join(''))

interface Sent { readonly label: string | undefined; readonly texts: readonly string[] }

/** A text of a result as it was sent, and what it says when every reference in it is followed. */
export interface Resolved {
  readonly path: string
  readonly sent: string
  readonly text: string
  readonly references: number
}

/**
 * Follows every reference in the results of a request.
 *
 * @throws Error for a line in the form of a reference that points nowhere, or to more than one place
 */
export function resolveReferences({ messages }: Conversation): Resolved[] {
  const pairing = createCallPairing<string>()
  const above: Sent[] = []
  return messages.flatMap(({ index, parts }) => parts.map((part) => ({ index, part }))).flatMap(({ index, part }): Resolved[] => {
    if (part.kind === 'tool-call') pairing.open(part.id, index, part.argumentsText)
    if (part.kind !== 'tool-result') return []
    const call = pairing.answer(part.callId)
    const resolved = part.slots.map(({ path, text }): Resolved => {
      let references = 0
      const lines = text.split('\n').flatMap((line) => {
        const found = follow(line, above)
        if (found === undefined) return [line]
        references++
        return found
      })
      return { path: path.join('.'), sent: text, text: lines.join('\n'), references }
    })
    above.push({ label: call === undefined || part.toolName === undefined ? undefined : labelCall(part.toolName, call), texts: part.slots.map(({ text }) => text) })
    return resolved
  })
}

/** Lines that a line of a result stands for; `undefined` for one that is no reference. */
function follow(line: string, above: readonly Sent[]): string[] | undefined {
  const match = pattern.exec(line)
  if (match === null) return undefined
  const [, only, all, place, placeLast, number, numberLast, textNumber, ordinal, label, now] = match
  const same = above.filter((sent) => sent.label === label)
  if (ordinal === undefined && same.length !== 1) throw new Error(`${same.length} results are meant by ${line}`)
  const sent = same[ordinal === undefined ? 0 : Number(ordinal) - 1]
  if (textNumber === undefined && sent?.texts.length !== 1) throw new Error(`one of several texts is meant by ${line}`)
  const text = sent?.texts[Number(textNumber ?? 1) - 1]
  if (text === undefined) throw new Error(`nothing is meant by ${line}`)
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  const [from, to] = only !== undefined || all !== undefined ? [0, Number(all ?? 1)]
    : place !== undefined ? [Number(place) - 1, Number(placeLast ?? place)]
      : numbersOf(lines, Number(number), Number(numberLast ?? number))
  if (all !== undefined && lines.length !== to) throw new Error(`there are not as many lines as ${line} says`)
  const found = lines.slice(from, to)
  if (from < 0 || found.length !== to - from || found.length === 0) throw new Error(`there are no such lines as ${line} names`)
  for (const inner of found) if (pattern.test(inner)) throw new Error(`${line} points to a reference`)
  return now === undefined ? found : found.map((old, at) => withNumber(old, Number(now) + at))
}

const numberOf = (line: string | undefined): readonly [number, string] | undefined => {
  const match = line === undefined ? null : /^ *([1-9]\d*)([\t\u2192:|])/.exec(line)
  return match === null ? undefined : [Number(match[1]), match[2]!]
}

/** The first lines that are numbered like this, beside others that are. */
function numbersOf(lines: readonly string[], first: number, last: number): [number, number] {
  const from = lines.findIndex((line, at) => {
    const here = numberOf(line)
    if (here?.[0] !== first) return false
    const beside = [[lines[at + 1], 1], [lines[at - 1], -1]] as const
    return beside.some(([neighbour, step]) => { const there = numberOf(neighbour); return there?.[0] === first + step && there[1] === here[1] })
  })
  return [from, from + last - first + 1]
}

function withNumber(line: string, to: number): string {
  return line.replace(/^( *)(\d+)/, (written, indent: string) => (indent === '' ? String(to) : String(to).padStart(written.length)))
}
