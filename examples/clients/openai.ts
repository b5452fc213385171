import OpenAI from 'openai'
import { withHeadroom } from 'headroom-ts/openai'

const openai = withHeadroom(new OpenAI())

const jobs = Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))

const completion = await openai.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'user', content: 'Which job failed?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify(jobs) },
  ],
})
console.log(completion.choices[0]?.message.content) // => job-40 failed: disk full

// The Responses API, streamed, through the same client.
const stream = await openai.responses.create({
  model: 'gpt-4o-mini',
  stream: true,
  input: [
    { role: 'user', content: 'Which job failed?' },
    { type: 'function_call', call_id: 'call_1', name: 'list_jobs', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_1', output: JSON.stringify(jobs) },
  ],
})
let text = ''
for await (const event of stream) if (event.type === 'response.output_text.delta') text += event.delta
console.log(text) // => job-40 failed: disk full

const { requestsTotal, usage } = openai.headroom.getStats().session
console.log(requestsTotal, usage.requestsTotal) // => 2 2
