import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { longestRuns, promisedShare, promisedTokens, sendRun, unlimited, windowOf } from '../../bench/savings/promise.ts'
import { sharedData } from './folder.ts'

const runs = existsSync(sharedData) ? await longestRuns(sharedData, 2.4 * promisedTokens) : []

describe.skipIf(runs.length === 0)('the longest recorded talks of agents', () => {
  test.each(runs.slice(0, 1))('$name: down to two fifths of it every request fits, and every fact is there where it is used', async (run) => {
    const { tokensBefore } = await sendRun({ ...run, facts: [] }, unlimited)
    const limit = Math.floor(promisedShare * tokensBefore)
    // Every third: each is looked for in a request of its own.
    const cut = await sendRun({ ...run, facts: run.facts.filter((_, at) => at % 3 === 0) }, windowOf(limit))
    expect(cut).toMatchObject({ lost: [], unfitting: 0 })
    expect(cut.largest).toBeLessThanOrEqual(limit)
    expect(cut.uses).toBeGreaterThan(60)
    expect(cut.unitsDropped).toBeGreaterThan(0)
  })
})
