/// <reference types="vite/client" />
import { afterEach, describe, test, vi } from 'vitest'
import { expectPromisesKept } from './example-promises.ts'

const modules = import.meta.glob('../examples/browser/*.ts')
const texts = import.meta.glob<string>('../examples/browser/*.ts', { query: '?raw', import: 'default', eager: true })

afterEach(() => { vi.restoreAllMocks() })

// What a page has and Node has not.
describe.skipIf(typeof Worker === 'undefined')('every example of a page', () => {
  test.each(Object.keys(modules))('%s prints what it says', (path) => expectPromisesKept(texts[path]!, modules[path]!))
})
