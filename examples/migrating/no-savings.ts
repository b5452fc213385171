import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello!' }]

// 4 comes first here: how much is logged is an option of the client.
const client = new HeadroomClient({ originalClient: new OpenAI(), logger: console })

const stats = client.getStats()
console.log(stats.config.mode) // => audit
console.log(stats.transforms.smartCrusherEnabled) // => true

const plan = await client.chat.completions.simulate({ model: 'gpt-4o', messages })
console.log(`Transforms that would apply: ${plan.transforms.join(', ') || 'none'}`) // => Transforms that would apply: none
for (const { toolName, action, reason } of plan.decisions) console.log(toolName, action, reason)
