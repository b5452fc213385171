import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { groupByFile, searchHead } from '../../../src/transforms/text-results/search/group-by-file.ts'
import { readMatches } from '../../../src/transforms/text-results/search/read-matches.ts'

function group(text: string): string | undefined {
  const lines = splitLines(text)
  return groupByFile(lines, readMatches(lines))
}

/** The results that a grouped text stands for: a line that begins with a number and a sign belongs to the path above it. */
function ungroup(text: string, paths: ReadonlySet<string>): string {
  let path = ''
  return text.slice(text.indexOf('\n') + 1).split('\n').flatMap((line) => {
    const bare = line.replace(/\r$/, '')
    if (paths.has(bare)) {
      path = bare
      return []
    }
    const sign = /^\d+([:-])/.exec(line)?.[1]
    return sign === undefined ? [line] : [`${path}${sign}${line}`]
  }).join('\n')
}

const paths = ['src/a.ts', 'logs/app.2026-02-10.log', 'docs/v2.0-2024-notes.md', '/home/ada/My Files/b.test.ts', 'HEAD:lib/c.py', 'Makefile', 'C:\\work\\d.cs']
const results = fc.array(fc.record({
  path: fc.constantFrom(...paths), line: fc.integer({ min: 1, max: 99_999 }), isMatch: fc.boolean(), text: fc.constantFrom('', '\tconst a = 1', 'if (x) {', '12:30 o\'clock', 'b.ts:7: text', '-1-'),
}), { minLength: 1, maxLength: 40 })

test('nothing is lost: a path and a line under it are the line that was', () => {
  fc.assert(fc.property(results, fc.constantFrom('\n', '\r\n'), fc.boolean(), (list, ending, isEnded) => {
    const source = list.map(({ path, line, isMatch, text }, i) => `${i % 7 === 6 ? `--${ending}` : ''}${path}${isMatch || path === 'Makefile' ? `:${line}:` : `-${line}-`}${text}`).join(ending) + (isEnded ? ending : '')
    const grouped = group(source)
    if (grouped === undefined) return
    expect(ungroup(grouped, new Set(paths))).toBe(source)
  }), { numRuns: 200 })
})

test('each path stands once above its lines', () => {
  expect(group('src/a.ts-11-before\nsrc/a.ts:12:const a = 1\n--\nsrc/a.ts:90:export { a }\nsrc/b.ts:3:import { a }\n')).toBe(
    `${searchHead}\nsrc/a.ts\n11-before\n12:const a = 1\n--\n90:export { a }\nsrc/b.ts\n3:import { a }\n`,
  )
})

test('results of grep become shorter, and only once', async () => {
  const source = Array.from({ length: 40 }, (_, i) => `/home/ada/project/src/components/panel-${Math.floor(i / 8)}.tsx:${i * 3 + 1}:  const value${i} = read(${i})`).join('\n')
  const { text, report: { decisions: [decision] } } = await crush(source, { query: 'Where is read called?', model: 'gpt-4o' })
  expect(decision).toMatchObject({ contentType: 'search-results', action: 'rewritten' })
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore * 0.7)
  expect((await crush(text, { query: 'Where is read called?', model: 'gpt-4o' })).text).toBe(text)
})

test.each([
  { name: 'a match', source: 'logs/app.2026-02-10.log:7:a\nlogs/app.2026-02-10.log:9:b\n', grouped: 'logs/app.2026-02-10.log\n7:a\n9:b\n' },
  { name: 'a line beside a match, once the path is known', source: 'logs/app.2026-02-10.log:7:a\nlogs/app.2026-02-10.log:8:b\nlogs/app.2026-02-10.log-9-c\n', grouped: 'logs/app.2026-02-10.log\n7:a\n8:b\n9-c\n' },
  { name: 'a line beside a match whose text is a match', source: 'src/a.ts:11:x\nsrc/a.ts-12-b.ts:5:y\n', grouped: 'src/a.ts\n11:x\n12-b.ts:5:y\n' },
])('a path that has a number in it is not cut there: $name', ({ source, grouped }) => {
  expect(group(source)).toBe(`${searchHead}\n${grouped}`)
})

test('a line whose path may end at two places stays whole', () => {
  const source = 'logs/app.2026-02-10.log-7-a\nlogs/app.2026-02-10.log-8-b\n'
  expect(group(source)).toBeUndefined()
})
