import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Options } from '../../src/options.ts'
import type { Law } from './law.ts'
import type { Mutant } from './pipeline.ts'
import { payloadSpecs } from '../arbitraries/payload.ts'
import { createHashEmbedder } from '../relevance/hash-embedder.ts'
import type { StaticTable } from '../../src/relevance/static-table.ts'
import { toolTexts } from './wire-reading.ts'

const failure = new Error('out of order')
const fail = (): never => { throw failure }

/** A table that has nothing to say, and says it with what are no cosines. */
const silentTable: StaticTable = {
  name: 'silent', dimensions: 2, vectorOf: () => ({ sum: new Int32Array(2), squaredNorm: 0 }), cosines: (_query, texts) => new Float64Array(texts.length).fill(Number.NaN),
}

/** Steps that fail in every way a step can: at once, later, or with an answer that makes no sense. */
const failures = {
  'a transform that throws': { transforms: [{ name: 'own', apply: fail }] },
  'a transform that rejects': { transforms: [{ name: 'own', apply: () => Promise.reject(failure) }] },
  'a transform that edits what is not there': {
    transforms: [{ name: 'own', apply: () => ({ edits: [{ kind: 'replace', path: ['nowhere', 3, 'at', 'all'], value: 1 }], decisions: [], warnings: [] }) }],
  },
  'a scorer that throws': { smartCrusher: { relevance: { scorer: { name: 'own', score: fail } } } },
  'a scorer that rejects': { smartCrusher: { relevance: { scorer: { name: 'own', score: () => Promise.reject(failure) } } } },
  'a scorer that answers for too few rows': { smartCrusher: { relevance: { scorer: { name: 'own', score: () => [1] } } } },
  'a scorer that answers with no numbers': {
    smartCrusher: { relevance: { scorer: { name: 'own', score: (_query: string, documents: readonly string[]) => documents.map(() => Number.NaN) } } },
  },
  'an embedder that throws': { smartCrusher: { relevance: { embedder: { ...createHashEmbedder(), embed: fail } } } },
  'an embedder that rejects': { smartCrusher: { relevance: { embedder: { ...createHashEmbedder(), embed: () => Promise.reject(failure) } } } },
  'an embedder that answers for too few texts': { smartCrusher: { relevance: { embedder: { ...createHashEmbedder(), embed: async () => [] } } } },
  'an embedder that answers with no numbers': {
    smartCrusher: { relevance: { embedder: { ...createHashEmbedder(), embed: async (texts: readonly string[]) => texts.map(() => new Float32Array(4).fill(Number.NaN)) } } },
  },
  'a table that throws': { smartCrusher: { relevance: { table: { ...silentTable, cosines: fail } } } },
  'a table that answers for too few rows': { smartCrusher: { relevance: { table: { ...silentTable, cosines: () => new Float64Array(1) } } } },
  'a table that answers with no numbers': { smartCrusher: { relevance: { table: silentTable } } },
  'a counter that throws': { tokenCounter: { count: fail } },
  'a counter that rejects': { tokenCounter: { count: () => Promise.reject(failure) } },
  'a counter that answers with no number': { tokenCounter: { count: () => Number.NaN } },
} satisfies Record<string, Options>

type FailureName = keyof typeof failures
const failureNames = Object.keys(failures) as readonly FailureName[]

/** Keeps what `optimize` gives but for one part of it. */
const changing = (change: (outcome: Awaited<ReturnType<Parameters<Mutant>[0]['optimize']>>, options: Options) => typeof outcome): Mutant => (pipeline) => ({
  ...pipeline,
  optimize: async (request, options = {}) => change(await pipeline.optimize(request, options), options),
})

export const failuresLaw: Law<{ readonly conversation: Sent, readonly failing: FailureName }> = {
  name: 'Law 13: a failure in any step passes that step\'s input on and adds a warning',
  inputs: fc.record({
    conversation: conversations(payloadSpecs({ minRows: 30, maxRows: 60, kinds: ['array', 'wrapped', 'json-lines', 'prose'] })),
    failing: fc.constantFrom(...failureNames),
  }),
  runs: 85,
  inEveryTier: false,
  async check(pipeline, { conversation: { request }, failing }) {
    const options: Options = failures[failing]
    const sound = await pipeline.optimize(request, { model: 'gpt-4o' })
    const outcome = await pipeline.optimize(request, { model: 'gpt-4o', ...options }).catch((error: unknown) => expect.unreachable(`rejected with ${String(error)}`))
    // The others do their work: what a failing scorer would have ranked, BM25 ranks; what a failing counter would have counted is estimated.
    if (options.tokenCounter === undefined) expect(JSON.stringify(outcome.request)).toBe(JSON.stringify(sound.request))
    else expect(toolTexts(outcome.request)).toHaveLength(toolTexts(request).length)
    expect(Number.isSafeInteger(outcome.report.tokensAfter)).toBe(true)
    // A scorer is only asked where there are rows to rank.
    const asked = options.smartCrusher === undefined || sound.report.decisions.some(({ relevance }) => relevance !== undefined)
    if (asked) expect(outcome.report.warnings.length).toBeGreaterThan(sound.report.warnings.length)
    if (options.smartCrusher === undefined) expect(outcome.report.warnings.join('\n')).toMatch(/own|counter|token/i)
  },
  mutants: {
    'lets failures through': (pipeline) => ({
      ...pipeline,
      optimize: async (request, options) => {
        const outcome = await pipeline.optimize(request, options)
        if (outcome.report.warnings.length > 0 && Object.keys(options ?? {}).length > 1) throw failure
        return outcome
      },
    }),
    'says nothing about failures': changing((outcome) => ({ ...outcome, report: { ...outcome.report, warnings: [] } })),
    'gives up after a failure': (pipeline) => ({
      ...pipeline,
      optimize: async (request, options) => {
        const outcome = await pipeline.optimize(request, options)
        return options?.transforms || options?.smartCrusher ? { ...outcome, request } : outcome
      },
    }),
  },
}
