import { flag } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

/** What is done to tool results that are text and not JSON. */
export interface TextResultsOptions {
  /** Folds what repeats in logs and other output of programs; source code and prose stay as they are. @default true */
  readonly enabled?: boolean
  /** Names encoded data and minified code by kind, size and hash, also in strings of JSON; what the query quotes stays. @default true */
  readonly blobs?: boolean
  /** Writes pages from the web as the text that they show, with their links, also in strings of JSON; HTML that is read from a file is source. @default true */
  readonly html?: boolean
  /** Leaves out unchanged lines of diffs that have more than three around a change, unless the call asked for them. @default true */
  readonly diffContext?: boolean
  /** Leaves out rows of tables (CSV, Markdown, columns) that nothing speaks for, as of arrays. @default true */
  readonly tables?: boolean
  /** Splits a result that holds several kinds (a diff and a log) where the kind changes. @default true */
  readonly mixed?: boolean
}

export type ResolvedTextResultsOptions = Required<TextResultsOptions>

export const defaultTextResultsOptions: ResolvedTextResultsOptions = { enabled: true, blobs: true, html: true, diffContext: true, tables: true, mixed: true }

export const textResultsRules: Readonly<Record<keyof TextResultsOptions, OptionRule>> = { enabled: flag, blobs: flag, html: flag, diffContext: flag, tables: flag, mixed: flag }

/** The given options on top of `base`; checks nothing. */
export function resolveTextResultsOptions(options: TextResultsOptions = {}, base: ResolvedTextResultsOptions = defaultTextResultsOptions): ResolvedTextResultsOptions {
  return {
    enabled: options.enabled ?? base.enabled,
    blobs: options.blobs ?? base.blobs,
    html: options.html ?? base.html,
    diffContext: options.diffContext ?? base.diffContext,
    tables: options.tables ?? base.tables,
    mixed: options.mixed ?? base.mixed,
  }
}
