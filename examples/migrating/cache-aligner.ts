import { optimize } from 'headroom-ts'

const { messages } = await optimize([
  { role: 'system', content: 'You are helpful. Today is January 7, 2025.' },
  { role: 'user', content: 'Hello!' },
], { model: 'gpt-4o' })

console.log(JSON.stringify(messages[0]?.content)) // => "You are helpful.\n\n---\n[Dynamic Context]\nToday is January 7, 2025."
