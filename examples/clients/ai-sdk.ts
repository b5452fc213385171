import { createOpenAI } from '@ai-sdk/openai'
import { generateText, stepCountIs, tool, wrapLanguageModel } from 'ai'
import { z } from 'zod'
import { headroomMiddleware } from 'headroom-ts/ai-sdk'

const middleware = headroomMiddleware()
const model = wrapLanguageModel({ model: createOpenAI().chat('gpt-4o-mini'), middleware })

const listJobs = tool({
  description: 'Lists all jobs.',
  inputSchema: z.object({}),
  execute: () => Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' })),
})

const { text, steps } = await generateText({ model, tools: { listJobs }, prompt: 'Which job failed?', stopWhen: stepCountIs(3) })

console.log(text) // => job-40 failed: disk full
console.log(steps.length) // => 2
console.log(middleware.headroom.getStats().session.tokensSavedTotal > 500) // => true
