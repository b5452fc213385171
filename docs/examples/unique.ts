import { crush } from 'headroom-ts'

const streets = ['Alder Way', 'Birch Lane', 'Cedar Court', 'Dune Road', 'Elm Street', 'Fern Hill', 'Gorse Path', 'Hazel Close']
const rows = Array.from({ length: 64 }, (_, i) => ({ street: `${streets[i % 8]} ${1 + i * 37 % 100}`, tenant: `${streets[i * 5 % 8]?.split(' ')[0]} & Sons, ${i * 59 % 64}` }))

const { text, report } = await crush(JSON.stringify(rows), { model: 'gpt-4o' })

console.log(text)
console.log(report.decisions[0]?.reason)
