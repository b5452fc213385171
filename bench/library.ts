import type { Options, ResolvedOptions } from '../src/options.ts'
import type { Query } from '../src/conversation/query.ts'
import type { LoadedCounter } from '../src/tokens/counter.ts'
import type { Logger } from '../src/logger.ts'
import type { Report } from '../src/report/types.ts'

interface CrushTask {
  readonly text: string
  readonly query: Query
  readonly options: ResolvedOptions['smartCrusher']
  readonly tokens: LoadedCounter
  readonly tokensBefore: number
  readonly logger: Logger
}
type Module = Readonly<Record<string, unknown>>

// Found when they are there.
const modules: Record<string, () => Promise<unknown>> = import.meta.glob(['../src/index.ts', '../src/transforms/smart-crusher/crush-text.ts', '../src/columns/expand.ts'])
async function find(name: string): Promise<unknown> {
  for (const load of Object.values(modules)) {
    const module = await load() as Module
    if (module[name] !== undefined) return module[name]
  }
  return undefined
}

export const optimize = await find('optimize') as ((messages: readonly unknown[], options?: Options) => Promise<{ messages: readonly unknown[], report: Report }>) | undefined
export const crushText = await find('crushText') as ((task: CrushTask) => Promise<{ text: string }>) | undefined
export const expand = await find('expand') as ((text: string) => string) | undefined
export const countTokens = await find('countTokens') as ((text: string, model?: string) => Promise<{ tokens: number }>) | undefined
