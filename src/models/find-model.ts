import { catalog } from './catalog.ts'
import type { ModelEntry } from './model-entry.ts'

const entriesByName: ReadonlyMap<string, ModelEntry> = new Map(
  catalog.flatMap((entry) => [entry.id, ...(entry.aliases ?? [])].map((name) => [name, entry] as const)),
)
/** In UTF-16 code units. */
const longestName = Math.max(...[...entriesByName.keys()].map((name) => name.length))

/** A known name followed by one of these is another model, with another window and another price. */
const variants: ReadonlySet<string> = new Set([
  'pro', 'mini', 'nano', 'micro', 'lite', 'max', 'ultra', 'plus', 'flash', 'small', 'medium', 'large', 'codex', 'coder', 'chat', 'cyber',
  'audio', 'realtime', 'live', 'tts', 'transcribe', 'image', 'vl', 'omni', 'embedding', 'search', 'deep', 'computer', 'guard',
])

/** A known name followed by one of these is the same model at another price. */
const otherTariffs: ReadonlySet<string> = new Set(['free', 'fast', 'priority', 'flex', 'batch'])

/**
 * What is known about a model, by any name it goes by: another provider's prefix (`anthropic/`, `us.anthropic.`, `models/`, `openai:`),
 * a date or version behind it (`-2024-08-06`, `@20250514`, `-latest`, `-v1:0`), any case. The longest known name that the given one
 * begins with wins, where it ends at a boundary: `gpt-4o-mini-2024-07-18` is `gpt-4o-mini`, and `gpt-4.9` is not `gpt-4`.
 *
 * A fine-tuned model (`ft:gpt-4o-mini:org::id`) is its base model without a price, since it has another one.
 *
 * @returns undefined for a name that we do not know for sure, such as a new size of a known family
 */
export function findModel(name: string): ModelEntry | undefined {
  const written = name.trim().toLowerCase()
  if (written.startsWith('ft:')) {
    const base = findByBeginning(written.slice(3).split(':', 1)[0]!) // split always gives a first part
    return base && withoutPrice(base)
  }
  const local = withoutVendor(written.slice(written.lastIndexOf('/') + 1))
  return findByBeginning(local) ?? findByBeginning(withoutVendor(local.slice(local.indexOf(':') + 1)))
}

/** `us.anthropic.claude-...` without what stands before the model: words of letters and hyphens, each with a dot behind it. */
function withoutVendor(name: string): string {
  return name.replace(/^(?:[a-z-]+\.)+/, '')
}

function findByBeginning(name: string): ModelEntry | undefined {
  for (let length = Math.min(name.length, longestName); length > 0; length--) {
    if (!isBoundary(name, length)) continue
    const entry = entriesByName.get(name.slice(0, length))
    if (entry !== undefined) return withSuffix(entry, name.slice(length))
  }
  return undefined
}

/** Letters, digits and dots go on with a name: `gpt-4o` does not begin with `gpt-4`, nor does `gpt-4.1`. */
function isBoundary(name: string, length: number): boolean {
  return length === name.length || !/[a-z0-9.]/.test(name[length]!) // within the name
}

/** The entry for a known name with something behind it, which may make it another model. */
function withSuffix(entry: ModelEntry, suffix: string): ModelEntry | undefined {
  // One or two digits are a version, `claude-opus-4-9`; dates and build numbers have more.
  if (/^[-_]\d{1,2}(?![a-z0-9])/.test(suffix)) return undefined
  const words = suffix.split(/[^a-z0-9]+/, 20)
  if (suffixWords(suffix).some((word) => variants.has(word))) return undefined
  return words.some((word) => otherTariffs.has(word)) ? withoutPrice(entry) : entry
}

/** Words that are part of the name: those up to the first character that a name does not go on with, such as a colon or a space. */
function suffixWords(suffix: string): string[] {
  return (/^[a-z0-9._-]*/.exec(suffix)?.[0] ?? '').split(/[._-]/)
}

function withoutPrice({ price: _price, ...entry }: ModelEntry): ModelEntry {
  return entry
}
