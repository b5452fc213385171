/** Colours, cursor moves, titles and character sets of ECMA-48 and xterm; a title ends with its bell, within a line. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\)|[()*+][0-9A-B]|[=>78cDEHMNOZ])/g

/**
 * A text as a terminal shows it: without escape sequences, and of a line that was written over and over (a progress bar, a spinner) what
 * stands last. What a carriage return would write over and is no progress stays.
 *
 * @returns the very same string when there is nothing to clean
 */
export function cleanTerminal(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(escapes, '') : text
  // Halves that only now stand together are none that a program wrote.
  if (plain !== text && plain.search(escapes) >= 0) return text
  return plain.includes('\r') ? applyReturns(plain) : plain
}

/** A carriage return before a line break is part of it. */
function applyReturns(text: string): string {
  let cleaned = ''
  let copied = 0
  for (let at = text.indexOf('\r'); at >= 0;) {
    const lineStart = text.lastIndexOf('\n', at) + 1
    const found = text.indexOf('\n', at)
    const lineEnd = found < 0 ? text.length : found
    const end = text.charCodeAt(lineEnd - 1) === 0x0d ? lineEnd - 1 : lineEnd
    if (at < end) {
      const line = text.slice(lineStart, end)
      const shown = lastStates(line)
      if (shown !== line) {
        cleaned += text.slice(copied, lineStart) + shown
        copied = end
      }
    }
    at = text.indexOf('\r', lineEnd)
  }
  return copied === 0 ? text : cleaned + text.slice(copied)
}

/** An amount, a share, a bar or a spinner. */
const progress = /\d ?%|\d ?(?:[kKMGT]i?)?B\b|\d ?\/ ?\d|\[[=#>.\- ]{3,}|[\u2580-\u259f\u2800-\u28ff]|(?:^|\s)[-\\|/]\s*$|\.{3}\s*$/

function lastStates(line: string): string {
  const states = line.split('\r')
  let last = states.length - 1
  while (last >= 0 && states[last]!.trim() === '') last--
  if (last < 0) return ''
  if (!states.slice(0, last).some((state) => progress.test(state))) return line
  const stays = states.slice(0, last).filter((state) => state.trim() !== '' && !progress.test(state))
  return [...stays, states[last]!].join('\r')
}
