import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: 'openai', defaultMode: 'optimize' })

await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Hello!' }],
  headroomMode: 'audit', // only observe
  headroomOutputBufferTokens: 8000, // keep more room for the answer
  headroomKeepTurns: 5, // keep the last 5 turns
})

console.log(client.getStats().session.requestsByMode.audit) // => 1
