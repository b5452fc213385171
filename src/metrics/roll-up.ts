import type { MetricsRecord } from './record.ts'
import { createTally, otherNames } from './tally.ts'
import type { RecordFigures, Tally, TallyState } from './tally.ts'
import { dayOf } from './timestamp.ts'

/** Records by day, provider, model and mode, as plain data: a summary of any of these can be made from it. */
export interface RollUp {
  readonly cells: readonly { readonly key: CellKey; readonly tally: TallyState }[]
  readonly unreadable: number
}

export interface CellKey {
  readonly day: string
  readonly provider: string
  readonly model: string
  readonly mode: MetricsRecord['mode']
}

/** Adds up records one by one, in bounded memory. */
export interface RollUpBuilder {
  add(record: RecordFigures): void
  /** One more record that could not be read. */
  addUnreadable(): void
  merge(earlier: RollUp): void
  toRollUp(): RollUp
}

/** Requests that would open another cell share one by mode. */
const maxCells = 10_000
const maxRecent = 16
const unknown = '(unknown)'

export function createRollUp(): RollUpBuilder {
  const cells = new Map<string, { readonly key: CellKey; readonly tally: Tally }>()
  /** Cells of the records before: those of one time are of few kinds, and comparing is cheaper than making up a name. */
  let recent: { readonly key: CellKey; readonly tally: Tally }[] = []
  let unreadable = 0

  const tallyFor = (record: RecordFigures): Tally => {
    for (const { key, tally } of recent) {
      if (key.mode === record.mode && key.model === (record.model ?? unknown) && key.provider === (record.provider ?? unknown) && record.timestamp.startsWith(key.day)) return tally
    }
    const key = cellKeyOf(record)
    const tally = tallyOf(key)
    recent = [...recent.slice(recent.length < maxRecent ? 0 : 1), { key, tally }]
    return tally
  }
  const tallyOf = (key: CellKey): Tally => {
    const name = nameOf(key)
    const found = cells.get(name)
    if (found !== undefined) return found.tally
    if (cells.size >= maxCells && key.model !== otherNames) return tallyOf({ day: otherNames, provider: otherNames, model: otherNames, mode: key.mode })
    const tally = createTally()
    cells.set(name, { key, tally })
    return tally
  }

  return {
    add(record) { tallyFor(record).add(record) },
    addUnreadable() { unreadable++ },
    merge(earlier) {
      unreadable += earlier.unreadable
      for (const { key, tally } of earlier.cells) tallyOf(key).merge(tally)
    },
    toRollUp: () => ({ cells: [...cells.values()].map(({ key, tally }) => ({ key, tally: tally.toState() })), unreadable }),
  }
}

export function cellKeyOf({ timestamp, provider = unknown, model = unknown, mode }: Pick<RecordFigures, 'timestamp' | 'provider' | 'model' | 'mode'>): CellKey {
  return { day: dayOf(timestamp), provider, model, mode }
}

/** Names may hold any character, so they are told apart by their lengths, not by a separator. */
function nameOf({ day, provider, model, mode }: CellKey): string {
  return `${provider.length} ${model.length} ${day} ${mode} ${provider}${model}`
}
