import type { Source } from './protocol.ts'
import { changedSettings, readSettings } from './settings.ts'
import type { Settings } from './settings.ts'

/** What a link carries: where the text comes from, unless it is too long, and what was turned. */
export interface Shared {
  readonly source?: Source & { readonly kind: 'text' | 'sample' }
  readonly settings: Partial<Settings>
}

const prefix = '#1.'
/** Longer addresses are cut by some messengers and servers of logs. */
const maxLinkLength = 16_000
/** A short link could unfold to anything. */
const maxTextLength = 1_000_000

/**
 * The page's address with all of it in the fragment, which no server sees.
 *
 * @returns `isWhole`: false where the text was too long and was left out
 */
export async function writeLink(source: Shared['source'], settings: Settings, page: string): Promise<{ readonly link: string; readonly isWhole: boolean }> {
  const base = page.split('#')[0]!
  const write = async (shared: Shared): Promise<string> => `${base}${prefix}${await deflate(JSON.stringify(shared))}`
  const changed = changedSettings(settings)
  const whole = source === undefined || (source.kind === 'text' && source.text.length > maxTextLength) ? undefined : await write({ source, settings: changed })
  if (whole !== undefined && whole.length <= maxLinkLength) return { link: whole, isWhole: true }
  return { link: await write({ settings: changed }), isWhole: false }
}

/** What a fragment carries; undefined for any that we did not write. */
export async function readLink(fragment: string): Promise<Shared | undefined> {
  if (!fragment.startsWith(prefix)) return undefined
  try {
    const value: unknown = JSON.parse(await inflate(fragment.slice(prefix.length)))
    if (typeof value !== 'object' || value === null) return undefined
    const { source, settings } = value as { readonly source?: { readonly kind?: unknown; readonly text?: unknown; readonly id?: unknown }; readonly settings?: unknown }
    const text = source?.kind === 'text' && typeof source.text === 'string' ? { kind: 'text' as const, text: source.text } : undefined
    const sample = source?.kind === 'sample' && typeof source.id === 'string' ? { kind: 'sample' as const, id: source.id } : undefined
    const found = text ?? sample
    return { ...(found === undefined ? {} : { source: found }), settings: readSettings(settings) }
  } catch {
    // Cut on its way, or of another page: the visitor sees the page as it is without it.
    return undefined
  }
}

async function deflate(text: string): Promise<string> {
  const packed = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer())
  let binary = ''
  for (const byte of packed) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

async function inflate(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += chunk.value
    if (text.length > 2 * maxTextLength) {
      await reader.cancel()
      throw new Error('the link unfolds to too much')
    }
  }
  return text
}
