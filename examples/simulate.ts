import { simulate } from 'headroom-ts'

const messages = [
  { role: 'user', content: 'List the open tickets' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_tickets', arguments: '{}' } }] },
  {
    role: 'tool',
    tool_call_id: 'call_1',
    content: JSON.stringify(Array.from({ length: 150 }, (_, id) => ({ id, state: 'open', title: `Ticket about topic ${id % 40}` }))),
  },
]

const plan = await simulate(messages, { model: 'gpt-4o' })

console.log(`would save ${plan.tokensSaved} tokens, $${plan.estimatedSavingsUsd ?? '?'} each time`)
for (const { toolName, action, reason } of plan.decisions) console.log(`${toolName ?? ''}: ${action}, ${reason}`)
