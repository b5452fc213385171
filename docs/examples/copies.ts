import { crush } from 'headroom-ts'

const reason = 'The build failed because the package cache was not reachable from the runner in zone b, after three attempts.'
const jobs = Array.from({ length: 6 }, (_, i) => ({
  job: 400 + i,
  created: `2026-03-0${i + 1}T08:00:00Z`,
  updated: `2026-03-0${i + 1}T08:00:00Z`,
  log: i % 2 === 0 ? reason : `done in ${i} s`,
}))
const { text } = await crush(JSON.stringify(jobs), { model: 'gpt-4o', smartCrusher: { lossless: true } })

console.log(text)
