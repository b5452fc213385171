import { spread } from './spread.ts'

export interface ShortlistInput {
  /** Per row the first that has the same text, which stands for all of them. */
  readonly firsts: Int32Array
  /** Orders of the rows by the cheaper scores, the best first; they take turns. */
  readonly orders: readonly ArrayLike<number>[]
  /** Rows at most. */
  readonly room: number
  /** With less room than this it is all rows or none: a few of many show nothing. */
  readonly minRoom: number
}

/** Share of the places for what the cheaper scores find; the rest goes to rows that stand far from each other, whatever their scores. */
const shareOfBest = 3 / 4

/**
 * The rows that a model is to see: all where there is room for all, else the best by each order in turn, and some from everywhere, which
 * show what is usual in the array and what the cheaper scores do not see. Depends on its input alone.
 *
 * @returns one row of each text
 */
export function chooseShortlist({ firsts, orders, room, minRoom }: ShortlistInput): readonly number[] {
  const distinct = Array.from(firsts).filter((first, row) => first === row)
  if (distinct.length <= room) return distinct
  if (room < minRoom) return []
  const chosen = new Set<number>()
  const best = Math.max(1, Math.floor(room * shareOfBest))
  for (let place = 0; place < firsts.length && chosen.size < best; place++) {
    for (const order of orders) if (chosen.size < best) chosen.add(firsts[order[place]!]!)
  }
  for (const row of spread(firsts.length)) {
    if (chosen.size >= room) break
    chosen.add(firsts[row]!)
  }
  return [...chosen]
}
