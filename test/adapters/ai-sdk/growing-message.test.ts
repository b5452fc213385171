import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { optimize } from '../../../src/optimize.ts'
import { buildConversation, conversationSpecs, messagesOf } from '../../arbitraries/conversation.ts'
import { payloadSpecs } from '../../arbitraries/payload.ts'

interface UiMessage { readonly role: string, readonly parts: readonly { readonly type: string, readonly text?: string }[] }

const specs = conversationSpecs(payloadSpecs({ minRows: 10, maxRows: 40 })).map((spec) => buildConversation({ ...spec, shape: 'ai-sdk-ui', body: false }))

test('a message of a user interface that grows by a step repeats, byte for byte, what was sent of it before', async () => {
  await fc.assert(fc.asyncProperty(specs, async ({ request, results }) => {
    // What the assistant says after a result names rows of it, as an answer does: too late for them to be kept for it.
    const named = results.flatMap(({ call }) => call.payload.table?.handles.map(({ words }) => words) ?? [])
    // The renderer of this shape writes nothing else.
    const messages = (messagesOf(request) as unknown as readonly UiMessage[]).map((message): UiMessage => (message.role !== 'assistant' ? message : {
      ...message, parts: message.parts.map((part, i) => (i === message.parts.length - 1 && part.type === 'text' ? { ...part, text: `${part.text} It is ${named.join(', ')}.` } : part)),
    }))
    let sent: readonly UiMessage[] = []
    for (const [at, message] of messages.entries()) {
      const ends = message.parts.flatMap(({ type }, i) => (type === 'step-start' && i > 0 ? [i] : []))
      for (const end of [...ends, message.parts.length]) {
        const { messages: after } = await optimize([...messages.slice(0, at), { ...message, parts: message.parts.slice(0, end) }], { model: 'gpt-4o', format: 'ai-sdk' })
        const known = after.slice(0, sent.length).map((now, i) => ({ ...now, parts: now.parts.slice(0, sent[i]!.parts.length) }))
        expect(JSON.stringify(known)).toBe(JSON.stringify(sent))
        // Words of the user after a result that nobody has answered yet belong to its birth.
        if (messages[at + 1]?.role !== 'user' || message.role === 'user') sent = after
      }
    }
  }), { seed: 20_251_107, numRuns: 15 })
})
