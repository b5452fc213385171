import { formatReport, optimize } from 'headroom-ts'

const request = {
  model: 'claude-sonnet-4-5',
  max_tokens: 1024,
  system: 'You watch a billing system.',
  messages: [
    { role: 'user', content: 'Which invoice failed?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'list_invoices', input: { month: '2025-06' } }] },
    {
      role: 'user',
      content: [{
        type: 'tool_result',
        tool_use_id: 'toolu_1',
        content: JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ id: 7000 + i, state: i === 131 ? 'failed' : 'paid', cents: 990 }))),
      }],
    },
  ],
}

const { request: smaller, report } = await optimize(request)

console.log(JSON.stringify(smaller).includes('7131')) // => true
console.log(smaller.messages[0] === request.messages[0]) // => true
console.log(formatReport(report))
