import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { groupByFile, searchHead } from '../../../src/transforms/text-results/search/group-by-file.ts'

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

const paths = ['src/a.ts', '/home/ada/My Files/b.test.ts', 'HEAD:lib/c.py', 'Makefile', 'C:\\work\\d.cs']
const results = fc.array(fc.record({
  path: fc.constantFrom(...paths), line: fc.integer({ min: 1, max: 99_999 }), isMatch: fc.boolean(), text: fc.constantFrom('', '\tconst a = 1', 'if (x) {', '12:30 o\'clock', 'b.ts:7: text', '-1-'),
}), { minLength: 1, maxLength: 40 })

test('nothing is lost: a path and a line under it are the line that was', () => {
  fc.assert(fc.property(results, fc.constantFrom('\n', '\r\n'), fc.boolean(), (list, ending, isEnded) => {
    const source = list.map(({ path, line, isMatch, text }, i) => `${i % 7 === 6 ? `--${ending}` : ''}${path}${isMatch || path === 'Makefile' ? `:${line}:` : `-${line}-`}${text}`).join(ending) + (isEnded ? ending : '')
    const grouped = groupByFile(splitLines(source))
    if (grouped === undefined) return
    expect(ungroup(grouped, new Set(paths))).toBe(source)
  }), { numRuns: 200 })
})

test('each path stands once above its lines', () => {
  expect(groupByFile(splitLines('src/a.ts-11-before\nsrc/a.ts:12:const a = 1\n--\nsrc/a.ts:90:export { a }\nsrc/b.ts:3:import { a }\n'))).toBe(
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
