import { optimize } from 'headroom-ts'

const messages = [
  { role: 'user', content: 'Sum it up' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'export', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify(Array.from({ length: 2000 }, (_, id) => ({ id, name: `Row ${id}`, value: id % 13 }))) },
]

const controller = new AbortController()
const running = optimize(messages, { model: 'gpt-4o', signal: controller.signal })
controller.abort(new Error('the user left the page'))

try {
  await running
} catch (error) {
  console.log(error === controller.signal.reason) // => true
}
