import { optimize } from 'headroom-ts'

const orders = Array.from({ length: 300 }, (_, i) => ({ order: `A-${1000 + i}`, state: i === 212 ? 'refused' : 'shipped', total: 20 + (i % 7) }))

// What a person types and pastes into a chat.
const pasted = JSON.stringify(orders, null, 2)
const messages = [{ role: 'user', content: `What happened to A-1212?\n${pasted}\n\nAnswer in  one sentence, please.` }]

// By default nobody touches what a user says.
const { messages: same } = await optimize(messages, { model: 'gpt-4o' })
console.log(same === messages) // => true

const { messages: smaller, report } = await optimize(messages, { model: 'gpt-4o', userContent: 'json-blocks' })
const text = smaller[0]!.content

console.log(text.startsWith('What happened to A-1212?\n{')) // => true
console.log(text.endsWith('}\n\nAnswer in  one sentence, please.')) // => true
console.log(text.includes('["A-1212","refused",22]')) // => true
console.log(report.savingsPercent > 80) // => true

// Where it stood in the text of the message; no tool is named, since none gave it.
const [decision] = report.decisions
console.log(decision!.path.join('.'), decision!.contentType, decision!.toolName) // => 0.content json undefined
console.log(messages[0]!.content.slice(decision!.pasted!.start, decision!.pasted!.end) === pasted) // => true
