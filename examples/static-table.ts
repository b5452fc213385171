import { crush } from 'headroom-ts'
import { loadStaticTable } from 'headroom-ts/relevance/static'

const whos = ['A plumber', 'Our accountant', 'The landlord', 'A teacher', 'The physician', 'The florist', 'Her lawyer', 'The barber']
const whats = ['sent an invoice', 'asked for the keys', 'praised the soup', 'moved the appointment', 'lost an umbrella', 'painted the fence', 'sold a bicycle', 'sang all night']
const rows = JSON.stringify(whos.flatMap((who, i) => whats.map((what, j) => ({ id: 100 + i * 8 + j, note: `${who} ${what}` }))))

const query = 'Did the doctor reschedule?'
const smartCrusher = { maxItemsAfterCrush: 8, index: false } as const

const byWords = await crush(rows, { query, model: 'gpt-4o', smartCrusher })
console.log(byWords.text.includes('The physician moved the appointment')) // => false

// 4.3 MB from the package's own files.
const table = await loadStaticTable()
const byMeaning = await crush(rows, { query, model: 'gpt-4o', smartCrusher: { ...smartCrusher, relevance: { table } } })
console.log(byMeaning.text.includes('The physician moved the appointment')) // => true
console.log(byMeaning.report.decisions[0]?.relevance) // => hybrid (bm25, static)
