import { createHeadroom } from 'headroom-ts'

const headroom = createHeadroom({ mode: 'audit', model: 'gpt-4o-mini' })

const messages = [
  { role: 'user', content: 'Which host is down?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_hosts', arguments: '{}' } }] },
  {
    role: 'tool',
    tool_call_id: 'call_1',
    content: JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ host: `web-${i}`, state: i === 77 ? 'down' : 'up', load: i % 5 })), null, 2),
  },
]

const { messages: sent, report } = await headroom.optimize(messages)

console.log(sent === messages) // => true
console.log(report.tokensSaved) // => 0
for (const { toolName, tokensBefore, tokensAfter } of report.decisions) console.log(`${toolName ?? ''} could go from ${tokensBefore} to ${tokensAfter} tokens`)
console.log(`${report.waste.whiteSpace} tokens of white space, ${report.waste.repeatedKeys} of repeated keys`)
console.log(headroom.getStats().session.requestsByMode.audit) // => 1
