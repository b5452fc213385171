import { crush, expand } from 'headroom-ts'

const source = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ orderNumber: 5000 + i, country: 'NL', total: `${i}.00` })))

const { text } = await crush(source, { model: 'gpt-4o', smartCrusher: { lossless: true } })

console.log(text.length < source.length) // => true
console.log(expand(text) === source) // => true
