import { describe, expect, test } from 'vitest'
import { validateGoogle } from './provider-rules-google.ts'

const user = (...parts: unknown[]) => ({ role: 'user', parts: parts.length === 0 ? [{ text: 'hi' }] : parts })
const model = (...parts: unknown[]) => ({ role: 'model', parts })
const call = (name: string, fields = {}) => ({ functionCall: { name, args: {}, ...fields }, thoughtSignature: 'c2ln' })
const parallel = (name: string, fields = {}) => ({ functionCall: { name, args: {}, ...fields } })
const answer = (name: string, fields = {}) => ({ functionResponse: { name, response: { output: 'x' }, ...fields } })

describe('validateGoogle', () => {
  test.each([
    { name: 'plain', contents: [user(), model({ text: 'ok', thoughtSignature: 'c2ln' }), user()] },
    { name: 'parallel calls, only the first one signed', contents: [user(), model({ text: 'hm', thought: true }, call('f'), parallel('g')), user(answer('f'), answer('g'))] },
    { name: 'answers by id, in another order', contents: [user(), model(call('f', { id: '1' }), parallel('f', { id: '2' })), user(answer('f', { id: '2' }), answer('f', { id: '1' }))] },
    { name: 'answers in two contents, then words', contents: [user(), model(call('f'), parallel('g')), user(answer('f')), { role: 'function', parts: [answer('g')] }, user()] },
    { name: 'no role', contents: [{ parts: [{ text: 'x' }] }] },
  ])('takes $name', ({ contents }) => expect(validateGoogle(contents)).toEqual([]))

  test.each([
    { name: 'a call without an answer', contents: [user(), model(call('f')), user()], problem: '1 function calls have 0 responses' },
    { name: 'a call at the end', contents: [user(), model(call('f'))], problem: '1 function calls have 0 responses' },
    { name: 'one answer of two', contents: [user(), model(call('f'), parallel('g')), user(answer('f'))], problem: '2 function calls have 1 responses' },
    { name: 'an answer without a call', contents: [user(answer('f'))], problem: 'no open function call' },
    { name: 'an answer of another name', contents: [user(), model(call('f')), user(answer('g'))], problem: 'no open function call' },
    { name: 'an answer one turn late', contents: [user(), model(call('f')), user(), model({ text: 'x' }), user(answer('f'))], problem: 'no open function call' },
    { name: 'a call that lost its signature', contents: [user(), model(parallel('f')), user(answer('f'))], problem: 'missing its thoughtSignature' },
    { name: 'a signature that is no base64', contents: [user(), model({ ...call('f'), thoughtSignature: 'c 2' }), user(answer('f'))], problem: 'must be base64' },
    { name: 'a response that is a text', contents: [user(), model(call('f')), user(answer('f', { response: 'x' }))], problem: 'must be an object' },
    { name: 'a response that is a list', contents: [user(), model(call('f')), user(answer('f', { response: [] }))], problem: 'must be an object' },
    { name: 'an answer of the model', contents: [user(), model(answer('f'))], problem: 'of the user only' },
    { name: 'a call first', contents: [model(call('f')), user(answer('f'))], problem: 'first turn' },
    { name: 'no parts', contents: [user(), { role: 'model', parts: [] }], problem: 'at least one part' },
    { name: 'a role of another shape', contents: [{ role: 'assistant', parts: [{ text: 'x' }] }], problem: 'unknown role' },
    { name: 'a part of nothing', contents: [user({ thought: true })], problem: 'one of its data fields' },
  ])('refuses $name', ({ contents, problem }) => expect(validateGoogle(contents).join('\n')).toContain(problem))
})
