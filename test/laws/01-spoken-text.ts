import { expect } from 'vitest'
import { mapDeep } from '../arbitraries/clone.ts'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { mapMessages, spokenTexts, systemTexts } from './wire-reading.ts'

/** Sentences and lines, which the aligner may move but never take apart. */
const sentencesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split(/(?<=[.!?])\s+|\s*\n\s*/)).filter((sentence) => sentence !== '')

export const spokenTextLaw: Law<Sent> = {
  name: 'Law 1: user and assistant text that is kept is unchanged, system text is only moved',
  inputs: conversations(),
  runs: 25,
  async check(pipeline, { request }) {
    const { request: after, report } = await pipeline.optimize(request, { model: 'gpt-4o' })
    const before = spokenTexts(request, ['user', 'assistant'])
    const spoken = spokenTexts(after, ['user', 'assistant'])
    if (report.window.cut) expect(before).toEqual(expect.arrayContaining(spoken))
    else expect(spoken).toEqual(before)
    const system = systemTexts(after).join('\n')
    for (const sentence of sentencesOf(systemTexts(request))) expect(system).toContain(sentence)
  },
  mutants: {
    'minifies data that a user pasted': breakOptimize((after) => mapMessages(after, (messages) => messages.map((message) =>
      message.role === 'user' && typeof message['content'] === 'string' ? { ...message, content: message['content'].replaceAll('  ', ' ') } : message))),
    'trims what the assistant said': breakOptimize((after) => mapMessages(after, (messages) => messages.map((message) =>
      message.role === 'assistant' && typeof message['content'] === 'string' ? { ...message, content: message['content'].trim() } : message))),
    // It stands nowhere else.
    'cuts the date out of the system prompt': breakOptimize((after) => mapDeep(after, (_, value) => (typeof value === 'string' ? value.replace('January 7, 2025', '') : value))),
  },
}
