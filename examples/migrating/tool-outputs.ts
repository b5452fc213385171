import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: 'openai', defaultMode: 'optimize' })

const messages: OpenAI.ChatCompletionMessageParam[] = [
  { role: 'user', content: 'Search for Python tutorials' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_123', type: 'function', function: { name: 'search', arguments: '{"q": "python"}' } }],
  },
  {
    role: 'tool',
    tool_call_id: 'call_123',
    content: JSON.stringify({ results: Array.from({ length: 500 }, (_, i) => ({ title: `Tutorial ${i}`, score: 100 - i })) }),
  },
  { role: 'user', content: 'What are the top 3?' },
]

await client.chat.completions.create({ model: 'gpt-4o-mini', messages })
console.log(`Tokens saved: ${client.getStats().session.tokensSavedTotal}`)
console.log(client.getStats().session.tokensSavedTotal > 3500) // => true
