import { crush } from 'headroom-ts'
import { logEntries } from '../../bench/data/log-entries.ts'

const { report } = await crush(logEntries(200), { query: 'Why did req-9f31 take so long, and what else went wrong?', model: 'gpt-4o-mini' })

for (const { row, reasons } of report.decisions[0]?.arrays[0]?.keptRows ?? []) console.log(`row ${row}: ${reasons.join(', ')}`)
