import type { KeepReason } from '../../report/types.ts'

/** A row that has something to say for itself. */
export interface Claim {
  readonly row: number
  readonly reason: KeepReason
}

export interface SelectionInput {
  /** UTF-16 code units of each row as it would be written. */
  readonly lengths: ArrayLike<number>
  /** Room for whole rows, in the same unit. */
  readonly room: number
  /** Room that rows may fill only to cover what is left. @default all of it */
  readonly coverRoom?: number
  /** Rows longer than this are not taken only to cover what is left. */
  readonly leanLength: number
  /** Claims that hold whatever the room: first, last, examples of errors, the strongest anomalies, what the query names. */
  readonly guaranteed: readonly Claim[]
  /** Claims that hold while there is room, the strongest first. */
  readonly competing: Iterable<Claim>
}

export interface Selection {
  /** Rows that stay whole, ascending. */
  readonly rows: number[]
  /** Why each of them stays, in the order of `rows`. */
  readonly reasons: KeepReason[][]
}

/** Share of the room that is left for competing rows other than those that only cover, whatever is guaranteed. */
const competingShare = 1 / 3

/**
 * Chooses the rows to keep whole. Guaranteed rows stay even past the room: losing one changes the answer, keeping one only
 * costs tokens. The others follow in their order while they fit; one that does not fit makes way for smaller ones after it.
 */
export function selectRows({ lengths, room, coverRoom = room, leanLength, guaranteed, competing }: SelectionInput): Selection {
  const reasonsByRow = new Map<number, KeepReason[]>()
  let used = 0
  let limit = room
  const keep = ({ row, reason }: Claim): void => {
    const reasons = reasonsByRow.get(row)
    if (!reasons) {
      reasonsByRow.set(row, [reason])
      used += lengths[row]!
    } else if (!reasons.includes(reason)) reasons.push(reason)
  }
  const fits = ({ row, reason }: Claim): boolean => used + lengths[row]! <= (reason === 'covers' ? coverRoom : limit) && (reason !== 'covers' || lengths[row]! <= leanLength)
  for (const claim of guaranteed) keep(claim)
  // Where guaranteed rows fill the room, extremes and matches still get a part of it.
  limit = Math.max(room, used + room * competingShare)
  for (const claim of competing) {
    const isKept = reasonsByRow.has(claim.row)
    // Covering what is left is no reason for a row that another reason keeps, and a fat row covers no more than a lean one.
    if (isKept ? claim.reason !== 'covers' : fits(claim)) keep(claim)
  }
  const rows = [...reasonsByRow.keys()].sort((a, b) => a - b)
  return { rows, reasons: rows.map((row) => reasonsByRow.get(row)!) }
}
