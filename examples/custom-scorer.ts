import { crush } from 'headroom-ts'
import type { Scorer } from 'headroom-ts'

/** Rows count by the words they share with the question, in any of two languages. */
const dictionary: Readonly<Record<string, string>> = { rechnung: 'invoice', offen: 'open', bezahlt: 'paid' }
const bilingual: Scorer = {
  name: 'bilingual',
  score(query, documents) {
    const words = query.toLowerCase().split(/\W+/).map((word) => dictionary[word] ?? word)
    return documents.map((document) => words.filter((word) => word !== '' && document.toLowerCase().includes(word)).length / words.length)
  },
}

const rows = Array.from({ length: 200 }, (_, i) => ({ id: 4000 + i, kind: i % 50 === 7 ? 'invoice' : 'receipt', note: `Entry of day ${i}` }))

const { text, report } = await crush(JSON.stringify(rows), {
  query: 'rechnung',
  model: 'gpt-4o',
  smartCrusher: { relevance: { scorer: bilingual, timeLimitMs: 200 } },
})

console.log(report.decisions[0]?.relevance) // => bilingual
console.log([4007, 4057, 4107, 4157].every((id) => text.includes(String(id)))) // => true
