import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { modelMessages, uiMessages } from '../adapters/ai-sdk/samples.ts'
import { validateLangChain, validateModelMessages, validateUiMessages } from './provider-rules-frameworks.ts'

const user = { role: 'user', content: 'hi' }
const call = (id: string) => ({ type: 'tool-call', toolCallId: id, toolName: 'f', input: {} })
const result = (id: string, output: unknown = { type: 'text', value: 'x' }) => ({ type: 'tool-result', toolCallId: id, toolName: 'f', output })
const says = (...content: unknown[]) => ({ role: 'assistant', content })
const answers = (...content: unknown[]) => ({ role: 'tool', content })

describe('validateModelMessages', () => {
  test('takes parallel calls, answered in another order, and what the provider did itself', () => {
    expect(validateModelMessages([user, says(call('a'), call('b')), answers(result('b'), result('a')), { role: 'assistant', content: 'ok' }])).toEqual([])
    expect(validateModelMessages(modelMessages).filter((problem) => !problem.includes('nobody'))).toEqual([])
  })

  test.each([
    { name: 'a call without a result', messages: [says(call('a')), user], problem: 'tool call a is not answered' },
    { name: 'a result without a call', messages: [answers(result('a'))], problem: 'answers no open call: a' },
    { name: 'a result that is text', messages: [{ role: 'tool', content: 'x' }], problem: 'must be a list of results' },
    { name: 'an output of no kind', messages: [says(call('a')), answers(result('a', 'x'))], problem: 'output must be of a known kind' },
    { name: 'a text value that is none', messages: [says(call('a')), answers(result('a', { type: 'text', value: {} }))], problem: 'output must be of a known kind' },
    { name: 'a block of another provider', messages: [{ role: 'user', content: [{ type: 'image_url' }] }], problem: 'user content takes no image_url' },
    { name: 'an unknown role', messages: [{ role: 'model', content: [] }], problem: 'unknown role model' },
  ])('refuses $name', ({ messages, problem }) => expect(validateModelMessages(messages).join('\n')).toContain(problem))
})

describe('validateUiMessages', () => {
  test('takes every kind of part', () => expect(validateUiMessages(uiMessages)).toEqual([]))

  const tool = { type: 'tool-f', toolCallId: 'a', state: 'output-available', input: {}, output: 'x' }
  test.each([
    { name: 'no id', message: { role: 'user', parts: [{ type: 'text', text: 'x' }] }, problem: 'needs an id' },
    { name: 'no parts', message: { id: '1', role: 'user', parts: [] }, problem: 'at least one part' },
    { name: 'an output that is gone', message: { id: '1', role: 'assistant', parts: [{ ...tool, output: undefined }] }, problem: 'must be there' },
    { name: 'a call of the user', message: { id: '1', role: 'user', parts: [tool] }, problem: 'the assistant only' },
    { name: 'an error without its text', message: { id: '1', role: 'assistant', parts: [{ ...tool, state: 'output-error' }] }, problem: 'needs its text' },
  ])('refuses $name', ({ message, problem }) => expect(validateUiMessages([message]).join('\n')).toContain(problem))
})

describe('validateLangChain', () => {
  const ai = new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'f', args: {} }] })
  const answer = new ToolMessage({ content: 'x', tool_call_id: 'a' })
  test('takes a call and its result', () => expect(validateLangChain([new SystemMessage('s'), new HumanMessage('x'), ai, answer, new AIMessage('y')])).toEqual([]))

  test.each([
    { name: 'a copy that is no instance', messages: [{ ...new HumanMessage('x') }], problem: 'no instance' },
    { name: 'a system message in the middle', messages: [new HumanMessage('x'), new SystemMessage('s')], problem: 'must be the first' },
    { name: 'words before a result', messages: [ai, new HumanMessage('x'), answer], problem: 'not answered before' },
    { name: 'a result without a call', messages: [answer], problem: 'answers no open call: a' },
  ])('refuses $name', ({ messages, problem }) => expect(validateLangChain(messages).join('\n')).toContain(problem))
})
