import type { Path } from '../conversation/types.ts'

/** Why a row was kept. */
export type KeepReason =
  | 'first'
  | 'last'
  | 'error'
  | 'minimum'
  | 'maximum'
  | 'outlier'
  | 'change-point'
  | 'rare-category'
  | 'rare-flag'
  | 'rare-template'
  | 'named-by-query'
  | 'matches-query'
  | 'best-score'
  | 'covers'
  | 'all-rows'

/** What happened to one array (or big object used as a map, or arrays of one length in one object) of a tool result. */
export interface ArrayDecision {
  /** Where it stands in the tool result, as a JSON pointer; '' is the root. Of arrays of one length that is the object around them. */
  readonly pointer: string
  /** Of a table that is no JSON: the line of the text with which it begins, from 1; the pointer is '' then. */
  readonly line?: number
  readonly rowsTotal: number
  /** Rows that stay whole. */
  readonly rowsKept: number
  /** Rows of which an index line stays. */
  readonly rowsIndexed: number
  /** Rows that are only counted. */
  readonly rowsCounted: number
  /** Per kept row its place in the array, from 0, and why it stayed. Left out when all rows stay. */
  readonly keptRows: readonly { readonly row: number; readonly reasons: readonly KeepReason[] }[]
  /** Places of the rows that stay as an index line, from 0. */
  readonly indexedRows: readonly number[]
}

/** What happened to the lines of a tool result that is text. */
export interface LineCounts {
  /** Lines that stay word for word. */
  readonly kept: number
  readonly total: number
}

export type BlockAction =
  /** Left as it was. */
  | 'kept'
  /** Written shorter without loss; where it is JSON, `expand` gives the source back. */
  | 'rewritten'
  /** Rows or lines left out, each counted in place. */
  | 'crushed'
  /** Lines that stand in an earlier result are referred to; nothing is lost. */
  | 'folded'
  /** Came with references of an earlier call to what is left out now, and says all of it again. */
  | 'unfolded'
  /** Volatile text that now stands at the end of the system prompt. */
  | 'moved'
  /** Left out with its turn or tool unit, since the request did not fit. */
  | 'dropped'

/** What was decided for one content block. */
export interface Decision {
  /** Where the block stands in the request; empty for `crush` of a lone text. */
  readonly path: Path
  readonly transform: string
  readonly toolName?: string
  /** Of a block that a user pasted: where it stood in the text at `path`, in UTF-16 code units. */
  readonly pasted?: { readonly start: number, readonly end: number }
  /** Such as `json`, `json-lines`, `log`, `text`. */
  readonly contentType: string
  readonly action: BlockAction
  /** Why, in words a person understands. */
  readonly reason: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly arrays: readonly ArrayDecision[]
  /** Lines of a folded block that are referred to. */
  readonly linesFolded?: number
  /** How sure the content type is, in [0, 1]; absent where there is no doubt, or no type. */
  readonly confidence?: number
  /** Lines that stay, of how many; absent unless lines were left out. */
  readonly lines?: LineCounts
  /** Which scorer ranked the rows, such as `bm25`; absent when none did. */
  readonly relevance?: string
  /** Of a text that holds several kinds, what each part is and what became of it, in their order. */
  readonly parts?: readonly PartDecision[]
}

/** What was decided for a part of a text. */
export interface PartDecision extends Pick<Decision, 'contentType' | 'confidence' | 'action' | 'tokensBefore' | 'tokensAfter'> {
  /** The line with which it begins, from 1. */
  readonly line: number
  readonly lines: number
}

/** Tokens that could be saved, by cause: an estimate, causes may overlap. */
export interface Waste {
  /** Insignificant white space of JSON. */
  readonly whiteSpace: number
  /** Keys of objects in arrays, written again in every row. */
  readonly repeatedKeys: number
  /** Rows that stand word for word elsewhere in the same array. */
  readonly repeatedRows: number
  readonly base64: number
  readonly html: number
  /** Tokens of the system prompt that come after the first volatile text (dates, times, ids) and so miss the provider's cache. */
  readonly volatilePrefix: number
}

/** What happened to one request. Plain data, safe for `JSON.stringify`. */
export interface Report {
  readonly model?: string
  readonly format?: string
  readonly mode: 'audit' | 'optimize' | 'simulate'
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly tokensSaved: number
  /** Share of the whole request, in percent, at most 100; below 0 where nothing was saved and the separator of the aligner was added. */
  readonly savingsPercent: number
  readonly tokenCounting: 'exact' | 'estimated'
  /** Input price times tokens saved, in US dollars; absent for a model whose price nobody knows. */
  readonly estimatedSavingsUsd?: number
  /** Day of the price table, ISO 8601; stands with `estimatedSavingsUsd`. */
  readonly pricesDate?: string
  /** Names of the transforms that changed something, in order. */
  readonly transforms: readonly string[]
  readonly decisions: readonly Decision[]
  readonly waste: Waste
  /** Hash of tools and system prompt, 16 hexadecimal digits. */
  readonly stablePrefixHash: string
  /** Share of the prefix (tools and system prompt) before its first volatile text, in [0, 1]; 1 when nothing is volatile. */
  readonly cacheAlignmentScore: number
  /** tokensAfter / tokensBefore; 1 for an empty request. */
  readonly compressionRatio: number
  readonly window: WindowReport
  readonly warnings: readonly string[]
  /** Milliseconds per step, and in all under `total`. */
  readonly timings: Readonly<Record<string, number>>
}

export interface WindowReport {
  /** Context window of the model in tokens; absent when nobody knows it. */
  readonly limit?: number
  readonly cut: boolean
  readonly unitsDropped: number
  readonly turnsDropped: number
  readonly tokensDropped: number
  /** Tokens of what may not be dropped (system, tools, the newest turns); there when that alone does not fit, so that nothing was dropped. */
  readonly protectedTokens?: number
  /** Whether the request fits the window less the room for the answer; true when the window is unknown. */
  readonly fits: boolean
}
