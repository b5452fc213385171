import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import { brokenJsonTexts } from '../arbitraries/json.ts'
import { payloadSpecs } from '../arbitraries/payload.ts'
import { holdsDocument } from './documents.ts'
import type { Law } from './law.ts'
import { breakCrush, breakOptimize } from './pipeline.ts'
import { isDated, mapToolTexts, systemTexts, toolTexts } from './wire-reading.ts'

export const unreadableTextLaw: Law<string> = {
  name: 'Law 3: a tool result that cannot be read goes out as it came in',
  inputs: fc.oneof(
    { weight: 3, arbitrary: brokenJsonTexts().filter((text) => !holdsDocument(text)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !holdsDocument(text)) },
  ),
  runs: 120,
  async check(pipeline, text) {
    const { text: after } = await pipeline.crush(text, { query: 'what is in it?', smartCrusher: { minTokensToCrush: 0 } })
    expect(after).toBe(text)
    expect(pipeline.expand(text)).toBe(text)
  },
  mutants: {
    'trims it': breakCrush((after) => after.trim()),
    'takes the byte order mark away': breakCrush((after) => after.replace(/^\ufeff/, '')),
    'cuts a document that does not end': breakCrush((after) => (/^\s*\[/.test(after) ? after.slice(0, after.lastIndexOf(',')) : after)),
    'mends lone surrogates': breakCrush((after) => after.replace(/(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')),
  },
}

/** Whether a line of one result stands in another too, so that it can be referred to. */
function repeatsItself(texts: readonly string[]): boolean {
  const lines = texts.flatMap((text) => [...new Set(text.split('\n'))]).filter((line) => line.trim() !== '')
  return new Set(lines).size < lines.length
}

export const sameRequestLaw: Law<Sent> = {
  name: 'Law 3: a request in which nothing can be made smaller goes out as the same reference',
  inputs: conversations(payloadSpecs({ maxRows: 40, kinds: ['prose', 'cut'] }))
    .filter(({ request }) => toolTexts(request).every(({ text }) => !holdsDocument(text)) && !systemTexts(request).some(isDated) && !repeatsItself(toolTexts(request).map(({ text }) => text))),
  runs: 25,
  async check(pipeline, { request }) {
    expect((await pipeline.optimize(request, { model: 'gpt-4o' })).request).toBe(request)
  },
  mutants: {
    'copies the request': breakOptimize((after) => structuredClone(after)),
    'takes white space off results': breakOptimize((after) => mapToolTexts(after, (text) => text.replaceAll('\n\n', '\n'))),
  },
}
