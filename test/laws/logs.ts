import { expect } from 'vitest'
import { logs, type GeneratedLog } from '../arbitraries/log.ts'
import type { Law } from './law.ts'
import { linesOf, unaccountedLines } from './line-reading.ts'
import { breakCrush } from './pipeline.ts'

const isNote = (line: string): boolean => /^\[(?:log of|#\d+:|\.\.\.) /.test(line)

/** Takes away the first line for which something holds. */
const without = (text: string, wanted: (line: string, at: number, lines: readonly string[]) => boolean): string => {
  const lines = text.split('\n')
  const found = lines.findIndex((line, at) => wanted(line, at, lines))
  return lines.filter((_, at) => at !== found).join('\n')
}

export const linesCountedLaw: Law<GeneratedLog> = {
  name: 'Law 7: every line of a log stands in its place or is counted there',
  inputs: logs(),
  runs: 60,
  async check(pipeline, { text: source }) {
    const { text, report: { decisions: [decision] } } = await pipeline.crush(source, { query: 'Is the service well?', model: 'gpt-4o' })
    if (decision!.action === 'kept') {
      expect(text).toBe(source)
      return
    }
    expect(unaccountedLines(source, text)).toEqual([])
    expect(decision!.lines).toEqual({ kept: linesOf(text).filter((line) => !isNote(line)).length, total: linesOf(source).length })
    expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore)
    expect(await pipeline.countTokens(text, 'gpt-4o')).toBe(decision!.tokensAfter)
  },
  mutants: {
    'leaves out a line without a word': breakCrush((after) => without(after, (line, at) => at > 4 && !isNote(line))),
    'leaves out a note': breakCrush((after) => without(after, (line) => line.startsWith('[... '))),
    'counts one line too few': breakCrush((after) => after.replace(/^\[\.\.\. (\d+)/m, (_, count: string) => `[... ${Number(count) - 1}`)),
    'swaps two lines': breakCrush((after) => after.replace(/^([^[\n].*)\n([^[\n].*)$/m, '$2\n$1')),
    'changes a number': breakCrush((after) => after.replace(/ in (\d+) ms/, ' in 1$1 ms')),
    'says a total that is wrong': breakCrush((after) => after.replace(/log of \d+ lines/, 'log of 7 lines')),
  },
}

export const namedLinesLaw: Law<GeneratedLog> = {
  name: 'Law 5: a line of a log that the query names stays',
  inputs: logs(),
  runs: 40,
  async check(pipeline, { text: source, named }) {
    const { text } = await pipeline.crush(source, { query: `What became of ${named.words}?`, model: 'gpt-4o' })
    expect(linesOf(text)).toContain(named.line)
  },
  mutants: { 'does not listen': (pipeline) => ({ ...pipeline, crush: (text, options) => pipeline.crush(text, { ...options, query: '' }) }) },
}

export const representedLinesLaw: Law<GeneratedLog> = {
  name: 'Law 6: the first and the last lines of a log, its failures with their stacks and what happens once stay',
  inputs: logs(),
  runs: 40,
  async check(pipeline, { text: source, lines, failures, rare }) {
    const { text } = await pipeline.crush(source, { query: 'Is the service well?', model: 'gpt-4o' })
    const written = linesOf(text)
    for (const line of [...lines.slice(0, 3), ...lines.slice(-3), ...failures, ...rare]) expect(written).toContain(line)
    for (const failure of failures) {
      const behind = lines.slice(lines.indexOf(failure) + 1)
      const stack = behind.slice(0, behind.findIndex((line) => !line.startsWith('    at ')))
      expect(written.slice(written.indexOf(failure) + 1).filter((line) => !isNote(line)).slice(0, stack.length)).toEqual(stack)
    }
  },
  mutants: {
    'leaves out the last line': breakCrush((after) => after.trimEnd().split('\n').slice(0, -1).join('\n')),
    'leaves out failures': breakCrush((after) => without(after, (line) => / ?(?:ERROR|FATAL) /.test(line))),
    'leaves out a frame': breakCrush((after) => without(after, (line) => line.startsWith('    at '))),
    'leaves out what happens once': breakCrush((after) => without(after, (line) => line.includes('certificate'))),
  },
}

export const logOnceLaw: Law<GeneratedLog> = {
  name: 'Law 11: a log that was folded is left alone, and so is data that looks like one',
  inputs: logs(),
  runs: 30,
  async check(pipeline, { text: source, lines }) {
    const options = { query: 'Is the service well?', model: 'gpt-4o' }
    const { text } = await pipeline.crush(source, options)
    expect((await pipeline.crush(text, options)).text).toBe(text)
    const alike = [...lines.slice(0, 5), '[... 12 lines like lines above]', ...lines.slice(5)].join('\n')
    expect((await pipeline.crush(alike, options)).text).toBe(alike)
  },
  mutants: { 'signs every result': breakCrush((after) => `${after}\n(read)`) },
}
