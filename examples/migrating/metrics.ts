import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: 'openai', defaultMode: 'optimize' })
const startTime = Date.now()
await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] })

const metrics = await client.getMetrics({ startTime, limit: 100 })
for (const m of metrics) console.log(`${m.timestamp}: ${m.tokensInputBefore} -> ${m.tokensInputAfter}`)

const summary = await client.getSummary({ startTime })
console.log(`Total requests: ${summary.totalRequests}`) // => Total requests: 1
console.log(`Total tokens saved: ${summary.totalTokensSaved}`) // => Total tokens saved: 0
