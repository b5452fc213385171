/// <reference types="vite/client" />
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { runScenario, scenarios } from '../../bench/scenarios.ts'
import { percent, whole } from '../../bench/table.ts'
import { layOut } from './lay-out.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')
const list = (folder: string, end: string): string[] => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
  .map((file) => `${folder}/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith(end)).sort()

const documents = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...list('docs', '.md')]
const examples = import.meta.glob('../../docs/examples/*.ts')
const architecture = read('docs/architecture.md')
const transforms = read('docs/transforms.md')

afterEach(() => { vi.restoreAllMocks() })

async function run(name: string): Promise<string> {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => { printed.push(words.map(String).join(' ')) })
  await examples[`../../docs/examples/${name}`]!()
  return printed.join('\n')
}

describe('what documents say', () => {
  test.each(documents)('%s links only to what is there', (document) => {
    const folder = document.includes('/') ? document.slice(0, document.lastIndexOf('/') + 1) : ''
    const targets = [...read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!).filter((target) => !/^[a-z]+:/.test(target))
    expect(targets.filter((target) => !existsSync(`${root}${folder}${target}`))).toEqual([])
  })

  test.each(documents)('%s names only files that are there', (document) => {
    const named = [...read(document).matchAll(/`((?:src|test|bench|docs|examples|demo|e2e|scripts)\/[\w./-]*\w)`/g)].map(([, path]) => path!)
    // Output of the bench and of typedoc is not kept in the repository, and a decision's number stands for any.
    const missing = named.filter((path) => !existsSync(`${root}${path}`) && !path.startsWith('bench/results') && path !== 'docs/api' && !path.includes('NNNN'))
    expect(missing).toEqual([])
  })
})

describe('the examples of docs/transforms.md', () => {
  const pattern = /^```ts\n([\s\S]*?)^```\n\n(`{3,4})(text|json)\n[\s\S]*?^\2$/gm
  const files = list('docs/examples', '.ts')

  test('are all shown, word for word', () => {
    const shown = [...transforms.matchAll(pattern)].map(([, code]) => code!)
    expect(shown.sort()).toEqual(files.map(read).sort())
  })

  test('print what is shown; `vitest -u` writes it anew', async () => {
    let current = transforms
    for (const [block, code, , language] of transforms.matchAll(pattern)) {
      const file = files.find((path) => read(path) === code)
      if (file === undefined) continue // the test above names it
      const printed = await run(file.slice(file.lastIndexOf('/') + 1))
      const fence = printed.includes('```') ? '````' : '```'
      current = current.replace(block, () => `\`\`\`ts\n${code}\`\`\`\n\n${fence}${language}\n${layOut(printed)}\n${fence}`)
    }
    await expect(current).toMatchFileSnapshot(`${root}docs/transforms.md`)
  })
})

test('a text that is laid out has lost nothing but what `…` stands for', () => {
  const rows = JSON.stringify(Array.from({ length: 7 }, (_, i) => ({ key: `value ${i}`, text: 'x'.repeat(30) })))
  expect(layOut(rows).replaceAll(/\n */g, '')).toBe(rows)
  expect(layOut(JSON.stringify(Array.from({ length: 90 }, (_, i) => i)))).toBe('[\n  0,\n  1,\n  2,\n  … 86 more,\n  89\n]')
})

test('README.md says what the bench\'s scenarios come to; `vitest -u` writes it anew', async () => {
  const rows: string[] = []
  for (const scenario of scenarios) {
    const { tokensBefore, tokensAfter, missing } = await runScenario(scenario)
    expect(missing).toEqual([])
    rows.push(`| ${scenario.name} | ${whole(tokensBefore)} | ${whole(tokensAfter)} | ${percent(1 - tokensAfter / tokensBefore, 0)} |\n`)
  }
  const current = read('README.md').replace(/(\| tool result \|.*\n\|[-|]+\n)(?:\|.*\n)*/, (_, head: string) => head + rows.join(''))
  await expect(current).toMatchFileSnapshot(`${root}README.md`)
})

describe('thresholds', () => {
  /** `| \`name\` | 3 rows | [file](path) | why |` */
  const documented = [...transforms.matchAll(/^\| `(\w+)` \| (\d[\d.,]*(?: \/ \d+)?)[^|]* \| \[[\w.-]+\]\(\.\.\/([^)]+)\) \|/gm)]
    .map(([, name, value, file]) => ({ name: name!, value: value!.replaceAll(',', ''), file: file! }))

  test.each(documented)('$name is $value in $file', ({ name, value, file }) => {
    expect(read(file)).toMatch(new RegExp(`^(?:export )?const ${name} = ${value.replaceAll('.', '\\.')}(?= |$)`, 'm'))
  })

  test('of SmartCrusher are all in docs/transforms.md', () => {
    const all = list('src/transforms/smart-crusher', '.ts')
      .flatMap((file) => [...read(file).matchAll(/^(?:export )?const (\w+) = [\d.]/gm)].map(([, name]) => `${file} ${name}`))
      .filter((name) => !name.endsWith('Capacity')) // the size of a buffer decides nothing
    expect(all.length).toBeGreaterThan(20)
    expect(documented.map(({ file, name }) => `${file} ${name}`)).toEqual(expect.arrayContaining(all))
  })
})

describe('docs/architecture.md', () => {
  test('says who may import whom as test/dependency-rule.test.ts does', () => {
    const rule = read('test/dependency-rule.test.ts')
    const rules = [...rule.slice(rule.indexOf('const mayImport'), rule.indexOf('const contracts')).matchAll(/'?([\w-]+)'?: \[([^\]]*)\]/g)]
      .map(([, room, rooms]) => [room!, [...rooms!.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!).sort()] as const)
    const told = new Map([...architecture.matchAll(/^\| `([\w-]+)` \| [^|]+ \| ([^|]*) \|$/gm)].map(([, room, rooms]) => [room!, [...rooms!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!).sort()]))
    expect(rules.length).toBeGreaterThan(8)
    expect(Object.fromEntries(rules.map(([room]) => [room, told.get(room)]))).toEqual(Object.fromEntries(rules))
  })
})

test('docs/transforms.md explains every reason to keep a row', () => {
  const types = read('src/report/types.ts')
  const reasons = [...types.slice(types.indexOf('export type KeepReason'), types.indexOf('/** What happened to one array')).matchAll(/\| '([\w-]+)'/g)].map(([, reason]) => reason!)
  expect(reasons.length).toBeGreaterThan(10)
  expect(reasons.filter((reason) => !transforms.includes(`\`${reason}\``))).toEqual([])
})

test('decisions are numbered without gaps, and each says why and what else there was', () => {
  const files = list('docs/decisions', '.md').filter((file) => /\/\d{4}-/.test(file))
  expect(files.map((file) => Number(file.slice(15, 19)))).toEqual(files.map((_, i) => i + 1))
  for (const file of files) for (const title of ['## Context', '## Decision', '## Consequences', '## Alternatives']) expect(`${file}: ${read(file)}`).toContain(title)
})

