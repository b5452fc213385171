import { characterClass, foldText, SEPARATOR, UPPER } from './characters.ts'
import { isStopWord } from './stop-words.ts'

/** A longer row of capitalised words is a title or a sentence in title case. */
const MAX_NAME_WORDS = 6

/** Small words inside names: "Bank of America", "Rio de Janeiro". */
const LINKS = new Set('al da de del der di do dos du el la of the van von'.split(' '))

/**
 * Names of several words: capitalised words in a row ("Burkina Faso", "Woolworths Town Hall", "Bank of America").
 *
 * A word that begins a sentence is capitalised anyway: a stop word there is left out ("Is Burkina Faso landlocked?"), of any other the name is given
 * with and without it.
 */
export function findNames(query: string): string[] {
  const names: string[] = []
  let words: string[] = []
  let startsSentence = true
  let nameStartsSentence = false

  function endName(): void {
    while (words.length > 0 && LINKS.has(words.at(-1)!)) words.pop()
    let first = 0
    while (first < words.length && isStopWord(foldText(words[first]!))) first++
    const length = words.length - first
    if (length > 1 && length <= MAX_NAME_WORDS) {
      names.push(words.slice(first).join(' '))
      if (length > 2 && first === 0 && nameStartsSentence) names.push(words.slice(1).join(' '))
    }
    words = []
  }

  for (const chunk of query.split(/\s+/)) {
    if (chunk === '') continue
    const { word, opens, closes, endsSentence } = bareWord(chunk)
    const capitalised = word !== '' && characterClass(word.charCodeAt(0)) === UPPER
    if (opens || !(capitalised || (words.length > 0 && LINKS.has(word)))) endName()
    if (capitalised || words.length > 0) {
      if (words.length === 0) nameStartsSentence = startsSentence
      words.push(word)
    }
    if (closes) endName()
    startsSentence = endsSentence
  }
  endName()
  return names
}

function bareWord(chunk: string): { word: string; opens: boolean; closes: boolean; endsSentence: boolean } {
  let from = 0
  let to = chunk.length
  while (from < to && isSeparator(chunk, from)) from++
  while (to > from && isSeparator(chunk, to - 1)) to--
  let word = chunk.slice(from, to)
  const possessive = word.endsWith("'s") || word.endsWith('’s')
  if (possessive) word = word.slice(0, -2)
  const tail = chunk.slice(to)
  return { word, opens: from > 0, closes: possessive || tail !== '', endsSentence: /[.!?:]/.test(tail) }
}

function isSeparator(text: string, at: number): boolean {
  return characterClass(text.charCodeAt(at)) === SEPARATOR
}
