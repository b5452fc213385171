import type { Query } from '../../conversation/query.ts'

/** The newest words of the user count; in a long conversation older ones are about other things, in UTF-16 code units. */
const maxUserLength = 2000
const maxCallLength = 1000
const maxAssistantLength = 600

/** One text to rank rows against: the call's arguments and the newest words first, the rest as far as there is room. */
export function queryText(query: Query): string {
  const user = [...[...query.after].reverse(), ...newest(query.user)]
  return [clip(user.join('\n'), maxUserLength), clip(query.call, maxCallLength), clip(query.assistant, maxAssistantLength)]
    .filter((text) => text !== '')
    .join('\n')
}

/** The newest texts, as far as there is room. */
function newest(texts: Query['user']): string[] {
  const chosen: string[] = []
  let room = maxUserLength
  for (const text of texts) {
    chosen.push(text)
    room -= text.length
    if (room <= 0) break
  }
  return chosen
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length)
}
