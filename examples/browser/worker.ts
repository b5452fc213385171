import { createHeadroomWorker } from 'headroom-ts/worker'

const headroom = createHeadroomWorker({ model: 'gpt-4o-mini' })

const messages = [
  { role: 'user', content: 'Which job failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] },
  {
    role: 'tool',
    tool_call_id: 'call_1',
    content: JSON.stringify(Array.from({ length: 2000 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))),
  },
]

// The page stays free to paint and to take input meanwhile.
const { messages: smaller, report } = await headroom.optimize(messages)

console.log(smaller[0] === messages[0]) // => true
console.log(JSON.stringify(smaller).includes('disk full')) // => true
console.log(report.savingsPercent > 90) // => true
await headroom.close()
