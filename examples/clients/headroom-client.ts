import OpenAI from 'openai'
import { HeadroomClient, OpenAIProvider } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: new OpenAIProvider(), defaultMode: 'optimize' })

const request: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'user', content: 'Which job failed?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] },
    {
      role: 'tool',
      tool_call_id: 'call_1',
      content: JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))),
    },
  ],
}

const plan = await client.chat.completions.simulate(request)
console.log(`would save ${plan.tokensSaved} tokens, $${plan.estimatedSavings ?? '?'}`)

const completion = await client.chat.completions.create({ ...request, headroomKeepTurns: 5 })
console.log(completion.choices[0]?.message.content) // => job-40 failed: disk full

const { session, config } = client.getStats()
console.log(config.mode, config.provider, session.requestsTotal) // => optimize openai 1
console.log(session.tokensSavedTotal === plan.tokensSaved) // => true
await client.close()
