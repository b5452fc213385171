import { expect, vi } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { cloneRequest } from '../arbitraries/clone.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import type { Optimized } from './pipeline.ts'
import { mapToolTexts } from './wire-reading.ts'

/** Runs `work` on a given day, with a given outcome of every roll of the dice. */
async function on<T>(day: string, roll: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(day) })
  const dice = vi.spyOn(Math, 'random').mockReturnValue(roll)
  try {
    return await work()
  } finally {
    dice.mockRestore()
    vi.useRealTimers()
  }
}

const bytesOf = ({ request, report }: Optimized): string => JSON.stringify([request, { ...report, timings: {} }])

let calls = 0

export const sameBytesLaw: Law<Sent> = {
  name: 'Law 9: same input, same options: same bytes, today and tomorrow',
  inputs: conversations(),
  runs: 16,
  async check(pipeline, { request }) {
    const today = await on('2025-03-01T10:00:00Z', 0.1, () => pipeline.optimize(request, { model: 'gpt-4o' }))
    const tomorrow = await on('2026-12-31T23:59:59Z', 0.9, () => pipeline.optimize(cloneRequest(request), { model: 'gpt-4o' }))
    expect(bytesOf(tomorrow)).toBe(bytesOf(today))
  },
  mutants: {
    'writes the day into a result': breakOptimize((after) => mapToolTexts(after, (text) => `${text} (${new Date().getFullYear()})`)),
    'rolls dice': breakOptimize((after) => mapToolTexts(after, (text) => (Math.random() < 0.5 ? text : `${text} `))),
    'counts its calls': breakOptimize((after) => mapToolTexts(after, (text) => `${text} #${calls++}`)),
  },
}
