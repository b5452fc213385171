import type { Query } from '../../conversation/query.ts'

/** The newest words of the user count; in a long conversation older ones are about other things, in UTF-16 code units. */
const maxUserLength = 2000
const maxCallLength = 1000
const maxAssistantLength = 600

/**
 * One text to rank rows against: the call's arguments and the newest words first, the rest as far as there is room. Of a text that is too
 * long the beginning and the end count, where questions stand. What names rows is read from the whole query, see `findNamesSaid`.
 */
export function queryText(query: Query): string {
  return [clip(newestWords(query), maxUserLength), clip(query.call, maxCallLength), clip(query.assistant, maxAssistantLength)]
    .filter((text) => text !== '')
    .join('\n')
}

/** What the user said, newest first, as far as there is room. */
function newestWords({ after, user }: Query): string {
  const chosen: string[] = []
  let room = maxUserLength
  const take = (text: string): void => {
    chosen.push(clip(text, room))
    room -= text.length + 1
  }
  for (let i = after.length - 1; i >= 0 && room > 0; i--) take(after[i]!)
  for (let said = user; said !== undefined && room > 0; said = said.earlier) take(said.text)
  return chosen.join('\n')
}

/** Half of the room for the beginning, half for the end; a word that the cut would go through is left out, or it would be another word. */
function clip(text: string, length: number): string {
  if (text.length <= length) return text
  const half = Math.floor(length / 2)
  const head = text.slice(0, half)
  const tail = text.slice(text.length - half)
  const headEnd = /\s/.test(text[half]!) ? half : lastSpace(head)
  const tailStart = /\s/.test(text[text.length - half - 1]!) ? 0 : firstSpace(tail)
  return `${head.slice(0, headEnd)}\n${tail.slice(tailStart)}`
}

function lastSpace(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if (/\s/.test(text[i]!)) return i
  return text.length
}

function firstSpace(text: string): number {
  const at = text.search(/\s/)
  return at < 0 ? 0 : at
}
