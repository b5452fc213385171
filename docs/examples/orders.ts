import { crush } from 'headroom-ts'
import { nestedResponses } from '../../bench/data/nested-responses.ts'

const { text, report } = await crush(nestedResponses(40), { query: 'What is in ord_5518204, and did any payment fail?', model: 'gpt-4o-mini' })

console.log(text)
console.log(`${report.tokensBefore} -> ${report.tokensAfter} tokens`)
