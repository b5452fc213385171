import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { mapToolTexts, toolTexts } from './wire-reading.ts'

export const onceIsEnoughLaw: Law<Sent> = {
  name: 'Law 11: optimizing twice is optimizing once',
  inputs: conversations(),
  runs: 40,
  async check(pipeline, { request }) {
    const once = await pipeline.optimize(request, { model: 'gpt-4o' })
    const twice = await pipeline.optimize(once.request, { model: 'gpt-4o' })
    expect(JSON.stringify(twice.request)).toBe(JSON.stringify(once.request))
    expect(twice.request).toBe(once.request)
  },
  mutants: {
    'crushes what it has crushed': breakOptimize((after) => mapToolTexts(after, (text) => (text.length > 400 ? text.slice(0, -100) : text))),
    'signs every result': breakOptimize((after) => mapToolTexts(after, (text) => `${text} (optimized)`)),
    'copies what it need not touch': breakOptimize((after, before) => (toolTexts(before).length > 0 ? structuredClone(after) : after)),
  },
}
