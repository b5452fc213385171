export interface Choice {
  text: string
  readonly isSelected: boolean
}

/** What is shown of a list to choose from, and how many of what a term of the question names. */
const maxChoices = 12
const maxNamed = 4

/** A list to choose from on one line: its first choices, the one that is chosen, those that the question names, and how many there are more. */
export function writeChoices(choices: readonly Choice[], terms: readonly string[]): string {
  const all = choices.filter(({ text }) => text !== '')
  if (all.length === 0) return ''
  const shown = new Set(all.slice(0, maxChoices).map((_, place) => place))
  for (const [place, { isSelected }] of all.entries()) if (isSelected && shown.size < 2 * maxChoices) shown.add(place)
  if (all.length > maxChoices) {
    const lower = all.map(({ text }) => text.toLowerCase())
    for (const term of terms) {
      const named = lower.flatMap((text, place) => (text.includes(term) ? [place] : []))
      if (named.length <= maxNamed) for (const place of named) shown.add(place)
    }
  }
  const texts = [...shown].sort((a, b) => a - b).map((place) => `${all[place]!.text}${all[place]!.isSelected ? ' (chosen)' : ''}`)
  return ` [choices: ${texts.join(', ')}${all.length > texts.length ? `, and ${all.length - texts.length} more` : ''}] `
}
