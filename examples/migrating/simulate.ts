import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: 'openai' })

const largeConversation: OpenAI.ChatCompletionMessageParam[] = [
  { role: 'user', content: 'Which order is late?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'list_orders', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'c', content: JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, state: id === 7 ? 'late' : 'on time' }))) },
]

const plan = await client.chat.completions.simulate({ model: 'gpt-4o', messages: largeConversation })
console.log(`Would save ${plan.tokensSaved} tokens`)
console.log(`Transforms: ${plan.transforms.join(', ')}`) // => Transforms: smart-crusher
console.log(`Estimated savings: $${plan.estimatedSavings?.toFixed(4)}`)
