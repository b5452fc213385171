import { optimize } from 'headroom-ts'

const rows = (name: string) => JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, name: `${name} ${id}`, active: true })))

const call = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: '{}' } })

const messages = [
  { role: 'user', content: 'Compare the staff list with the access log' },
  { role: 'assistant', content: null, tool_calls: [call('a', 'list_staff'), call('b', 'search_access')] },
  { role: 'tool', tool_call_id: 'a', content: rows('Person') },
  { role: 'tool', tool_call_id: 'b', content: rows('Door') },
]

const { messages: smaller } = await optimize(messages, {
  model: 'gpt-4o',
  toolProfiles: {
    list_staff: { skipCompression: true },
    'search_*': { maxItems: 30 },
  },
})

console.log(smaller[2] === messages[2]) // => true
console.log(smaller[3] === messages[3]) // => false
