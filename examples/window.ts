import { optimize } from 'headroom-ts'

const step = (i: number) => [
  { role: 'assistant', content: null, tool_calls: [{ id: `call_${i}`, type: 'function', function: { name: 'read_file', arguments: JSON.stringify({ path: `src/part-${i}.ts` }) } }] },
  { role: 'tool', tool_call_id: `call_${i}`, content: Array.from({ length: 40 }, (_, line) => `export const value${line} = compute(part${i})`).join('\n') },
]

const messages = [
  { role: 'system', content: 'You are a careful engineer.' },
  { role: 'user', content: 'Find the bug.' },
  ...Array.from({ length: 30 }, (_, i) => step(i)).flat(),
]

const { messages: sent, report } = await optimize(messages, {
  model: 'my-model',
  modelContextLimits: { 'my-model': 8000 },
  rollingWindow: { outputBufferTokens: 1000, keepToolUnits: 4 },
})

console.log(report.window.cut, report.window.fits) // => true true
console.log(sent[0] === messages[0]) // => true
console.log(sent.at(-1) === messages.at(-1)) // => true
console.log(`${report.window.unitsDropped} tool units left, ${report.window.tokensDropped} tokens`)
console.log(sent[1]?.content) // the note that says so
