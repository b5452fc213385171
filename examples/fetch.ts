import type { Report } from 'headroom-ts'
import { createHeadroomFetch } from 'headroom-ts/fetch'
import type { MatchedCall } from 'headroom-ts/fetch'

// Looks only at what goes to the app's own backend, and there at the messages inside the body.
const match = ({ url }: MatchedCall): boolean => url.endsWith('/api/chat')
const onReport = ({ tokensBefore, tokensAfter }: Report): void => console.log(`${tokensBefore} -> ${tokensAfter} tokens`)

const send = createHeadroomFetch({ model: 'gpt-4o-mini', match, pick: ['chat', 'messages'], onReport })

const messages = [
  { role: 'user', content: 'Which job failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] },
  {
    role: 'tool',
    tool_call_id: 'call_1',
    content: JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))),
  },
]

const response = await send('https://app.example.com/api/chat', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ user: 'ada', chat: { messages } }),
})
const { answer } = await response.json() as { answer: string }

console.log(answer) // => job-40 failed: disk full
console.log(send.headroom.getStats().session.tokensSavedTotal > 500) // => true
