/** What was left out so far. */
export interface LeftOut {
  readonly turns: number
  readonly calls: number
}

const ending = ' left out to fit the context window]'

/** The note that stands for what was left out: one short line. */
export function writeNote({ turns, calls }: LeftOut): string {
  const ofTurns = turns === 0 ? [] : [`${turns} earlier ${turns === 1 ? 'turn' : 'turns'}`]
  const ofCalls = calls === 0 ? [] : [`${calls} ${turns === 0 ? 'earlier ' : ''}tool ${calls === 1 ? 'call' : 'calls'}`]
  return `[${[...ofTurns, ...ofCalls].join(' and ')} ${turns + calls === 1 ? 'was' : 'were'}${ending}`
}

/** A note at least as long as any we write. */
export const longestNote = writeNote({ turns: 999_999, calls: 999_999 })

const pattern = /^\[(?:(\d{1,6}) earlier turns?)?(?: and )?(?:(\d{1,6})(?: earlier)? tool calls?)? (?:was|were) left out to fit the context window\]$/

/** What a note of ours says, for a caller who sends back what we sent; `undefined` for any other text. */
export function readNote(text: string): LeftOut | undefined {
  if (!text.endsWith(ending)) return undefined
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, turns = '0', calls = '0'] = match
  const leftOut = { turns: Number(turns), calls: Number(calls) }
  return writeNote(leftOut) === text ? leftOut : undefined
}
