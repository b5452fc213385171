import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations, messagesOf } from '../arbitraries/conversation.ts'
import type { Request, Shape } from '../arbitraries/conversation.ts'
import { validateLangChain, validateModelMessages, validateUiMessages } from '../conversation/provider-rules-frameworks.ts'
import { validateGoogle } from '../conversation/provider-rules-google.ts'
import { validateResponses } from '../conversation/provider-rules-responses.ts'
import { validateAnthropic, validateOpenAiChat } from '../conversation/provider-rules.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { answersCalls, mapMessages, skeleton } from './wire-reading.ts'

/** What the provider would object to; orphans that came in are objected to before and after. */
export const problemsOf = (request: Request, shape: Shape): string[] => validators[shape](messagesOf(request))

const validators: Readonly<Record<Shape, (messages: readonly unknown[]) => string[]>> = {
  'openai-chat': validateOpenAiChat, anthropic: validateAnthropic, 'openai-responses': validateResponses, google: validateGoogle,
  'ai-sdk': validateModelMessages, 'ai-sdk-ui': validateUiMessages, langchain: validateLangChain,
}

export const pairsLaw: Law<Sent> = {
  name: 'Law 2: calls and results stay paired and in the order the provider requires',
  inputs: conversations(),
  runs: 40,
  async check(pipeline, { request, shape }) {
    const { request: after, report } = await pipeline.optimize(request, { model: 'gpt-4o' })
    expect(problemsOf(after, shape)).toEqual(problemsOf(request, shape))
    if (!report.window.cut) expect(skeleton(after)).toEqual(skeleton(request))
  },
  mutants: {
    'drops the message of a result': breakOptimize((after) => mapMessages(after, (messages) => {
      const at = messages.findIndex(answersCalls(after))
      return at < 0 ? messages : messages.filter((_, i) => i !== at)
    })),
    'puts the user\'s words before the results': breakOptimize((after) => mapMessages(after, (messages) => messages.map((message) => {
      const content = message['content']
      return message.role === 'user' && answersCalls(after)(message) && Array.isArray(content) && content.length > 1 ? { ...message, content: [...content].reverse() } : message
    }))),
    'moves a call behind its result': breakOptimize((after) => mapMessages(after, (messages) => {
      const at = messages.findIndex(answersCalls(after))
      if (at < 1) return messages
      const moved = [...messagesOf(after)]
      moved.splice(at - 1, 2, moved[at]!, moved[at - 1]!)
      return moved
    })),
  },
}
