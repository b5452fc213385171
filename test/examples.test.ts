/// <reference types="vite/client" />
import { afterEach, beforeEach, describe, test, vi } from 'vitest'
import { expectPromisesKept } from './example-promises.ts'

const modules = import.meta.glob('../examples/*.ts')
const texts = import.meta.glob<string>('../examples/*.ts', { query: '?raw', import: 'default', eager: true })

// The backend of an example, where it asks one: it knows what it was sent, and nothing else.
beforeEach(() => {
  const platformFetch = globalThis.fetch
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    // The files of the package are fetched as ever.
    if (input !== 'https://app.example.com/api/chat') return platformFetch(input, init)
    const sent = String(init?.body)
    return Response.json({ answer: sent.includes('disk full') ? `${/job-\d+(?=[^{}[\]]{0,40}failed)/.exec(sent)?.[0]} failed: disk full` : 'I cannot tell' })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('every example', () => {
  test.each(Object.keys(modules))('%s prints what it says', (path) => expectPromisesKept(texts[path]!, modules[path]!))
})
