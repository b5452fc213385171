import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({
  originalClient: new OpenAI(),
  defaultMode: 'optimize',
  // `console` itself fits; this one keeps what INFO and above is.
  logger: { debug: () => undefined, info: (line) => console.log(line), warn: (line) => console.log(line), error: (line) => console.log(line) },
})

await client.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'user', content: 'Anything odd?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'list', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c', content: JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id, status: id === 500 ? 'broken' : 'ok' }))) },
  ],
})
// => kept 15 of 1000 items
// and for each request, such as: 8023 -> 826 tokens (89.7 % saved, optimize)
