import { crush } from 'headroom-ts'
import { logEntries } from '../../bench/data/log-entries.ts'

const { text } = await crush(logEntries(200), { query: 'Why did req-9f31 take so long, and what else went wrong?', model: 'gpt-4o-mini' })

console.log(text)
