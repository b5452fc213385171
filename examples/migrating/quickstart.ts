import OpenAI from 'openai'
import { HeadroomClient, OpenAIProvider } from 'headroom-ts'

const client = new HeadroomClient({
  originalClient: new OpenAI(),
  provider: new OpenAIProvider(),
  defaultMode: 'optimize', // or 'audit', the default, which only observes
})

const response = await client.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Hello!' }],
})

console.log(response.choices[0]?.message.content) // => Hello!

const stats = client.getStats()
console.log(`Tokens saved this session: ${stats.session.tokensSavedTotal}`)
