import type { OpaquePart, Path } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { isWireObject, readableJson, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/**
 * A block that is not text: of LangChain's own kinds, or as OpenAI or Anthropic has it.
 *
 * @param called ids of the calls that are counted elsewhere
 */
export function opaqueBlock(block: WireObject, path: Path, called: ReadonlySet<string>, estimateMedia: MediaEstimator): OpaquePart {
  const type = textOr(block.type, 'content')
  const base = { kind: 'opaque', path, type } as const
  const said = [block.thinking, block.reasoning, block.text].find((value) => typeof value === 'string')
  if (said !== undefined) return { ...base, text: said, tokens: 0 }
  if (typeof block.id === 'string' && called.has(block.id)) return { ...base, tokens: 0 }
  const tokens = estimateBlock(block, type, estimateMedia)
  return tokens > 0 || isMedia(type) ? { ...base, tokens } : { ...base, text: readableJson(block), tokens: 0 }
}

function isMedia(type: string): boolean {
  return ['image', 'image_url', 'audio', 'input_audio', 'video', 'file', 'media', 'document', 'redacted_thinking'].includes(type)
}

function estimateBlock(block: WireObject, type: string, estimateMedia: MediaEstimator): number {
  if (isWireObject(block.source)) return estimateMedia(block, 'anthropic')
  if (type === 'image' || type === 'audio' || type === 'file') return estimateMedia(asOpenAiBlock(block, type), 'openai-chat')
  return estimateMedia(block, 'openai-chat')
}

/** LangChain's own blocks have `data` (base64) or `url`. */
function asOpenAiBlock(block: WireObject, type: 'image' | 'audio' | 'file'): unknown {
  if (type === 'file' && isWireObject(block.file)) return block
  const { data, url, mimeType, mime_type: oldMimeType } = block
  const base64 = typeof data === 'string' ? data : undefined
  const dataUrl = base64 === undefined ? textOr(url, '') : `data:${textOr(mimeType ?? oldMimeType, '')};base64,${base64}`
  switch (type) {
    case 'image': return { type: 'image_url', image_url: { url: dataUrl } }
    case 'audio': return { type: 'input_audio', input_audio: base64 === undefined ? {} : { data: base64 } }
    case 'file': return { type: 'file', file: { file_data: dataUrl } }
  }
}

/** Whether a provider's mark of a cached prefix stands on this block, tool or message, as itself or among its `extras`. */
export function hasBlockCacheMark(value: unknown): boolean {
  return isWireObject(value) && [value, value.extras].some((holder) => (
    isWireObject(holder) && (isWireObject(holder.cache_control) || isWireObject(holder.cachePoint) || Boolean(holder.prompt_cache_breakpoint))))
}
