import { crush, expand } from 'headroom-ts'

const source = '['
  + '{"city":"Porto","postcode":"4000-001","population":1.0,"harbour":null},'
  + '{"city":"Kochi","postcode":"","population":12345678901234567890},'
  + '{"city":"Lagos","postcode":"100001","population":1e400,"harbour":"Apapa"},'
  + '{"harbour":"Nanko","city":"Osaka","city":"Osaka-shi"},'
  + ['Malmö', 'Gdynia', 'Bergen', 'Cork'].map((city, i) => `{"city":"${city}","postcode":"${21120 + i}","population":${3.5 + i}e5,"harbour":"Pier ${i}"}`).join(',')
  + ']'
const { text } = await crush(source, { model: 'gpt-4o', smartCrusher: { lossless: true, minTokensToCrush: 0 } })

console.log(text)
console.log(expand(text) === source)
