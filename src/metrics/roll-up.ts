import type { MetricsRecord } from './record.ts'
import { createTally, otherNames } from './tally.ts'
import type { Tally, TallyState } from './tally.ts'
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
  add(record: MetricsRecord): void
  /** One more record that could not be read. */
  addUnreadable(): void
  merge(earlier: RollUp): void
  toRollUp(): RollUp
}

/** Requests that would open another cell share one by mode. */
const maxCells = 10_000
const unknown = '(unknown)'

export function createRollUp(): RollUpBuilder {
  const cells = new Map<string, { readonly key: CellKey; readonly tally: Tally }>()
  let unreadable = 0

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
    add(record) { tallyOf(cellKeyOf(record)).add(record) },
    addUnreadable() { unreadable++ },
    merge(earlier) {
      unreadable += earlier.unreadable
      for (const { key, tally } of earlier.cells) tallyOf(key).merge(tally)
    },
    toRollUp: () => ({ cells: [...cells.values()].map(({ key, tally }) => ({ key, tally: tally.toState() })), unreadable }),
  }
}

export function cellKeyOf({ timestamp, provider = unknown, model = unknown, mode }: MetricsRecord): CellKey {
  return { day: dayOf(timestamp), provider, model, mode }
}

/** Names may hold any character, so they are told apart by their lengths, not by a separator. */
function nameOf({ day, provider, model, mode }: CellKey): string {
  return `${provider.length} ${model.length} ${day} ${mode} ${provider}${model}`
}
