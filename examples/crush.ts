import { crush } from 'headroom-ts'

const log = Array.from({ length: 300 }, (_, i) => JSON.stringify({
  time: `2025-06-01T10:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`,
  level: i === 210 ? 'error' : 'info',
  message: i === 210 ? 'payment gateway timed out' : 'request served',
})).join('\n')

const { text, report } = await crush(log, { query: 'Why did checkout stop?', toolName: 'read_log', model: 'gpt-4o' })

console.log(text.includes('payment gateway timed out')) // => true
console.log(`${report.savingsPercent.toFixed(0)} % less`)
