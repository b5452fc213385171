import { expect } from 'vitest'
import { changedFiles, sideOf, writeDiff, type DiffLine } from '../arbitraries/diff.ts'
import { pages, type GeneratedPage } from '../arbitraries/page.ts'
import type { Law } from './law.ts'
import { breakCrush } from './pipeline.ts'

const model = 'gpt-4o'

export const pageLaw: Law<GeneratedPage> = {
  name: 'Law 7: every word and every address that a page shows stands in its text, in order, and what does not is counted',
  inputs: pages(),
  runs: 60,
  async check(pipeline, { html, words, links, scripts, navigationLinks }) {
    const { text, report: { decisions: [decision] } } = await pipeline.crush(html, { query: 'What does it say?', toolName: 'fetch_page', model })
    expect(decision!.contentType).toBe('html')
    const [note, ...lines] = text.split('\n')
    expect(lines.join('\n').match(/[a-z]+\d+(?![\d?])/g)).toEqual(words)
    expect(lines.join('\n').match(/(?<=\()\/pages\/[^)]*/g) ?? []).toEqual(links)
    expect(text).not.toContain('hidden')
    expect(Number(/(\d+) scripts? of/.exec(note!)?.[1] ?? 0)).toBe(scripts)
    expect([...note!.matchAll(/with (\d+) links?/g)].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(navigationLinks)
    expect(await pipeline.countTokens(text, model)).toBe(decision!.tokensAfter)
    expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore)
    expect((await pipeline.crush(text, { query: 'What does it say?', toolName: 'fetch_page', model })).text).toBe(text)
  },
  mutants: {
    'leaves out a word': breakCrush((after) => after.replace(/ [a-z]+\d+,/, ',')),
    'swaps two words': breakCrush((after) => after.replace(/([a-z]+\d+) ([a-z]+\d+)/, '$2 $1')),
    'leaves out an address': breakCrush((after) => after.replace(/ \(\/pages[^)]*\)/, '')),
    'counts one script too few': breakCrush((after) => after.replace(/\d+ scripts? of \d+ characters/, '')),
    'leaves out the note': breakCrush((after) => after.replace(/^\[web page as text[^\n]*\n/, '')),
  },
}

const changed = (text: string): string[] => text.split('\n').filter((line) => /^[+-]/.test(line))

/** A file with a diff applied to it, by the numbers of its headers alone. */
function apply(file: readonly string[], diff: string): { readonly written: readonly string[], readonly unchanged: number } {
  const written: string[] = []
  let at = 0
  let [before, after, unchanged] = [0, 0, 0]
  for (const line of diff.split('\n')) {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@/.exec(line)
    if (header) {
      while (at < Number(header[1]) - 1) written.push(file[at++]!)
      expect(written.length).toBe(Number(header[3]) - 1)
      ;[before, after] = [Number(header[2]), Number(header[4])]
      continue
    }
    if (before === 0 && after === 0) continue
    if (!line.startsWith('+')) {
      expect(line.slice(1)).toBe(file[at++])
      before--
    }
    if (!line.startsWith('-')) {
      written.push(line.slice(1))
      after--
    }
    if (line.startsWith(' ') || line === '') unchanged++
  }
  return { written: [...written, ...file.slice(at)], unchanged }
}

export const diffLaw: Law<readonly DiffLine[]> = {
  name: 'Law 7: every changed line of a diff stays, every other one stands or is counted, and the patch still applies',
  inputs: changedFiles(),
  runs: 60,
  async check(pipeline, lines) {
    const source = writeDiff(lines)
    const { text, report: { decisions: [decision] } } = await pipeline.crush(source, { query: 'What changed?', model })
    const { written, unchanged } = apply(sideOf(lines, '+'), text)
    expect(written).toEqual(sideOf(lines, '-'))
    expect(changed(text)).toEqual(changed(source))
    const counted = [...text.matchAll(/\[\.\.\. (\d+) unchanged lines? left out by headroom\]/g)].reduce((sum, [, count]) => sum + Number(count), 0)
    expect(unchanged + counted).toBe(lines.filter(([sign]) => sign === ' ').length)
    if (decision!.action === 'kept') expect(text).toBe(source)
    else expect(decision!.lines).toEqual({ kept: source.split('\n').length - 1 - counted, total: source.split('\n').length - 1 })
    expect((await pipeline.crush(text, { query: 'What changed?', model })).text).toBe(text)
  },
  mutants: {
    'leaves out a changed line': breakCrush((after) => after.replace(/^\+const[^\n]*\n/m, '')),
    'counts one line too few': breakCrush((after) => after.replace(/\[\.\.\. (\d+) unchanged/, (_, count: string) => `[... ${Number(count) - 1} unchanged`)),
    'leaves out a note': breakCrush((after) => after.replace(/ ?\[\.\.\. \d+ unchanged lines? left out by headroom\]/, '')),
    'forgets what the lines before have added': breakCrush((after) => after.replace(/^@@ -(\d+),(\d+) \+\d+,/gm, '@@ -$1,$2 +$1,')),
    'leaves out an unchanged line': breakCrush((after) => after.replace(/^ const[^\n]*\n/m, '')),
  },
}
