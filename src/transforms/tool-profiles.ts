import type { ResolvedOptions, ToolProfile } from '../options.ts'
import { resolveRepeatsOptions } from './repeats/options.ts'
import type { ResolvedRepeatsOptions } from './repeats/options.ts'
import { resolveSmartCrusherOptions } from './smart-crusher/options.ts'
import type { ResolvedSmartCrusherOptions } from './smart-crusher/options.ts'
import { resolveTextResultsOptions } from './text-results/options.ts'
import type { ResolvedTextResultsOptions } from './text-results/options.ts'

export interface ToolSettings {
  /** The profile that holds, as the caller wrote its name; absent when none does. */
  readonly profile?: string
  readonly skipCompression: boolean
  readonly smartCrusher: ResolvedSmartCrusherOptions
  readonly repeats: ResolvedRepeatsOptions
  readonly textResults: ResolvedTextResultsOptions
}

/** What holds for the results of one tool; for a tool whose name is not known, the options without any profile. */
export function settingsForTool(options: ResolvedOptions, toolName: string | undefined): ToolSettings {
  const name = toolName === undefined ? undefined : findToolProfile(Object.keys(options.toolProfiles), toolName)
  const profile: ToolProfile | undefined = name === undefined ? undefined : options.toolProfiles[name]
  if (name === undefined || profile === undefined) return { skipCompression: false, smartCrusher: options.smartCrusher, repeats: options.repeats, textResults: options.textResults }
  const maxItemsAfterCrush = profile.maxItems ?? profile.maxItemsAfterCrush
  return {
    profile: name,
    skipCompression: profile.skipCompression ?? false,
    smartCrusher: resolveSmartCrusherOptions(
      maxItemsAfterCrush === undefined ? profile : { ...profile, maxItemsAfterCrush },
      options.smartCrusher,
    ),
    repeats: resolveRepeatsOptions(profile.repeats, options.repeats),
    textResults: resolveTextResultsOptions(profile.textResults, options.textResults),
  }
}

/**
 * The most specific of `names` that fits a tool: its exact name, else the glob with the most characters beside `*`.
 * Of two equally long globs the earlier one.
 */
export function findToolProfile(names: readonly string[], toolName: string): string | undefined {
  if (names.includes(toolName)) return toolName
  let best: string | undefined
  let bestLength = -1
  for (const name of names) {
    if (!name.includes('*')) continue
    const length = name.replaceAll('*', '').length
    if (length > bestLength && matchesGlob(name, toolName)) [best, bestLength] = [name, length]
  }
  return best
}

/** `*` stands for any characters, also none. Each piece is taken at its first place after the one before: time is their product at worst. */
function matchesGlob(glob: string, text: string): boolean {
  const pieces = glob.split('*')
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, from)
    if (found === -1 || found + piece.length > text.length - last.length) return false
    from = found + piece.length
  }
  return true
}
