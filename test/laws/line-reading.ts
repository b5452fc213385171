const head = /^\[log of (\d+) lines: (\d+) stand here as they were, /
const kind = /^\[#(\d+): (\d+) lines like this/
const gap = /^\[\.\.\. (\d+) (?:lines?\b|like #)(.*)\]$/

/** Without a line break at the very end, which begins no line. */
export const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/**
 * What is wrong with what was written for a log: every line of the source must stand, in its place, or be one of those that a note
 * counts in that place.
 */
export function unaccountedLines(source: string, written: string): string[] {
  const all = linesOf(source)
  const [first = '', ...rest] = linesOf(written)
  const said = head.exec(first)
  if (!said) return [`no count at the beginning: ${first.slice(0, 80)}`]
  const problems: string[] = []
  const totals = new Map<number, number>()
  const leftOut = new Map<number, number>()
  let at = 0
  let kept = 0
  for (const line of rest) {
    const note = kind.exec(line)
    const missing = gap.exec(line)
    if (note) totals.set(Number(note[1]), Number(note[2]))
    else if (missing) {
      at += Number(missing[1])
      const likes = /^\[\.\.\. \d+ like #(\d+)\]$/.exec(line)
      const parts = likes ? [[Number(missing[1]), Number(likes[1])] as const] : [...line.matchAll(/(\d+) like #(\d+)/g)].map(([, count, number]) => [Number(count), Number(number)] as const)
      for (const [count, number] of parts) leftOut.set(number, (leftOut.get(number) ?? 0) + count)
      if (parts.reduce((sum, [count]) => sum + count, 0) > Number(missing[1])) problems.push(`more of its kinds than lines: ${line}`)
    } else {
      if (all[at] !== line) problems.push(`line ${at + 1} is ${JSON.stringify(all[at])}, not ${JSON.stringify(line)}`)
      at++
      kept++
    }
  }
  if (at !== all.length) problems.push(`${at} lines accounted for, of ${all.length}`)
  if (Number(said[1]) !== all.length || Number(said[2]) !== kept) problems.push(`says ${said[2]} of ${said[1]} lines where ${kept} of ${all.length} is right`)
  for (const [number, count] of leftOut) {
    if (!totals.has(number)) problems.push(`#${number} is no kind`)
    else if (count > totals.get(number)!) problems.push(`${count} like #${number} left out, of ${totals.get(number)}`)
  }
  return problems
}
