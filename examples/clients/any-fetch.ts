import OpenAI from 'openai'
import Anthropic from '@anthropic-ai/sdk'
import { createHeadroom } from 'headroom-ts'
import { createHeadroomFetch } from 'headroom-ts/fetch'

// Two clients, one session: its totals and decisions are shared.
const headroom = createHeadroom()
const fetch = createHeadroomFetch({ headroom })
const openai = new OpenAI({ fetch })
const anthropic = new Anthropic({ fetch })

await openai.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] })
await anthropic.messages.create({ model: 'claude-haiku-4-5', max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] })

console.log(headroom.getStats().session.requestsTotal) // => 2
