import { crush, expand } from 'headroom-ts'
import { nestedResponses } from '../../bench/data/nested-responses.ts'

const source = nestedResponses(4)
const { text, report } = await crush(source, { model: 'gpt-4o', smartCrusher: { lossless: true } })

console.log(text)
console.log(`${report.tokensBefore} -> ${report.tokensAfter} tokens`)
console.log(expand(text) === source)
