import type { Decision, KeepReason, Report, WireFormat } from '../src/index.ts'
import type { Settings } from './settings.ts'

/** Where the text comes from. Samples are made in the worker: a large one never passes through the page. */
export type Source =
  | { readonly kind: 'text'; readonly text: string; readonly name?: string }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'sample'; readonly id: string
    /** Shown unasked, to whoever comes: no run of the visitor's, and in no history. */
    readonly isGreeting?: boolean }

/** A source that was read. */
export interface Reading {
  /** In words: `Anthropic request`, `JSON`, `JSON lines`, `plain text`. */
  readonly what: string
  readonly format?: WireFormat
  /** The model that the request names. */
  readonly model?: string
  readonly name?: string
  /** UTF-16 code units. */
  readonly length: number
  readonly lines: number
  /** The beginning; all of it where it is short. */
  readonly shown: string
  readonly isWhole: boolean
  /** What a sample asks. */
  readonly settings?: Partial<Settings>
}

/** Why a source cannot be used, and where. */
export interface Problem {
  readonly text: string
  /** From 1; absent where no place is to blame. */
  readonly line?: number
  readonly column?: number
  /** Offset in UTF-16 code units. */
  readonly at?: number
  /** The line, or the part of it around the place, with the place of the fault in it. */
  readonly excerpt?: { readonly text: string; readonly at: number }
}

export type Stage =
  | { readonly kind: 'reading' }
  /** Bytes of the static table or of MiniLM. */
  | { readonly kind: 'loading'; readonly what: 'static' | 'minilm'; readonly loadedBytes: number; readonly totalBytes?: number }
  /** The bytes are here and become a model. */
  | { readonly kind: 'starting' }
  /** The ranks of the model's tokenizer are on their way. */
  | { readonly kind: 'counting' }
  | { readonly kind: 'compressing' }

/** One array of one tool result, as the table of rows shows it. */
export interface ArrayView {
  readonly block: number
  readonly pointer: string
  /** Of a table that is no JSON, from 1. */
  readonly line?: number
  readonly toolName?: string
  readonly rows: number
  readonly whole: number
  readonly indexed: number
  readonly counted: number
  /** Rows that stay whole by reason; a row may have several. */
  readonly reasons: Readonly<Partial<Record<KeepReason, number>>>
  /** Whether its rows were found in what goes out. */
  readonly isLinked: boolean
  /** The first row that is asked for or tells of an error. */
  readonly telling?: number
}

/** A piece of what goes out: a message's text, a call, a tool result. */
export interface BlockView {
  readonly title: string
  readonly role: string
  readonly tokensBefore?: number
  readonly tokensAfter?: number
  readonly action?: Decision['action'] | 'added'
}

/** A message, tool or system text in the order in which a provider's cache reads it. */
export interface PrefixView {
  readonly where: 'tool' | 'system' | 'message'
  readonly title: string
  readonly tokens: number
  readonly hasCacheMark: boolean
  /** What in it changes from request to request, as it is written there. */
  readonly volatile: readonly string[]
  /** Left out since the request did not fit. */
  readonly isDropped: boolean
}

export interface Outcome {
  readonly isRequest: boolean
  readonly format?: WireFormat
  /** Without the rows of its decisions, which may be tens of thousands: those are asked for by range. */
  readonly report: Report
  /** Tokens that a mode which changes nothing would save. */
  readonly possible: number
  /** US dollars for the tokens of one request before and after; absent where nobody knows the price. */
  readonly usd?: { readonly before: number; readonly after: number }
  readonly arrays: readonly ArrayView[]
  readonly blocks: readonly BlockView[]
  readonly prefix: readonly PrefixView[]
  /** System text before and after, where it was moved. */
  readonly moved: readonly { readonly before: string; readonly after: string }[]
  /** Milliseconds for the compression, without loading. */
  readonly ms: number
  /** Milliseconds for loading a table or a model just now. */
  readonly loadMs?: number
}

/** A piece of a line with its kind, for colour. */
export type Span = readonly [kind: 'key' | 'string' | 'number' | 'word' | 'mark' | 'plain' | 'muted', text: string]

/** A line on the screen. Long ones of the source come as several; what is copied has no such breaks. */
export interface LineView {
  readonly kind: 'head' | 'text'
  readonly indent: number
  readonly spans: readonly Span[]
  /** `whole` and `index`: a row of an array; `note`: what was disclosed; `-` and `+`: of a difference. */
  readonly mark?: 'whole' | 'index' | 'note' | '-' | '+'
  readonly array?: number
  readonly row?: number
  /** What became of a line that went, in a word or two. */
  readonly why?: string
}

export interface LinesPage {
  readonly total: number
  readonly from: number
  readonly lines: readonly LineView[]
}

export type RowFilter = 'all' | 'whole' | 'indexed' | 'counted' | KeepReason

export interface RowView {
  /** Place in the array, from 0. */
  readonly row: number
  readonly level: 'whole' | 'indexed' | 'counted'
  readonly reasons: readonly KeepReason[]
  /** Its values at a glance. */
  readonly text: string
}

export interface RowsPage {
  readonly total: number
  readonly from: number
  readonly rows: readonly RowView[]
}

export interface RowDetail extends RowView {
  /** Pretty-printed. */
  readonly lines: readonly LineView[]
  /** The first line of it in what goes out. */
  readonly line?: number
}

/** One row in the order of one way of ranking. */
export interface Ranked {
  readonly row: number
  readonly text: string
  /** Near to 1 is better; of the ways by meaning a cosine. */
  readonly score: number
}

export interface Ranking {
  readonly by: 'bm25' | 'static' | 'embedding'
  /** All rows that it saw; MiniLM sees a shortlist. */
  readonly seen: number
  readonly ms: number
  readonly top: readonly Ranked[]
}

export interface Rankings {
  readonly query: string
  readonly rankings: readonly Ranking[]
}

export interface Contender {
  readonly name: 'original' | 'minified' | 'toon' | 'lossless' | 'crushed'
  readonly tokens: number
  readonly usd?: number
  /** Why it has no figure of its own. */
  readonly note?: string
}

/** What the library's own store of metrics has of this page's runs. */
export interface LibraryMetrics {
  readonly requests: number
  readonly tokensBefore: number
  readonly tokensSaved: number
  readonly savedUsd: number
  /** In [0, 1]. */
  readonly alignment: number
}

export type ExportKind = 'output' | 'report' | 'page' | 'source'

/** What the page asks of the worker; each is answered once. */
export interface Calls {
  open(source: Source): Reading
  run(settings: Settings): Outcome
  /** Lines of what goes out, at most `columns` characters wide. */
  lines(columns: number, from: number, to: number): LinesPage
  rows(array: number, filter: RowFilter, search: string, from: number, to: number): RowsPage
  row(array: number, row: number, columns: number): RowDetail
  /** Where a row stands among the lines of what goes out. */
  place(array: number, row: number, columns: number): number
  difference(columns: number, from: number, to: number): LinesPage
  rank(array: number): Rankings
  compare(): readonly Contender[]
  write(kind: ExportKind): Blob
  metrics(): LibraryMetrics
  /** Empties the history and the library's store. */
  forget(): void
}

export type CallName = keyof Calls

export type ToWorker =
  /** The first message: where MiniLM's files are, which a worker's script cannot tell. */
  | { readonly kind: 'start'; readonly modelUrl: string }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: Problem; readonly isCancelled: boolean }
  | { readonly kind: 'stage'; readonly id: number; readonly stage: Stage }
