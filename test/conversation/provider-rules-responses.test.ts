import { describe, expect, test } from 'vitest'
import { validateResponses } from './provider-rules-responses.ts'

const user = { role: 'user', content: 'hi' }
const thought = { type: 'reasoning', id: 'rs', summary: [] }
const said = { type: 'message', id: 'msg', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'x', annotations: [] }] }
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' })
const output = (id: string, value: unknown = 'x') => ({ type: 'function_call_output', call_id: id, output: value })

describe('validateResponses', () => {
  test.each([
    { name: 'plain', items: [{ role: 'developer', content: 's' }, user, said] },
    { name: 'thoughts before calls, answered in another order', items: [user, thought, call('a'), call('b'), output('b'), output('a', [{ type: 'input_text', text: 'x' }])] },
    { name: 'words between a call and its answer', items: [call('a'), user, output('a')] },
    { name: 'an answer that is given twice', items: [call('a'), output('a'), output('a')] },
    { name: 'hosted tools', items: [thought, { type: 'web_search_call', id: 'ws', status: 'completed' }, said, { type: 'shell_call', call_id: 's', action: {} }, { type: 'shell_call_output', call_id: 's', output: [] }] },
    { name: 'thoughts before an answer', items: [thought, said] },
  ])('takes $name', ({ items }) => expect(validateResponses(items)).toEqual([]))

  test.each([
    { name: 'a call without an answer', items: [user, call('a'), user], problem: 'no tool output found' },
    { name: 'an answer without a call', items: [user, output('a')], problem: 'no tool call found' },
    { name: 'an answer before its call', items: [output('a'), call('a')], problem: 'no tool call found' },
    { name: 'an answer of another kind', items: [call('a'), { type: 'custom_tool_call_output', call_id: 'a', output: 'x' }], problem: 'no tool call found' },
    { name: 'a patch without its outcome', items: [{ type: 'apply_patch_call', call_id: 'p', operation: {} }], problem: 'no tool output found' },
    { name: 'an id for two calls', items: [call('a'), call('a'), output('a')], problem: 'share the call_id' },
    { name: 'thoughts alone at the end', items: [user, thought], problem: 'the item that followed' },
    { name: 'thoughts before a result', items: [call('a'), thought, output('a')], problem: 'the item that followed' },
    { name: 'thoughts before the user', items: [thought, user], problem: 'the item that followed' },
    { name: 'an output that is an object', items: [call('a'), output('a', { rows: [] })], problem: 'output must be' },
    { name: 'what the user says in an output part', items: [{ role: 'user', content: [{ type: 'output_text', text: 'x' }] }], problem: 'user content' },
    { name: 'arguments that are no text', items: [{ ...call('a'), arguments: {} }, output('a')], problem: 'arguments as strings' },
    { name: 'a role of another shape', items: [{ role: 'tool', content: 'x' }], problem: 'unknown role' },
  ])('refuses $name', ({ items, problem }) => expect(validateResponses(items).join('\n')).toContain(problem))
})
