import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Law } from './law.ts'
import { realPipeline } from './real-pipeline.ts'
import { tiers, withTier } from './tiers.ts'

/** The same inputs in every run and runtime: a law that fails today fails tomorrow. */
const seed = 20_251_107

/** In a page a third of the inputs: law 9 holds that the bytes are those of Node, and one thread has all specs to run. */
const isPage = typeof document !== 'undefined'

/** Another tier only changes which rows are near: it is tried on so many of the inputs. */
const shareInTiers = 1 / 6

/** Tests that the real pipeline keeps the law and, in Node, that over the same inputs every mutant is found to break it. */
export function testLaw<Input>(law: Law<Input>): void {
  describe(law.name, () => {
    test('holds', async () => {
      await fc.assert(fc.asyncProperty(law.inputs, (input) => law.check(realPipeline, input)), { seed, numRuns: isPage ? Math.ceil(law.runs / 3) : law.runs })
    })
    if (law.inEveryTier !== false) {
      test.each(tiers)('holds with $name', async (tier) => {
        const pipeline = withTier(realPipeline, await tier.relevance())
        await fc.assert(fc.asyncProperty(law.inputs, (input) => law.check(pipeline, input)), { seed, numRuns: Math.ceil(law.runs * shareInTiers / (isPage ? 3 : 1)) })
      })
    }
    // Whether the law would see a broken pipeline does not depend on the runtime.
    if (isPage) return
    test.each(Object.entries(law.mutants))('rejects a pipeline that %s', async (_name, mutant) => {
      const pipeline = mutant(realPipeline)
      const outcome = await fc.check(fc.asyncProperty(law.inputs, (input) => law.check(pipeline, input)), { seed, numRuns: law.runs, endOnFailure: true })
      expect(outcome.failed).toBe(true)
      // Rejected by what the law says, not because the mutant crashed.
      expect(outcome.errorInstance).toHaveProperty('name', 'AssertionError')
    })
  })
}
