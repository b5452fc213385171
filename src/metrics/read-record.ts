import { maxFigure, recordVersion } from './record.ts'
import type { MetricsRecord } from './record.ts'
import { toTimestamp } from './timestamp.ts'

type Fields = Readonly<Record<string, unknown>>

/** `migrations[n]` makes a record of version n into one of version n + 1. What it gives need not be right: it is checked at the end. */
const migrations: readonly ((fields: Fields) => Fields)[] = [
  /**
   * Version 0 was never released; it keeps this path in use. It had no `version`, its time in milliseconds, its figures under the names
   * of the report, and neither waste nor decisions.
   */
  ({ time, tokensBefore, tokensAfter, ...rest }) => ({
    tokenCounting: 'estimated',
    tokensSavedByTransform: {},
    stablePrefixHash: '',
    cacheAlignmentScore: 1,
    waste: { whiteSpace: 0, repeatedKeys: 0, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 },
    decisions: [],
    decisionsOmitted: 0,
    timings: {},
    warnings: [],
    ...rest,
    version: 1,
    timestamp: typeof time === 'number' && Number.isFinite(time) ? toTimestamp(time, 'time') : undefined,
    tokensInputBefore: tokensBefore,
    tokensInputAfter: tokensAfter,
  }),
]

/**
 * A record as a store gives it back, brought up to the present version.
 *
 * @param value anything: stores are files and databases that others can write to
 * @returns undefined for what is no record, and for one of a later version; the very same reference for one of this version
 */
export function readRecord(value: unknown): MetricsRecord | undefined {
  if (!isObject(value)) return undefined
  const { version = 0 } = value
  if (version === recordVersion) return isRecord(value) ? value : undefined
  if (typeof version !== 'number' || !(version >= 0 && version < recordVersion)) return undefined
  let fields: Fields = value
  try {
    for (const migrate of migrations.slice(version)) fields = migrate(fields)
  } catch {
    return undefined // a field that no version has had; the record is unreadable, and counted as such by the store
  }
  return isRecord(fields) ? fields : undefined
}

/** As `readRecord`, from its JSON text. */
export function readRecordText(text: string): MetricsRecord | undefined {
  try {
    return readRecord(JSON.parse(text))
  } catch {
    return undefined // a torn or changed line; the store counts it
  }
}

const wasteCauses = ['whiteSpace', 'repeatedKeys', 'repeatedRows', 'base64', 'html', 'volatilePrefix']
const optionalTokens = ['tokensInputReported', 'tokensOutput', 'cachedTokensRead', 'cachedTokensWritten']
const optionalNumbers = ['estimatedSavingsUsd', 'durationMs']
const optionalTexts = ['provider', 'format', 'model', 'pricesDate']

/** All that summaries and queries rely on, so that no record can make them fail or come to NaN. */
function isRecord(fields: Fields): fields is Fields & MetricsRecord {
  const { id, timestamp, mode, tokensInputBefore, tokensInputAfter, cacheAlignmentScore, tokensSavedByTransform, waste, decisions, timings, warnings, error } = fields
  return typeof id === 'string'
    && typeof timestamp === 'string' && isTimestamp(timestamp)
    && (mode === 'optimize' || mode === 'audit' || mode === 'simulate')
    && isTokens(tokensInputBefore) && isTokens(tokensInputAfter) && isNumber(cacheAlignmentScore)
    && optionalTokens.every((name) => fields[name] === undefined || isTokens(fields[name]))
    && optionalNumbers.every((name) => fields[name] === undefined || isNumber(fields[name]))
    && optionalTexts.every((name) => fields[name] === undefined || typeof fields[name] === 'string')
    && isObject(tokensSavedByTransform) && Object.values(tokensSavedByTransform).every(isNumber)
    && isObject(waste) && wasteCauses.every((cause) => isNumber(waste[cause]))
    && Array.isArray(decisions) && decisions.every(isDecision)
    && isObject(timings) && Object.values(timings).every(isNumber)
    && Array.isArray(warnings) && warnings.every((warning) => typeof warning === 'string')
    && (error === undefined || isObject(error))
}

function isDecision(value: unknown): boolean {
  return isObject(value) && typeof value['transform'] === 'string' && isTokens(value['blocks']) && isTokens(value['tokensBefore']) && isTokens(value['tokensAfter'])
    && (value['toolName'] === undefined || typeof value['toolName'] === 'string')
}

/** As `toTimestamp` writes it. The shape alone is no time: 2026-99-99 has it, too. */
export function isTimestamp(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))
}

function isTokens(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= maxFigure
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
