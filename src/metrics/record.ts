import { isHeadroomError } from '../errors.ts'
import type { Decision, Report, Waste } from '../report/types.ts'
import { toTimestamp } from './timestamp.ts'

/** Version of the records written now; see `read-record.ts` for the older ones. */
export const recordVersion = 1

/**
 * The numbers of one request. Plain data, safe for `JSON.stringify`, and without a word of the conversation unless `content` is given:
 * names (of models, tools and transforms), numbers and our own words only.
 */
export interface MetricsRecord {
  readonly version: typeof recordVersion
  /** Of the request; two records of one id are two records. */
  readonly id: string
  /**
   * When the request was made: ISO 8601 in UTC with milliseconds, `2026-11-22T10:00:00.000Z`. A text, since all of them have the same
   * length, so they sort as times do, in a JSON line and in an index of a database alike, and people can read them.
   */
  readonly timestamp: string
  /** Whoever answers, such as `openai`. */
  readonly provider?: string
  /** The shape of the request, such as `openai-chat`. */
  readonly format?: string
  readonly model?: string
  readonly mode: Report['mode']
  readonly tokensInputBefore: number
  /** What was sent; in audit mode the same as before, in a simulation what would have been sent. */
  readonly tokensInputAfter: number
  readonly tokenCounting: Report['tokenCounting']
  /** The whole input as the provider counted it, cached tokens included. Absent, as the next three, where it told nothing. */
  readonly tokensInputReported?: number
  readonly tokensOutput?: number
  /** Input tokens that the provider read from its prefix cache. */
  readonly cachedTokensRead?: number
  /** Input tokens that the provider wrote to its prefix cache. */
  readonly cachedTokensWritten?: number
  /** By name, of what changed something; in audit mode and in simulations what it would have saved. */
  readonly tokensSavedByTransform: Readonly<Record<string, number>>
  /** 16 hexadecimal digits. */
  readonly stablePrefixHash: string
  /** In [0, 1]. */
  readonly cacheAlignmentScore: number
  /** Absent for a model whose price nobody knows. */
  readonly estimatedSavingsUsd?: number
  /** Day of the price table, ISO 8601; stands with `estimatedSavingsUsd`. */
  readonly pricesDate?: string
  readonly waste: Waste
  /** In short; where there were more kinds than `maxDecisions`, those with the most tokens. */
  readonly decisions: readonly DecisionRecord[]
  /** How many more kinds there were. */
  readonly decisionsOmitted: number
  /** Milliseconds we took, per step and in all under `total`. */
  readonly timings: Readonly<Record<string, number>>
  /** Milliseconds from the call to the end of the provider's answer. */
  readonly durationMs?: number
  /** Without `content` each up to its first colon or bracket: what follows may quote an error, and an error may quote the conversation. */
  readonly warnings: readonly string[]
  readonly error?: ErrorRecord
  /** Whatever the caller asked to be kept of the conversation, as JSON can say it. */
  readonly content?: unknown
}

/**
 * What was decided for the content blocks of one kind: an agent's request carries all results so far, so there may be hundreds of blocks,
 * of a handful of tools.
 */
export interface DecisionRecord {
  readonly transform: string
  readonly toolName?: string
  readonly contentType: string
  readonly action: Decision['action']
  /** How many of these there are; the figures are their sums. */
  readonly blocks: number
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Of all arrays. */
  readonly rowsTotal: number
  readonly rowsKept: number
}

export interface ErrorRecord {
  /** Name of its class. */
  readonly name: string
  /** Of our own errors. */
  readonly code?: string
  /** HTTP status, where the error has one. */
  readonly status?: number
  /** Only with `content`. */
  readonly message?: string
}

/** What a provider says about a request; every figure may be missing. */
export interface ReportedUsage {
  /** The whole input, cached tokens included. */
  readonly tokensInput?: number
  readonly tokensOutput?: number
  readonly cachedTokensRead?: number
  readonly cachedTokensWritten?: number
}

/** What is known of a request beside its report. */
export interface RequestFacts {
  /** @default a random one */
  readonly id?: string
  /** A date, milliseconds since 1970 or an ISO 8601 text. @default now */
  readonly timestamp?: Date | number | string
  readonly provider?: string
  readonly usage?: ReportedUsage
  readonly durationMs?: number
  /** What was thrown. */
  readonly error?: unknown
  /** What to keep of the conversation, as plain data. Whoever gives it also gets whole warnings and the error's message. @default nothing */
  readonly content?: unknown
}

/** No figure of a record is larger, so that a sum of any number of them is a number, too. */
export const maxFigure = 1e15
/** Kinds of decisions kept in one record. */
export const maxDecisions = 20
const maxWarnings = 20
/** In UTF-16 code units; names come from tools and callers and may have any length. */
const maxName = 200
const maxText = 2000

/**
 * The record of one request. A figure that is not a finite number becomes 0, or is left out where it may be; tokens become whole.
 *
 * @throws ConfigurationError for a timestamp that is none
 */
export function createRecord(report: Report, facts: RequestFacts = {}): MetricsRecord {
  const { usage = {} } = facts
  const withContent = facts.content !== undefined
  const content = withContent ? copyPlain(facts.content) : undefined
  const kinds = sumByKind(report.decisions)
  const decisions = kinds.length > maxDecisions ? kinds.sort((x, y) => y.tokensBefore - x.tokensBefore).slice(0, maxDecisions) : kinds
  return {
    version: recordVersion,
    id: cut(facts.id ?? randomId(), maxName),
    timestamp: toTimestamp(facts.timestamp ?? Date.now(), 'timestamp'),
    ...named('provider', facts.provider),
    ...named('format', report.format),
    ...named('model', report.model),
    mode: report.mode,
    tokensInputBefore: wholeTokens(report.tokensBefore),
    tokensInputAfter: wholeTokens(report.tokensAfter),
    tokenCounting: report.tokenCounting,
    ...tokenFigure('tokensInputReported', usage.tokensInput),
    ...tokenFigure('tokensOutput', usage.tokensOutput),
    ...tokenFigure('cachedTokensRead', usage.cachedTokensRead),
    ...tokenFigure('cachedTokensWritten', usage.cachedTokensWritten),
    tokensSavedByTransform: sumByTransform(report),
    stablePrefixHash: report.stablePrefixHash,
    cacheAlignmentScore: finite(report.cacheAlignmentScore),
    ...figure('estimatedSavingsUsd', report.estimatedSavingsUsd, 1e10),
    ...named('pricesDate', report.pricesDate),
    waste: cleanWaste(report.waste),
    decisions,
    decisionsOmitted: kinds.length - decisions.length,
    timings: roundTimings(report.timings),
    ...figure('durationMs', facts.durationMs, 1e3),
    warnings: report.warnings.slice(0, maxWarnings).map((warning) => cut(withContent ? warning : headOf(warning), maxText)),
    ...(facts.error === undefined ? {} : { error: describeError(facts.error, withContent) }),
    ...(content === undefined ? {} : { content }),
  }
}

/** @returns undefined for what is no plain data, such as a cycle; the record is worth keeping without it */
function copyPlain(content: unknown): unknown {
  try {
    const text: string | undefined = JSON.stringify(content)
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined // the caller's data; its numbers are still kept
  }
}

/** Milliseconds to three places: more is noise, and takes half of a line. */
function roundTimings(timings: Report['timings']): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).filter(([, milliseconds]) => Number.isFinite(milliseconds)).map(([step, milliseconds]) => [step, round(finite(milliseconds), 1e3)]))
}

/** As it is where it is too large to have such places. */
function round(value: number, places: number): number {
  const scaled = value * places
  return Math.abs(scaled) > Number.MAX_SAFE_INTEGER ? value : Math.round(scaled) / places
}

/** In the order in which the kinds first appear. */
function sumByKind(decisions: readonly Decision[]): DecisionRecord[] {
  const kinds = new Map<string, DecisionRecord>()
  for (const { action, tokensBefore, tokensAfter, arrays, ...names } of decisions) {
    // Cut before they are compared: there may be many, of any length.
    const [transform, contentType] = [cut(names.transform, maxName), cut(names.contentType, maxName)]
    const toolName = names.toolName === undefined ? undefined : cut(names.toolName, maxName)
    // Names may hold any character; JSON tells where each ends.
    const kind = JSON.stringify([transform, toolName, contentType, action])
    const sum = kinds.get(kind)
    kinds.set(kind, {
      transform,
      ...(toolName === undefined ? {} : { toolName }),
      contentType,
      action,
      blocks: (sum?.blocks ?? 0) + 1,
      tokensBefore: wholeTokens((sum?.tokensBefore ?? 0) + wholeTokens(tokensBefore)),
      tokensAfter: wholeTokens((sum?.tokensAfter ?? 0) + wholeTokens(tokensAfter)),
      rowsTotal: wholeTokens((sum?.rowsTotal ?? 0) + arrays.reduce((total, array) => total + array.rowsTotal, 0)),
      rowsKept: wholeTokens((sum?.rowsKept ?? 0) + arrays.reduce((total, array) => total + array.rowsKept, 0)),
    })
  }
  return [...kinds.values()]
}

/** Entries, not a plain object, while counting: a transform of the caller's may have any name, `__proto__` too. */
function sumByTransform({ decisions, window }: Report): Record<string, number> {
  const saved = new Map<string, number>()
  for (const { transform, tokensBefore, tokensAfter } of decisions) {
    const name = cut(transform, maxName)
    if (tokensBefore !== tokensAfter) saved.set(name, finite((saved.get(name) ?? 0) + wholeTokens(tokensBefore) - wholeTokens(tokensAfter)))
  }
  if (window.tokensDropped > 0 && !saved.has('rolling-window')) saved.set('rolling-window', wholeTokens(window.tokensDropped))
  return Object.fromEntries(saved)
}

function describeError(error: unknown, withMessage: boolean): ErrorRecord {
  if (!(error instanceof Error)) return { name: `a thrown ${error === null ? 'null' : typeof error}` }
  const status = (error as { readonly status?: unknown }).status
  return {
    name: cut(error.name, maxName),
    ...(isHeadroomError(error) ? { code: error.code } : {}),
    ...(typeof status === 'number' && Number.isFinite(status) ? { status } : {}),
    ...(withMessage ? { message: cut(error.message, maxText) } : {}),
  }
}

/** The words of ours that a warning begins with. */
function headOf(warning: string): string {
  return warning.split(/[:(]/, 1)[0]!.trimEnd() // split always gives a first part
}

/** @returns at most `length` code units and the sign that something is missing, never half of a character */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\ud800-\udbff]/.test(text[length - 1]!) ? length - 1 : length // text is longer than length
  return `${text.slice(0, end)}…`
}

/** 0 for what is no finite number; no larger than a figure may be. */
function finite(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, -maxFigure), maxFigure) : 0
}

/** Its figures come from the caller's counter as well. */
function cleanWaste({ whiteSpace, repeatedKeys, repeatedRows, base64, html, volatilePrefix }: Waste): Waste {
  return { whiteSpace: finite(whiteSpace), repeatedKeys: finite(repeatedKeys), repeatedRows: finite(repeatedRows), base64: finite(base64), html: finite(html), volatilePrefix: finite(volatilePrefix) }
}

/** A caller's own counter may give anything. */
function wholeTokens(value: number): number {
  return Math.round(Math.max(finite(value), 0))
}

function tokenFigure<Name extends string>(name: Name, value: number | undefined): { readonly [K in Name]?: number } {
  return figure(name, value === undefined || !Number.isFinite(value) ? undefined : wholeTokens(value), 1)
}

/** @param places how exact it is, as a power of ten */
function figure<Name extends string>(name: Name, value: number | undefined, places: number): { readonly [K in Name]?: number } {
  // A computed key of type Name widens to string; it is that one name.
  return value === undefined || !Number.isFinite(value) ? {} : { [name]: round(finite(value), places) } as { readonly [K in Name]?: number }
}

function named<Name extends string>(name: Name, value: string | undefined): { readonly [K in Name]?: string } {
  return value === undefined ? {} : { [name]: cut(value, maxName) } as { readonly [K in Name]?: string } // as in `figure`
}

/** 24 hexadecimal digits. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
