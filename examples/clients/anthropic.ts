import Anthropic from '@anthropic-ai/sdk'
import type { Report } from 'headroom-ts'
import { withHeadroom } from 'headroom-ts/anthropic'

const onReport = ({ tokensSaved, tokenCounting }: Report): void => console.log(`saved ${tokensSaved} tokens (${tokenCounting})`)
const anthropic = withHeadroom(new Anthropic(), { onReport })

const jobs = Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))

const message = await anthropic.messages.create({
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [
    { role: 'user', content: 'Which job failed?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'list_jobs', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: JSON.stringify(jobs) }] },
  ],
})
const [answer] = message.content
if (answer?.type === 'text') console.log(answer.text) // => job-40 failed: disk full

// One request as it is, to compare: the header does not leave.
await anthropic.messages.create({ model: 'claude-sonnet-5', max_tokens: 10, messages: [{ role: 'user', content: 'Hello' }] }, { headers: { 'x-headroom-bypass': 'true' } })
