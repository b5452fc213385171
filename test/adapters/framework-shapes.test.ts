import { AIMessage, ChatMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { expect, test } from 'vitest'
import { findShape } from '../../src/adapters/find-adapter.ts'
import { modelMessages, uiMessages } from './ai-sdk/samples.ts'
import { messages as langChainMessages } from './langchain/samples.ts'

const user = { role: 'user', content: 'hi' }
const call = { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'f', input: {} }] }
const result = { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'f', output: { type: 'text', value: 'x' } }] }
const said = { id: '1', role: 'user', parts: [{ type: 'text', text: 'hi' }] }
const openAiCall = { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] }

// AI SDK and LangChain share roles, names and envelopes with the providers' shapes; what tells them apart.
test.each([
  { name: 'model messages', request: modelMessages, format: 'ai-sdk' },
  { name: 'messages of a user interface', request: uiMessages, format: 'ai-sdk' },
  { name: 'a call', request: [user, call], format: 'ai-sdk' },
  { name: 'a result alone', request: [result], format: 'ai-sdk' },
  { name: 'the prompt of a middleware', request: { prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }], tools: [] }, format: 'ai-sdk' },
  { name: 'the body that a chat app posts', request: { id: 'c', messages: [said], trigger: 'submit-message' }, format: 'ai-sdk' },
  { name: 'a user interface without parts yet', request: [said, { id: '2', role: 'assistant', parts: [] }], format: 'ai-sdk' },
  { name: 'a broken part among good ones', request: { messages: [{ id: '1', role: 'user', parts: [null, { type: 'text', text: 'x' }] }, null] }, format: 'ai-sdk' },
  { name: 'a system prompt beside model messages', request: { system: 'rules', messages: [user, call, result] }, format: 'ai-sdk' },
  { name: 'a system prompt beside messages of a user interface', request: { system: 'rules', messages: [said] }, format: 'ai-sdk' },
  { name: 'instructions', request: { instructions: 'rules', messages: [user] }, format: 'ai-sdk' },
  { name: 'tools by name', request: { messages: [user], tools: { f: { description: 'x' } } }, format: 'ai-sdk' },
  { name: 'a model object', request: { model: { modelId: 'gpt-4o', doGenerate: () => null }, messages: [user] }, format: 'ai-sdk' },
  { name: 'options for a provider', request: [{ ...user, providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }], format: 'ai-sdk' },
  { name: 'a file', request: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'AAAA' }] }], format: 'ai-sdk' },
  { name: 'an image of the SDK', request: [{ role: 'user', content: [{ type: 'image', image: new URL('https://a.b/c.png') }] }], format: 'ai-sdk' },
  { name: 'a file of OpenAI', request: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }], format: 'openai-chat' },
  { name: 'reasoning that a compatible server sends as a part', request: [user, { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }] }, openAiCall], format: 'openai-chat' },
  { name: 'texts that any of them could have written', request: [user, { role: 'assistant', content: [{ type: 'text', text: 'x' }] }], format: 'openai-chat' },
  { name: 'contents of Google, bare', request: [{ role: 'user', parts: [{ text: 'x' }] }], format: 'google' },
  { name: 'messages of LangChain', request: langChainMessages, format: 'langchain' },
  { name: 'a state of an agent', request: { messages: [new HumanMessage('x')], step: 3 }, format: 'langchain' },
  { name: 'generic messages of LangChain, which have a role', request: [new ChatMessage({ content: 'x', role: 'user' })], format: 'langchain' },
  { name: 'one instance among plain messages', request: [user, new AIMessage('x')], format: 'langchain' },
  { name: 'the request of an agent\'s middleware', request: { systemMessage: new SystemMessage('rules'), systemPrompt: 'rules', messages: [new HumanMessage('x'), new ToolMessage({ content: 'x', tool_call_id: 'a' })], tools: [] }, format: 'langchain' },
])('$name: $format', ({ request, format }) => {
  const found = findShape(request)
  expect(found).not.toHaveProperty('reason')
  expect(found.shape?.format).toBe(format)
})

test.each([
  { name: 'calls of OpenAI and of the AI SDK in one array', request: [openAiCall, call] },
  { name: 'a prompt that is text', request: { prompt: 'hi' } },
  { name: 'a prompt of token numbers', request: { prompt: [1, 2, 3] } },
  { name: 'prompts that are texts', request: ['hi', 'there'] },
  { name: 'messages of LangChain that were written as JSON', request: JSON.parse(JSON.stringify([new HumanMessage('x')])) as unknown },
])('no shape for $name', ({ request }) => expect(findShape(request).shape).toBeUndefined())

test('a shape that is named decides where nothing else does', () => {
  expect(findShape([user], 'ai-sdk').shape?.format).toBe('ai-sdk')
  expect(() => findShape([user], 'langchain')).toThrow('not of the format langchain')
  expect(() => findShape([openAiCall], 'ai-sdk')).toThrow('not of the format ai-sdk')
})
