/// <reference types="vite/client" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findBroken } from './example-promises.ts'

const modules = import.meta.glob('../examples/browser/*.ts')
const texts = import.meta.glob<string>('../examples/browser/*.ts', { query: '?raw', import: 'default', eager: true })

afterEach(() => { vi.restoreAllMocks() })

// What a page has and Node has not.
describe.skipIf(typeof Worker === 'undefined')('every example of a page', () => {
  test.each(Object.keys(modules))('%s prints what it says', async (path) => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => { printed.push(words.map(String).join(' ')) })
    await modules[path]!()
    expect(printed.length).toBeGreaterThan(0)
    expect({ broken: findBroken(texts[path]!, printed), printed }).toEqual({ broken: [], printed })
  })
})
