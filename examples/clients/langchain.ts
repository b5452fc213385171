import { ChatOpenAI } from '@langchain/openai'
import { createAgent, tool } from 'langchain'
import { z } from 'zod'
import { createHeadroomMiddleware } from 'headroom-ts/langchain'

const listJobs = tool(
  () => JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))),
  { name: 'list_jobs', description: 'Lists all jobs.', schema: z.object({}) },
)

const headroom = createHeadroomMiddleware()
const agent = createAgent({ model: new ChatOpenAI({ model: 'gpt-4o-mini' }), tools: [listJobs], middleware: [headroom] })

const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which job failed?' }] })

console.log(messages.at(-1)?.content) // => job-40 failed: disk full
console.log(headroom.headroom.getStats().session.tokensSavedTotal > 500) // => true
