import type { DecisionMemory } from './transforms/transform.ts'

export interface MemoryLimits {
  /** Decisions that are kept. @default 10,000 */
  readonly maxEntries?: number
  /** What they may keep alive in all, in UTF-16 code units. @default 32 million, which is 32 to 64 MB */
  readonly maxCharacters?: number
}

export interface BoundedMemory extends DecisionMemory {
  /** Forgets everything. */
  clear(): void
}

interface Entry { readonly value: unknown; readonly size: number }

/**
 * Remembers the decisions that were asked for last. The oldest leave first, when there are too many or they hold too much.
 *
 * Keyed by the text itself, not by a hash of it: two texts never stand in for each other, and looking one up costs a comparison.
 */
export function createDecisionMemory({ maxEntries = 10_000, maxCharacters = 32_000_000 }: MemoryLimits = {}): BoundedMemory {
  /** By text, those of the last use at the end; then by birth. */
  const byText = new Map<string, Map<string, Entry>>()
  let entries = 0
  let characters = 0

  const forgetOldest = (): void => {
    for (const [text, births] of byText) {
      if (entries <= maxEntries && characters <= maxCharacters) return
      byText.delete(text)
      entries -= births.size
      characters -= text.length
      for (const { size } of births.values()) characters -= size
    }
  }

  return {
    get(text, birth) {
      const births = byText.get(text)
      const entry = births?.get(birth)
      if (births === undefined || entry === undefined) return undefined
      byText.delete(text)
      byText.set(text, births)
      return entry.value
    },
    set(text, birth, value, size) {
      const births = byText.get(text) ?? new Map<string, Entry>()
      if (births.size === 0) characters += text.length
      const replaced = births.get(birth)
      births.set(birth, { value, size })
      entries += replaced === undefined ? 1 : 0
      characters += size - (replaced?.size ?? 0)
      byText.delete(text)
      byText.set(text, births)
      forgetOldest()
    },
    clear() {
      byText.clear()
      entries = 0
      characters = 0
    },
  }
}
