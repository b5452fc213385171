import type { ResolvedSmartCrusherOptions } from '../../src/transforms/smart-crusher/options.ts'

// crush-text.ts and expand.ts are found when they are there
declare global {
  interface ImportMeta { glob(paths: readonly string[]): Record<string, () => Promise<Module>> }
}
type Module = Record<string, (...args: never[]) => unknown>
const modules = import.meta.glob(['../../src/transforms/smart-crusher/crush-text.ts', '../../src/columns/expand.ts', '../../src/json/parse.ts'])
const load = async (end: string): Promise<Module | undefined> => {
  const found = Object.entries(modules).find(([path]) => path.endsWith(end))
  return found === undefined ? undefined : await found[1]()
}
const crushModule = await load('crush-text.ts')
const expandModule = await load('expand.ts')

export const expandText = expandModule?.['expand'] as ((text: string) => string) | undefined
export const crushText = crushModule?.['crushText'] as ((task: unknown) => Promise<{ text: string }>) | undefined

export const defaults: ResolvedSmartCrusherOptions = {
  enabled: true, minTokensToCrush: 200, minItemsToAnalyze: 5, maxItemsAfterCrush: 15, varianceThreshold: 2, preserveChangePoints: true,
  index: { maxTokensPerRow: 24, maxTokens: 800 }, lossless: false, format: 'auto', relevance: { tier: 'hybrid', timeLimitMs: 5000, query: 'at-birth' },
}
