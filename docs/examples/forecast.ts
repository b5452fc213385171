import { crush } from 'headroom-ts'
import { forecast } from '../../bench/data/weather.ts'

const { text, report } = await crush(forecast(168), { query: 'Which is the warmest hour of the week?', model: 'gpt-4o-mini' })

console.log(text)
console.log(`${report.tokensBefore} -> ${report.tokensAfter} tokens`)
