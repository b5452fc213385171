import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), defaultMode: 'optimize', smartCrusher: { maxItemsAfterCrush: 50 } })

const rows = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, state: id === 7 ? 'late' : 'on time' })))
await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which order is late?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'important_tool', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c', content: rows },
  ],
  headroomToolProfiles: { important_tool: { skipCompression: true } },
})

console.log(client.getStats().session.tokensSavedTotal) // => 0
