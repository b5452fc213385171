const A = 97, D = 100, E = 101, G = 103, I = 105, L = 108, N = 110, O = 111, R = 114, S = 115, U = 117, Y = 121

/** No stem is shorter than this many letters. */
export const SHORTEST_STEM = 3
const LONGEST_WORD = 40

/**
 * Where the light English stem of a word ends. The stem is the word up to there, a final `y` after a consonant read as `i`.
 *
 * Takes off, in this order: plural `s` (not of `ss`, `us`, `is`: "status", "analysis"); `ed` and `ing` where at least three letters
 * with a vowel stay ("string" stays), else `ly` after a consonant that takes it ("weekly", not "family"); a final `e`;
 * `ur` of what was `ure` where four letters stay; the second of two equal consonants.
 * So "fails", "failed", "failing", "failure" are one word, as are "query" and "queries", "stop" and "stopped", "config" and "configured".
 * Endings that make another word ("er", "tion", "ment") stay. After Harman (1991), "How effective is suffixing?", and Porter (1980),
 * "An algorithm for suffix stripping"; reduced to what only cuts, so that a stem is a prefix of its word.
 *
 * @param letters folded letters, a word in [from, to); words of other letters than a to z, or past 40, are their own stem
 * @returns the end of the stem, at least `from + 3` unless the word is shorter
 */
export function stemEnd(letters: Uint16Array, from: number, to: number): number {
  const least = from + SHORTEST_STEM
  if (to <= least || to - from > LONGEST_WORD) return to
  for (let i = from; i < to; i++) if (letters[i]! < 97 || letters[i]! > 122) return to
  let end = to
  if (letters[end - 1] === S && letters[end - 2] !== S && letters[end - 2] !== U && letters[end - 2] !== I) end--
  const plain = end
  end = withoutVerbEnding(letters, from, end)
  if (end === plain && letters[end - 1] === E && end > least) end--
  if (end < plain && letters[end - 1] === R && letters[end - 2] === U && end - from >= 6) end -= 2
  if (end > least && letters[end - 1] === letters[end - 2] && !isVowel(letters[end - 1]!)) end--
  return end
}

/** The last letter of the stem that ends at `end`: `i` for a `y` after a consonant, so that "city" and "cities" meet. */
export function stemLastLetter(letters: Uint16Array, from: number, end: number): number {
  const last = letters[end - 1]!
  return last === Y && end - from >= SHORTEST_STEM && !isVowel(letters[end - 2]!) ? I : last
}

function withoutVerbEnding(letters: Uint16Array, from: number, end: number): number {
  const last = letters[end - 1]
  const second = letters[end - 2]
  let cut = end
  if (last === D && second === E && letters[end - 3] !== E) cut = end - 2
  else if (last === G && second === N && letters[end - 3] === I) cut = end - 3
  else if (last === Y && second === L && takesLy(letters[end - 3]!) && end - from >= 6) return end - 2
  if (cut === end || cut - from < SHORTEST_STEM) return end
  for (let i = from; i < cut; i++) if (isVowel(letters[i]!) || (letters[i] === Y && i > from)) return cut
  return end
}

/** c d e g h k m n r t: Porter's (2001) letters before "ly". */
function takesLy(letter: number): boolean {
  return letter >= 99 && letter <= 116 && 'cdeghkmnrt'.includes(String.fromCharCode(letter))
}

function isVowel(letter: number): boolean {
  return letter === A || letter === E || letter === I || letter === O || letter === U
}
