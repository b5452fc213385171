import { crush } from 'headroom-ts'

const at = (second: number): string => new Date(Date.UTC(2026, 1, 10, 9, 0, second)).toISOString().slice(0, 19)
const lines = Array.from({ length: 300 }, (_, i) => i === 217
  ? `${at(i)} ERROR payment 8831 failed: card issuer did not answer\n    at charge (pay.ts:41:7)\n    at checkout (cart.ts:12:3)`
  : i % 50 === 49 ? `${at(i)} WARN  queue holds ${i * 3} jobs` : `${at(i)} INFO  GET /api/items/${(i * 37) % 90} 200 in ${i % 7 + 3} ms`)

const { text } = await crush(lines.join('\n'), { query: 'Why did a payment fail?', toolName: 'read_log', model: 'gpt-4o-mini' })

console.log(text)
