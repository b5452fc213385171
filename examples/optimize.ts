import { optimize } from 'headroom-ts'

const results = Array.from({ length: 500 }, (_, i) => ({ title: `Tutorial ${i}`, score: 100 - i }))

const messages = [
  { role: 'user', content: 'Search for Python tutorials' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":"python"}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify({ results }) },
  { role: 'user', content: 'What are the top 3?' },
]

const { messages: smaller, report } = await optimize(messages, { model: 'gpt-4o-mini' })

console.log(smaller[2]?.content) // the rows that matter, and in place what all 500 hold
console.log(`${report.tokensBefore} -> ${report.tokensAfter} tokens`)
console.log(smaller[0] === messages[0]) // => true
