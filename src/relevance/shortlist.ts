import { spread } from './spread.ts'

export interface ShortlistInput {
  /** One per row; rows of one text have one place. */
  readonly texts: readonly string[]
  /** Orders of the rows by the cheaper scores, the best first; they take turns. */
  readonly orders: readonly (readonly number[])[]
  /** Texts at most. */
  readonly room: number
}

/** Share of the places for what the cheaper scores find; the rest goes to rows that stand far from each other, whatever their scores. */
const shareOfBest = 3 / 4

/**
 * The texts that a model is to see: all where there is room for all, else the best by each order in turn, and some from everywhere, which
 * show what is usual in the array and what the cheaper scores do not see. Depends on its input alone.
 *
 * @returns each text once
 */
export function chooseShortlist({ texts, orders, room }: ShortlistInput): readonly string[] {
  const chosen = new Set<string>()
  const all = new Set(texts)
  if (all.size <= room) return [...all]
  const best = Math.max(1, Math.floor(room * shareOfBest))
  for (let place = 0; place < texts.length && chosen.size < best; place++) {
    for (const order of orders) {
      const row = order[place]
      if (row !== undefined && chosen.size < best) chosen.add(texts[row]!)
    }
  }
  for (const row of spread(texts.length)) {
    if (chosen.size >= room) break
    chosen.add(texts[row]!)
  }
  return [...chosen]
}
