import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createServerLog } from '../../demo/samples/server-log.ts'
import { alignFolded } from '../../demo/worker/align-folded.ts'
import { layOut } from '../../demo/worker/layout.ts'
import { findOurLines } from '../../demo/worker/our-lines.ts'
import { crush } from '../../src/index.ts'

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

describe('alignFolded', () => {
  test('has every line of a log once, each that went with the kind it is counted as, and every note', async () => {
    const { text, settings: { question } } = createServerLog()
    const { text: folded, report: { decisions: [decision] } } = await crush(text, { query: question, model: 'gpt-4o-mini' })
    const isOurs = findOurLines(text, folded, decision!.action)
    const aligned = alignFolded(text, folded, isOurs, true)!
    expect(aligned.filter(({ sign }) => sign !== '+').map((line) => line.text)).toEqual(linesOf(text))
    expect(aligned.filter(({ sign }) => sign !== '-').map((line) => line.text)).toEqual(linesOf(folded))
    const went = aligned.filter(({ sign }) => sign === '-')
    expect(went.length).toBe(decision!.lines!.total - decision!.lines!.kept)
    expect(went.every(({ why }) => /^like #\d$/.test(why ?? ''))).toBe(true)
    // A line of a kind is said to be of that kind, by the line above the note that numbers it.
    expect(new Set(went.filter((line) => line.text.includes('cache hit')).map(({ why }) => why)).size).toBe(1)
    const marked = layOut(folded, 2000, [], undefined, (line) => (isOurs(line) ? { kind: 'note' } : undefined)).filter(({ mark }) => mark?.kind === 'note').map((line) => line.text.slice(line.start, line.end))
    expect(marked).toEqual(linesOf(folded).filter((line) => line.startsWith('[')))
  })

  test.each([
    { name: 'a note of a kind nobody knows yet', before: 'a\nb\nc\nd', after: 'a\n<3 cells of a picture>\nd', action: 'crushed' as const, signs: ' +--' + ' ' },
    { name: 'lines that stand above', before: 'x\ny\nz\nx\ny\nz', after: 'x\ny\nz\n[... 3 lines again, as above from "x" on]', action: 'rewritten' as const, signs: '   +---' },
    { name: 'an earlier result', before: 'a\nb\nc', after: '[lines 3-5 of the result of read_file("a.ts") above, unchanged]', action: 'folded' as const, signs: '+---' },
    { name: 'colours of a terminal', before: '\u001b[31mred\u001b[0m\nplain', after: 'red\nplain', action: 'rewritten' as const, signs: '  ' },
    { name: 'a note that promises more lines than there are', before: 'a\nb', after: 'a\n[... 999999999 lines: 5 like #1]', action: 'crushed' as const, signs: ' +-' },
  ])('reads $name', ({ before, after, action, signs }) => {
    expect(alignFolded(before, after, findOurLines(before, after, action), false)!.map(({ sign = ' ' }) => sign).join('')).toBe(signs)
  })

  test('tells when a text was written anew', () => {
    const page = '<p>One</p>\n<p>Two</p>\n<p>Three</p>'
    const isOurs = findOurLines(page, '[... 1 line left out]\nOne\nTwo\nThree', 'crushed')
    expect(['[... 1 line left out]', 'One'].map(isOurs)).toEqual([true, false])
    expect(alignFolded('src/a.ts\nsrc/b.ts', '[paths by folder: 2]\nsrc/\n  a.ts', findOurLines('', '', 'rewritten'), false)).toBeUndefined()
  })

  test('loses no line of any two texts', () => {
    const line = fc.constantFrom('a', 'b', '', '[... 2 lines: 1 like #1]', '[#1: 2 lines like this]', '[... 1 like #1]', '12:00:01 INFO x', '12:00:02 INFO y')
    fc.assert(fc.property(fc.array(line), fc.array(line), fc.boolean(), (source, written, isLog) => {
      const [before, after] = [source.join('\n'), written.join('\n')]
      const aligned = alignFolded(before, after, findOurLines(before, after, 'crushed'), isLog)
      if (aligned === undefined) return
      expect(aligned.filter(({ sign }) => sign !== '+').map(({ text }) => text).join('\n')).toBe(before.replace(/\n$/, ''))
      expect(aligned.filter(({ sign }) => sign !== '-').map(({ text }) => text).join('\n')).toBe(after.replace(/\n$/, ''))
    }), { numRuns: 300 })
  })
})
