/// <reference types="vite/client" />
import { afterAll, afterEach, beforeAll, describe, test, vi } from 'vitest'
import { expectPromisesKept } from '../example-promises.ts'
import { startFakeModel } from './fake-model.ts'
import type { FakeModel } from './fake-model.ts'

const modules = import.meta.glob(['../../examples/clients/*.ts', '../../examples/migrating/*.ts', '../../examples/embeddings/*.ts'])
const texts = import.meta.glob<string>(['../../examples/clients/*.ts', '../../examples/migrating/*.ts', '../../examples/embeddings/*.ts'], { query: '?raw', import: 'default', eager: true })

let model: FakeModel
beforeAll(async () => {
  model = await startFakeModel()
  // What the clients read themselves.
  const environment = {
    OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_API_KEY: 'key', ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'key',
    GOOGLE_GEMINI_BASE_URL: model.url, GEMINI_API_KEY: 'key',
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await model.close()
})
afterEach(() => { vi.restoreAllMocks() })

describe('every example of a client, and those that need files', () => {
  test.each(Object.keys(modules))('%s prints what it says', (path) => expectPromisesKept(texts[path]!, modules[path]!))
})
