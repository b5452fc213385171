import { createHeadroom } from 'headroom-ts'
import { createMemoryStore } from 'headroom-ts/metrics'

const headroom = createHeadroom({ model: 'gpt-4o-mini', metrics: { store: createMemoryStore() } })

// What happens now: every record as it is made, for a page that is open, a queue or a log.
const feed: string[] = []
const endFeed = headroom.onRecord(({ mode, tokensInputBefore, tokensInputAfter }) => { feed.push(`${mode}: ${tokensInputBefore} -> ${tokensInputAfter}`) })

const rows = (length: number): string => JSON.stringify(Array.from({ length }, (_, i) => ({ id: 5000 + i, state: i === 70 ? 'failed' : 'done', title: `Job number ${i}` })))
await headroom.crush(rows(300), { query: 'What failed?', toolName: 'list_jobs' })
await headroom.crush(rows(80), { query: 'What failed?', toolName: 'list_runs' })

// What happened: sums of a week, by tool. The same is there by model, provider, transform and day.
const { byTool, savingsPercent } = await headroom.getSummary({ startTime: Date.now() - 7 * 86_400_000 })
const most = Math.max(...byTool.map(({ tokensBefore }) => tokensBefore))
const bar = (tokens: number, sign: string): string => sign.repeat(Math.round(30 * tokens / most))
for (const { toolName, tokensBefore, tokensAfter } of byTool) {
  console.log(`${toolName.padEnd(12)} ${bar(tokensAfter, '#')}${bar(tokensBefore - tokensAfter, '.')} ${tokensBefore} -> ${tokensAfter}`)
}
console.log(byTool.map(({ toolName }) => toolName).join()) // => list_jobs,list_runs
console.log(savingsPercent > 50) // => true

// Who cost the most: records have all the numbers of a request.
const records = await headroom.getMetrics()
const [largest] = records.sort((a, b) => b.tokensInputAfter - a.tokensInputAfter)
console.log(largest?.decisions[0]?.toolName) // => list_jobs

endFeed()
console.log(feed.length) // => 2
await headroom.close()
