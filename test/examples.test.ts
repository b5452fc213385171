/// <reference types="vite/client" />
import { afterEach, describe, expect, test, vi } from 'vitest'

const modules = import.meta.glob('../examples/*.ts')
const texts = import.meta.glob<string>('../examples/*.ts', { query: '?raw', import: 'default', eager: true })

afterEach(() => { vi.restoreAllMocks() })

/** What an example says it prints: the words after `// => ` on a line with `console.log`, by the place of that call in the file. */
function findPromises(text: string): { call: number; prints: string }[] {
  const calls = text.split('\n').filter((line) => line.includes('console.log('))
  return calls.flatMap((line, call) => {
    const prints = line.split('// => ')[1]
    return prints === undefined ? [] : [{ call, prints }]
  })
}

describe('every example', () => {
  test.each(Object.keys(modules))('%s prints what it says', async (path) => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => { printed.push(words.map(String).join(' ')) })
    await modules[path]!()
    expect(printed.length).toBeGreaterThan(0)
    const promises = findPromises(texts[path]!)
    for (const { call, prints } of promises) expect(printed[call]).toBe(prints)
  })
})
