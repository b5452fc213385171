import { Dexie } from 'dexie'
import type { EntityTable } from 'dexie'

/** The figures of one run; nothing of what was pasted. */
export interface RunRecord {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly time: number
  /** Such as `JSON` or `Anthropic request`. */
  readonly what: string
  readonly model: string
  readonly mode: string
  readonly tier: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** US dollars saved; absent where nobody knows the price. */
  readonly savedUsd?: number
  /** Tokens saved by each transform. */
  readonly savedBy: Readonly<Record<string, number>>
}

export type RunTable = EntityTable<RunRecord, 'id'>

/** The page's own history: opened by its worker, which writes, and by its panels, which watch. */
export function openHistory(): Dexie & { readonly runs: RunTable } {
  const database = new Dexie('headroom-playground') as Dexie & { readonly runs: RunTable } // Dexie adds the tables that are named next
  database.version(1).stores({ runs: '++id, time, model' })
  return database
}

/** Older runs make way. */
export const maxRuns = 2000
