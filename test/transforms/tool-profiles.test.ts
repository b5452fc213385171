import { expect, test } from 'vitest'
import { resolveOptions } from '../../src/options.ts'
import { findToolProfile, settingsForTool } from '../../src/transforms/tool-profiles.ts'

test.each([
  { name: 'the exact name wins over every glob', names: ['search_*', '*', 'search_web'], tool: 'search_web', found: 'search_web' },
  { name: 'the longer glob wins over the shorter', names: ['*', 's*', 'search_*'], tool: 'search_web', found: 'search_*' },
  { name: 'of two equally long globs the earlier one wins', names: ['*web', 'sea*'], tool: 'search_web', found: '*web' },
  { name: 'a star may stand for nothing', names: ['search*'], tool: 'search', found: 'search*' },
  { name: 'stars in the middle are matched in order', names: ['mcp__*__list_*'], tool: 'mcp__git__list_commits', found: 'mcp__*__list_*' },
  { name: 'pieces may not overlap', names: ['ab*ba'], tool: 'aba', found: undefined },
  { name: 'a middle piece may not overlap the last one', names: ['a*bc*c'], tool: 'abc', found: undefined },
  { name: 'upper and lower case differ', names: ['Search'], tool: 'search', found: undefined },
  { name: 'a dot is a dot, no wildcard', names: ['a.c*'], tool: 'abcd', found: undefined },
  { name: 'no name fits', names: ['read'], tool: 'write', found: undefined },
])('findToolProfile: $name', ({ names, tool, found }) => {
  expect(findToolProfile(names, tool)).toBe(found)
})

test('a profile holds alone: what a less specific one says does not matter', () => {
  const options = resolveOptions({ toolProfiles: { '*': { skipCompression: true }, search: { maxItems: 3 } } })
  expect(settingsForTool(options, 'search')).toMatchObject({ profile: 'search', skipCompression: false, smartCrusher: { maxItemsAfterCrush: 3 } })
  expect(settingsForTool(options, 'other')).toMatchObject({ profile: '*', skipCompression: true })
})

test('what a profile does not name is as smartCrusher says', () => {
  const options = resolveOptions({ smartCrusher: { minTokensToCrush: 10, index: { maxTokens: 5 } }, toolProfiles: { search: { lossless: true } } })
  expect(settingsForTool(options, 'search').smartCrusher).toEqual({ ...options.smartCrusher, lossless: true })
})

test('what a profile does not name of repeats is as the option says', () => {
  const options = resolveOptions({ repeats: { minLines: 9 }, toolProfiles: { read: { repeats: { minTokens: 7 } } } })
  expect(settingsForTool(options, 'read').repeats).toEqual({ enabled: true, minLines: 9, minTokens: 7 })
  expect(settingsForTool(options, 'other').repeats).toEqual({ enabled: true, minLines: 9, minTokens: 60 })
})

test('every field of a profile arrives', () => {
  const profile = {
    enabled: false, minTokensToCrush: 1, minItemsToAnalyze: 2, maxItemsAfterCrush: 3, varianceThreshold: 4, preserveChangePoints: false,
    index: { maxTokensPerRow: 5, maxTokens: 6 }, lossless: true, format: 'json' as const,
    relevance: { tier: 'bm25' as const, maxEmbeddedRows: 8, timeLimitMs: 7, query: 'latest' as const },
  }
  expect(settingsForTool(resolveOptions({ toolProfiles: { t: profile } }), 't').smartCrusher).toEqual(profile)
})

test('a result whose call is not known has no profile', () => {
  const options = resolveOptions({ toolProfiles: { '*': { skipCompression: true } } })
  const { smartCrusher, textResults, repeats } = options
  expect(settingsForTool(options, undefined)).toEqual({ skipCompression: false, smartCrusher, textResults, repeats })
})
