import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { groupByFolder, isPath, pathsHead } from '../../../src/transforms/text-results/paths/group-by-folder.ts'

/** The paths that a grouped list stands for. */
function ungroup(text: string): string {
  let folder = ''
  return text.slice(text.indexOf('\n') + 1).split('\n').flatMap((line) => {
    if (/\/\r?$/.test(line)) {
      folder = line.trimEnd()
      return []
    }
    return [line.startsWith('  ') ? folder + line.slice(2) : line]
  }).join('\n')
}

/** Each in a folder of its own. */
const others = Array.from({ length: 60 }, (_, i) => `docs/${i}/index.md\n`).join('')

test.each([
  ['src/a.ts', true], ['/usr/bin/env', true], ['./a/b', true], ['../a/b.c', true], ['C:/work/a.cs', true], ['app/[id]/page.tsx', true], ['~/notes/a.md', true],
  ['a.ts', false], ['src/', false], ['src/a.ts:12: x', false], ['// a comment', false], ['https://a.b/c', false], ['src/*.ts', false], ['see src/a.ts', false], ['', false],
])('isPath: %s', (line, expected) => {
  expect(isPath(line)).toBe(expected)
})

test('each folder stands once above the names in it, and a path alone in its folder is whole', () => {
  const text = `src/a.ts\nsrc/b.ts\nsrc/lib/c.ts\nFound 64 files\nsrc/d.ts\nsrc/e.ts\nsrc/f.ts\n${others}`
  const staysWhole = new Uint8Array(67)
  staysWhole[5] = 1
  expect(groupByFolder(splitLines(text), staysWhole)).toBe(`${pathsHead}\nsrc/\n  a.ts\n  b.ts\nsrc/lib/c.ts\nFound 64 files\nsrc/d.ts\nsrc/e.ts\nsrc/f.ts\n${others}`)
})

test('a short list stays', () => {
  expect(groupByFolder(splitLines('src/a.ts\nsrc/b.ts\n'.repeat(29)), new Uint8Array(58))).toBeUndefined()
})

test('nothing is lost: a folder and a name under it are the path that was', () => {
  const path = fc.tuple(fc.constantFrom('src/', '/a/b.c/', './', 'C:/x/', 'a/(b)/[c]/'), fc.constantFrom('a.ts', 'b', '.env', 'c-d_e.test.ts')).map((parts) => parts.join(''))
  fc.assert(fc.property(fc.array(fc.oneof({ weight: 8, arbitrary: path }, fc.constantFrom('', 'Found 3 files')), { maxLength: 24 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.array(fc.nat({ max: 23 })), (list, ending, isEnded, whole) => {
    const source = others + list.join(ending) + (isEnded ? ending : '')
    const staysWhole = new Uint8Array(list.length + 61)
    for (const line of whole) staysWhole[60 + line] = 1
    const grouped = groupByFolder(splitLines(source), staysWhole)
    if (grouped !== undefined) expect(ungroup(grouped)).toBe(source)
  }), { numRuns: 200 })
})

test('a listing costs fewer tokens, and what is asked for keeps its path', async () => {
  const source = Array.from({ length: 90 }, (_, i) => `packages/server/src/features/area${Math.floor(i / 15)}/module-${i}.service.ts`).join('\n')
  const options = { query: 'Please open module-33.service.ts and fix it.', model: 'gpt-4o', tokenCounter: 'estimate' } as const
  const { text, report: { decisions: [decision] } } = await crush(source, options)
  expect(ungroup(text)).toBe(source)
  expect(text).toContain('\npackages/server/src/features/area2/module-33.service.ts\n')
  expect(decision).toMatchObject({ contentType: 'paths', action: 'rewritten' })
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore * 0.75)
  expect((await crush(text, options)).text).toBe(text)
})
