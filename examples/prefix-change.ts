import { explainPrefixChange } from 'headroom-ts'

const ask = (minute: number, question: string) => ({
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: `You help travellers. It is 2025-01-07 09:${minute}. ${'Answer in short sentences. '.repeat(300)}` },
    { role: 'user', content: question },
  ],
})

const change = await explainPrefixChange(ask(14, 'Where is gate 4?'), ask(15, 'And gate 5?'))

console.log(change.kind, change.path?.join('.')) // => changed messages.0.content
console.log(change.explanation)
