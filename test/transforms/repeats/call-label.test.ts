import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelCall } from '../../../src/transforms/repeats/call-label.ts'

test.each([
  { args: '{"file_path":"src/a.ts","limit":5}', label: 'read("src/a.ts")' },
  { args: '{"limit":5,"note":"x","path":"src/a.ts"}', label: 'read("src/a.ts")' },
  { args: '{"filePath":"src/a.ts"}', label: 'read("src/a.ts")' },
  { args: '{"note":"first text","other":"x"}', label: 'read("first text")' },
  { args: '{"depth":2,"flag":true}', label: 'read(2)' },
  { args: '{"path":"  "}', label: 'read()' },
  { args: '{}', label: 'read()' },
  { args: '', label: 'read()' },
  { args: '[1]', label: 'read()' },
  { args: '"a text"', label: 'read("a text")' },
  { args: '*** Begin Patch\n*** Update', label: 'read("*** Begin Patch *** Update")' },
  { args: '{"command":"git log --oneline --since=yesterday --author=someone | head"}', label: 'read("git log --oneline --since=yesterday --author=...")' },
  { args: '{"command":"cd /home/someone/projects/website && npm test"}', label: 'read("npm test")' },
  { args: '{"path":"/home/someone/projects/website/frontend/src/components/Table.tsx"}', label: 'read(".../website/frontend/src/components/Table.tsx")' },
  { args: `{"path":"/${'x'.repeat(80)}"}`, label: `read("...${'x'.repeat(45)}")` },
  { args: '{"__proto__":"a","path":"b"}', label: 'read("b")' },
])('$args is called $label', ({ args, label }) => {
  expect(labelCall('read', args)).toBe(label)
})

test('the name of a tool is a word, or there is no label', () => {
  expect(labelCall('mcp__files__read', '{}')).toBe('mcp__files__read()')
  for (const name of ['', 'two words', 'a(b)', 'a"b', 'a\nb', '[x]', 'x'.repeat(65)]) expect(labelCall(name, '{}')).toBeUndefined()
})

test('whatever the arguments are, a label is one line without half characters', () => {
  fc.assert(fc.property(fc.oneof(fc.json({ maxDepth: 2 }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 40 }).map((path) => JSON.stringify({ path }))), (args) => {
    const label = labelCall('read', args)!
    expect(label).toMatch(/^read\(.*\)$/)
    expect(label).not.toContain('\n')
    expect(label).not.toMatch(/[\ud800-\udfff]/u)
  }))
})
