/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { resolveOptions } from '../src/options.ts'
import { defaultSmartCrusherOptions } from '../src/transforms/smart-crusher/options.ts'
import manifest from '../package.json' with { type: 'json' }
import readme from '../README.md?raw'

const examples = import.meta.glob<string>('../examples/*.ts', { query: '?raw', import: 'default', eager: true })

/** The rows of the options table whose default is a value: `| \`name\` | \`default\` | ...`. */
const documented = [...readme.matchAll(/^\| `([\w.]+)` \| `([^`]+)` \|/gm)].map(([, name, value]) => ({ name: name!, value: parseLiteral(value!) }))

/** A JavaScript literal of plain words, as the table writes it. */
function parseLiteral(text: string): unknown {
  return JSON.parse(text.replaceAll("'", '"').replace(/(\w+):/g, '"$1":'))
}

function readPath(value: unknown, path: string): unknown {
  return path.split('.').reduce((found, key) => (found as Record<string, unknown>)[key], value)
}

test('the code is that of the examples, which run', () => {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!)
  expect(blocks.length).toBeGreaterThan(2)
  for (const block of blocks) expect(Object.values(examples)).toContain(block)
})

test.each(documented)('the default of $name is $value', ({ name, value }) => {
  expect(readPath(resolveOptions(), name)).toEqual(value)
})

test('no option is left out', () => {
  const groups = ['textResults', 'repeats', 'cacheAligner', 'cacheOptimizer', 'rollingWindow'] as const
  const resolved = resolveOptions()
  const names = [...groups.flatMap((group) => Object.keys(resolved[group]).map((name) => `${group}.${name}`)), ...Object.keys(resolved).filter((name) => !['smartCrusher', ...groups].includes(name))]
  expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([])
})

test('every entry of the package is in the table of entries', () => {
  const table = readme.slice(readme.indexOf('## Entries'), readme.indexOf('## Options'))
  const named = [...table.matchAll(/`[\w-]*(\/[\w/-]+)`/g)].map(([, path]) => path!)
  const entries = Object.keys(manifest.exports).filter((entry) => entry !== '.' && entry !== './package.json')
  // Entries of one folder stand behind the first by their last part.
  expect(entries.filter((entry) => !named.some((path) => path === entry.slice(1) || path === entry.slice(entry.lastIndexOf('/'))))).toEqual([])
})

test('no option of SmartCrusher is left out', () => {
  const names = Object.keys(defaultSmartCrusherOptions).filter((name) => name !== 'relevance').map((name) => `smartCrusher.${name}`)
  const relevance = Object.keys(defaultSmartCrusherOptions.relevance).map((name) => `smartCrusher.relevance.${name}`)
  expect(documented.map(({ name }) => name)).toEqual(expect.arrayContaining([...names, ...relevance]))
})
