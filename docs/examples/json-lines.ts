import { crush, expand } from 'headroom-ts'

const source = Array.from({ length: 6 }, (_, i) => JSON.stringify({ time: `10:0${i}`, level: 'info', message: 'request served', ms: 10 + i })).join('\n')
const { text } = await crush(source, { model: 'gpt-4o', smartCrusher: { lossless: true, minTokensToCrush: 0 } })

console.log(text)
console.log(expand(text) === source)
