import { optimize } from 'headroom-ts'
import { tutorials } from '../../bench/data/tutorials.ts'

const messages = [
  { role: 'user', content: 'Search for Python tutorials' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":"python"}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content: tutorials() },
  { role: 'user', content: 'What are the top 3?' },
]

const { messages: smaller } = await optimize(messages, { model: 'gpt-4o-mini' })

console.log(smaller[2]?.content)
