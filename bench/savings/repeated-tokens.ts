import { countExactly } from '../tokens.ts'

/**
 * Tokens of lines that stand in an earlier text: what folding could save if a reference cost nothing.
 *
 * @param minLines how many lines in a row must stand there, one after the other or not
 * @param withoutNumbers whether a number before a line does not count
 */
export function repeatedTokens(texts: readonly string[], { minLines, withoutNumbers }: { readonly minLines: number, readonly withoutNumbers: boolean }): number {
  const seen = new Set<string>()
  let tokens = 0
  for (const text of texts) {
    const lines = text.split('\n')
    const keys = lines.map((line) => (withoutNumbers ? line.replace(/^ *\d+(?=[\t\u2192:|])/, '') : line))
    const known = keys.map((key) => seen.has(key))
    for (let from = 0; from < lines.length;) {
      let to = from
      while (to < lines.length && known[to]) to++
      if (to - from >= minLines) for (const line of lines.slice(from, to)) if (line.trim() !== '') tokens += countExactly(`${line}\n`)
      from = Math.max(to, from + 1)
    }
    for (const key of keys) seen.add(key)
  }
  return tokens
}
