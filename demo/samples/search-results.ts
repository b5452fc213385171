import { createRandom, pick } from './random.ts'

const topics = ['gardens', 'bread', 'bicycles', 'tides', 'violins', 'maps', 'bees', 'clocks', 'paper', 'glass', 'wool', 'salt']
const kinds = ['A short history of', 'How to repair', 'The physics of', 'Collecting', 'Notes on', 'A beginner’s guide to', 'What nobody tells you about']

/** Hits of a search engine: nested, with scores that fall. */
export function createSearchResults(): { text: string; settings: { question: string } } {
  const random = createRandom(11)
  const results = Array.from({ length: 320 }, (_, i) => {
    const topic = pick(random, topics)
    const kind = pick(random, kinds)
    return {
      document: { id: `doc-${4000 + i * 13}`, title: `${kind} ${topic}`, url: `https://library.example/${topic}/${4000 + i * 13}` },
      score: Math.round((0.98 * Math.exp(-i / 90) + random() * 0.01) * 1000) / 1000,
      author: { name: pick(random, ['Ines Duarte', 'Tomasz Wilk', 'Aiko Mori', 'Lena Brandt', 'Sam Okoro']), verified: random() > 0.2 },
      published: `20${10 + Math.floor(random() * 16)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
      snippet: `${kind} ${topic}: what changed in the last ${2 + Math.floor(random() * 40)} years, and which sources say so.`,
    }
  })
  return { text: JSON.stringify({ query: 'crafts', took_ms: 41, total: 320, results }, null, 2), settings: { question: 'What are the top 3 results?' } }
}
