import type { Readable, Writable } from 'node:stream'
import { isHeadroomError, messageOf } from '../errors.ts'
import { formatReport } from '../report/format-report.ts'
import type { Report } from '../report/types.ts'
import { version } from '../version.ts'
import { parseArguments } from './arguments.ts'
import type { Command, CompressCommand } from './arguments.ts'
import { compressInput } from './compress-input.ts'
import type { CompressedInput } from './compress-input.ts'
import { help } from './help.ts'
import { tellMetrics } from './metrics.ts'
import { putModel } from './model.ts'
import { readInput } from './read-input.ts'
import { loadRelevance } from './relevance.ts'

/** What the command touches; a process has it all. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Runs the command. @returns the exit code: 0 done, 1 input or output failed, 2 wrong usage */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    return await obey(parseArguments(args), terminal)
  } catch (error) {
    await write(terminal.stderr, `headroom: ${messageOf(error)}\n`)
    return isHeadroomError(error) && error.code === 'CONFIGURATION' ? 2 : 1
  }
}

async function obey(command: Command, terminal: Terminal): Promise<0 | 1 | 2> {
  const { stdin, stdout, stderr, env } = terminal
  if (command.kind === 'help') {
    await write(stdout, help)
    return 0
  }
  if (command.kind === 'version') {
    await write(stdout, `${version}\n`)
    return 0
  }
  if (command.kind === 'model') {
    let shown = 0
    const done = await putModel(command, (percent) => {
      if (stderr.isTTY !== true || percent === shown) return
      shown = percent
      stderr.write(`\r${percent} %`)
    })
    await write(stderr, `${shown > 0 ? '\r' : ''}${done}\n`)
    return 0
  }
  if (command.kind === 'stats' || command.kind === 'report') {
    const colour = stdout.isTTY === true && env['NO_COLOR'] === undefined
    const { out, err } = await tellMetrics(command, { env, colour, now: Date.now(), warn: (message) => { stderr.write(`headroom: ${message}\n`) } })
    await write(stdout, out)
    await write(stderr, err)
    return 0
  }
  if (command.file === undefined && stdin.isTTY === true) {
    // Nobody is piping: waiting for input would look like a hang.
    await write(stderr, help)
    return 2
  }
  const { text, report } = await compress(await readInput(command.file, stdin), command)
  const shown = showReport(report, command, terminal)
  if (command.kind === 'simulate') {
    await write(stdout, shown)
  } else {
    await write(stdout, text)
    await write(stderr, shown)
  }
  return 0
}

async function compress(source: string, command: CompressCommand): Promise<CompressedInput> {
  const { options } = command
  // Without loss no row is ranked.
  if (options.smartCrusher?.lossless === true) return compressInput(source, command)
  const { options: relevance, close } = await loadRelevance(command.relevance)
  try {
    return await compressInput(source, { ...command, options: { ...options, smartCrusher: { ...options.smartCrusher, relevance } } })
  } finally {
    await close()
  }
}

function showReport(report: Report, { json, kind }: CompressCommand, { stderr, env }: Terminal): string {
  if (json) return `${JSON.stringify(report, null, 2)}\n`
  const colour = kind === 'optimize' && stderr.isTTY === true && env['NO_COLOR'] === undefined
  return `${formatReport(report, { colour })}\n`
}

/** Resolves when a stream has taken the text, also when its reader left early; rejects when it fails in another way. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null): void => {
      if (error === undefined || error === null || error.code === 'EPIPE') resolve()
      else reject(error)
    }
    // Stays on the stream: the pipe may break after the text was handed over, and nobody else listens.
    stream.on('error', settle)
    stream.write(text, settle)
  })
}
