import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigurationError, StorageError, messageOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { MetricsFilter, MetricsStore } from '../metrics/store.ts'
import { formatStats } from './format-stats.ts'

/** Commands that read what was recorded. */
export type MetricsCommand = StatsCommand | ReportCommand

export interface StatsCommand extends Recorded {
  readonly kind: 'stats'
  /** The numbers as JSON. */
  readonly json: boolean
}

export interface ReportCommand extends Recorded {
  readonly kind: 'report'
  /** File of the page; `-` for standard output. */
  readonly out: string
}

interface Recorded {
  /** How far back, as written: `7d`, or a date; absent for all. */
  readonly since?: string
  readonly model?: string
  /** Where the records are. @default the folder that sessions write to */
  readonly folder?: string
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970. */
  readonly now: number
  readonly colour: boolean
  readonly warn: (message: string) => void
}

export interface Told {
  /** For standard output. */
  readonly out: string
  /** For standard error. */
  readonly err: string
}

/** Reads records and tells of them. @throws ConfigurationError for a wrong time; StorageError when something cannot be read or written */
export async function tellMetrics(command: MetricsCommand, { env, now, colour, warn }: Surroundings): Promise<Told> {
  const { since, model } = command
  const filter: MetricsFilter = { ...(since === undefined ? {} : { startTime: parseSince(since, now) }), ...(model === undefined ? {} : { model }) }
  const { store, folder } = await openStore(command.folder, env, warn)
  try {
    if (command.kind === 'stats') {
      const summary = await store.summarize(filter)
      return { out: command.json ? `${JSON.stringify(summary, null, 2)}\n` : `${formatStats(summary, { colour })}\n`, err: hintIfEmpty(summary.totalRequests + summary.simulations, folder, command) }
    }
    const { renderReport } = await import('../report-page/drivers/render-report.ts')
    const page = await renderReport(store, { ...filter, now })
    if (command.out === '-') return { out: page, err: '' }
    await write(command.out, page)
    return { out: '', err: `${resolve(command.out)}\n` }
  } finally {
    await store.close()
  }
}

async function openStore(own: string | undefined, env: Surroundings['env'], warn: Surroundings['warn']): Promise<{ readonly store: MetricsStore; readonly folder: string }> {
  const [{ createFileStore }, { findStateFolder, readSurroundings }] = await Promise.all([import('../metrics/drivers/file-store.ts'), import('../metrics/drivers/state-folder.ts')])
  const folder = own ?? join(findStateFolder({ ...readSurroundings(), env }), 'metrics')
  const ignore = (): void => undefined
  const logger: Logger = { debug: ignore, info: ignore, warn, error: warn }
  return { store: createFileStore({ folder, logger }), folder }
}

function hintIfEmpty(records: number, folder: string, { since, model }: Recorded): string {
  return records > 0 ? '' : `nothing was recorded${model === undefined ? '' : ` of the model ${model}`}${since === undefined ? '' : ` since ${since}`} in ${folder}; --folder names another place\n`
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (cause) {
    throw new StorageError(`${file} cannot be written: ${messageOf(cause)}`, { cause })
  }
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/**
 * A point in time: so long ago (`30m`, `24h`, `7d`, `2w`), or a date or time of ISO 8601.
 *
 * @throws ConfigurationError for anything else
 */
export function parseSince(text: string, now: number): Date {
  const ago = /^(\d{1,6})([mhdw])$/.exec(text)
  const time = ago !== null ? now - Number(ago[1]) * unitsMs[ago[2]!]! : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN // the pattern names them all
  if (!(Math.abs(time) < 8.64e15)) throw new ConfigurationError(`--since must be a length such as 30m, 24h, 7d or 2w, or a date such as 2026-11-22, got ${JSON.stringify(text)}`, { details: { option: '--since' } })
  return new Date(time)
}
