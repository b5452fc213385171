import { crush } from 'headroom-ts'

const latencies = Array.from({ length: 300 }, (_, i) => (i === 120 ? 900 : i < 200 ? 10 + i % 5 : 40 + i % 5))

const { text } = await crush(JSON.stringify(latencies), { query: 'When did it become slow?', model: 'gpt-4o' })

console.log(text)
