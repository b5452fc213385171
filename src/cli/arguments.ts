import { parseArgs } from 'node:util'
import { ConfigurationError } from '../errors.ts'
import { findNearest } from '../option-checks.ts'
import type { Options } from '../options.ts'
import type { RelevanceTier } from '../transforms/smart-crusher/options.ts'
import type { MetricsCommand } from './metrics.ts'
import type { ModelCommand } from './model.ts'
import type { RelevanceFlags } from './relevance.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | CompressCommand
  | ModelCommand
  | MetricsCommand

export interface CompressCommand {
  readonly kind: 'optimize' | 'simulate'
  /** Path of the input; absent for standard input. */
  readonly file?: string
  /** Writes the report as JSON. */
  readonly json: boolean
  /** What is asked of a lone tool result. */
  readonly query?: string
  /** Name of the tool that gave a lone result. */
  readonly tool?: string
  readonly relevance: RelevanceFlags
  readonly options: Options
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  json: { type: 'boolean' },
  lossless: { type: 'boolean' },
  'no-index': { type: 'boolean' },
  query: { type: 'string', short: 'q' },
  model: { type: 'string', short: 'm' },
  tool: { type: 'string' },
  'max-items': { type: 'string' },
  tier: { type: 'string' },
  minilm: { type: 'string' },
  from: { type: 'string' },
  remote: { type: 'boolean' },
  since: { type: 'string' },
  out: { type: 'string', short: 'o' },
  folder: { type: 'string' },
} as const

const commands = ['optimize', 'simulate', 'stats', 'report', 'model'] as const
/** Flags that only some commands know. */
const belongings = { from: 'headroom model <dir>', remote: 'headroom model <dir>', since: 'headroom stats and headroom report', folder: 'headroom stats and headroom report', out: 'headroom report', tier: 'headroom optimize and headroom simulate', minilm: 'headroom optimize and headroom simulate' } as const
const tiers = ['bm25', 'static', 'embedding', 'hybrid'] as const satisfies readonly RelevanceTier[]

/** @throws ConfigurationError that names the argument and what would be right */
export function parseArguments(args: readonly string[]): Command {
  // Not strict: its messages do not name the right option.
  const { values, positionals, tokens } = parseArgs({ args: [...args], options: flags, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option') checkFlag(token.name, token.rawName, token.value, token.inlineValue)
  }
  if (values.help === true) return { kind: 'help' }
  if (values.version === true) return { kind: 'version' }

  const [command, file, ...rest] = positionals
  if (command === undefined) throw new ConfigurationError('no command given; write headroom optimize [file] or headroom simulate [file]')
  const kind = commands.find((known) => known === command)
  if (kind === undefined) throw unknownCommand(command)
  if (rest.length > 0) throw new ConfigurationError(`one file at a time: ${JSON.stringify(rest[0])} is one too many`)
  const { query, tool, model, from, remote, since, out, folder, tier, minilm } = values
  for (const [flag, owners] of Object.entries(belongings)) {
    if (values[flag as keyof typeof belongings] !== undefined && !owners.includes(`headroom ${kind}`)) throw new ConfigurationError(`--${flag} belongs to ${owners}`) // its keys are flags
  }
  if (kind === 'model') return readModelCommand(file, typeof from === 'string' ? from : undefined, remote === true)
  if (kind === 'stats' || kind === 'report') {
    if (file !== undefined) throw new ConfigurationError(`headroom ${kind} reads what was recorded, no file: ${JSON.stringify(file)} is one too many; --folder names another place`)
    const recorded = {
      ...(typeof since === 'string' ? { since } : {}),
      ...(typeof model === 'string' ? { model } : {}),
      ...(typeof folder === 'string' ? { folder } : {}),
    }
    return kind === 'stats' ? { kind, ...recorded, json: values.json === true } : { kind, ...recorded, out: typeof out === 'string' ? out : 'headroom-report.html' }
  }
  return {
    kind,
    ...(file === undefined || file === '-' ? {} : { file }),
    json: values.json === true,
    ...(typeof query === 'string' ? { query } : {}),
    ...(typeof tool === 'string' ? { tool } : {}),
    relevance: { ...(typeof tier === 'string' ? { tier: readTier(tier) } : {}), ...(typeof minilm === 'string' ? { minilm } : {}) },
    options: {
      ...(typeof model === 'string' ? { model } : {}),
      smartCrusher: {
        ...(values.lossless === true ? { lossless: true } : {}),
        ...(values['no-index'] === true ? { index: false } : {}),
        ...(typeof values['max-items'] === 'string' ? { maxItemsAfterCrush: readMaxItems(values['max-items']) } : {}),
      },
    },
  }
}

function readModelCommand(folder: string | undefined, from: string | undefined, remote: boolean): ModelCommand {
  if (folder === undefined || folder === '') throw new ConfigurationError('headroom model needs the folder to put the files into: headroom model <dir>')
  if (from !== undefined && remote) throw new ConfigurationError('--from and --remote contradict each other: give one of them')
  return { kind: 'model', folder, remote, ...(from === undefined ? {} : { from }) }
}

function checkFlag(name: string, rawName: string, value: string | undefined, inlineValue: boolean | undefined): void {
  const known = Object.hasOwn(flags, name) ? flags[name as keyof typeof flags] : undefined
  if (known === undefined) {
    const nearest = findNearest(name, Object.keys(flags))
    const hint = nearest === undefined ? 'headroom --help lists them' : `did you mean --${nearest}?`
    throw new ConfigurationError(`unknown option ${rawName}; ${hint}`, { details: { option: rawName } })
  }
  if (known.type === 'boolean' && value !== undefined) throw new ConfigurationError(`${rawName} takes no value, got ${JSON.stringify(value)}`)
  if (known.type === 'string' && (value === undefined || value === '')) throw new ConfigurationError(`${rawName} needs a value: ${rawName} <${name}>`)
  if (known.type === 'string' && inlineValue === false && value?.startsWith('-') === true && value !== '-') {
    throw new ConfigurationError(`${rawName} needs a value, got the option ${value}; a value that begins with a dash is written --${name}=${value}`)
  }
}

function unknownCommand(command: string): ConfigurationError {
  const nearest = findNearest(command, commands)
  const hint = nearest === undefined ? `commands are ${commands.slice(0, -1).join(', ')} and ${commands.at(-1)!}; for a file write headroom optimize ${command}` : `did you mean headroom ${nearest}?`
  return new ConfigurationError(`unknown command ${JSON.stringify(command)}; ${hint}`)
}

function readTier(text: string): RelevanceTier {
  const tier = tiers.find((known) => known === text)
  if (tier === undefined) throw new ConfigurationError(`--tier must be one of ${tiers.join(', ')}, got ${JSON.stringify(text)}`)
  return tier
}

function readMaxItems(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ConfigurationError(`--max-items must be a whole number of at least 1, got ${JSON.stringify(text)}`)
  return Number(text)
}
