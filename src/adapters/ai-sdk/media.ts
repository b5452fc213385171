import type { MediaEstimator } from '../adapter.ts'
import { isWireObject, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/**
 * What a file, an image or sound costs, in tokens: as OpenAI counts the same thing, since the provider behind is not known here.
 * 0 for anything else. Bytes that are no base64 count as an image or sound whose size is not known.
 */
export function mediaTokens(part: WireObject, estimateMedia: MediaEstimator): number {
  const mediaType = textOr(part.mediaType, part.type === 'image' ? 'image' : '')
  const url = urlOf(part.type === 'image' ? part.image : part.data ?? part.url, mediaType)
  const [kind] = mediaType.split('/')
  const base64 = url.slice(url.indexOf(',') + 1)
  if (kind === 'image') return estimateMedia({ type: 'image_url', image_url: { url } }, 'openai-chat')
  if (kind === 'audio') return estimateMedia({ type: 'input_audio', input_audio: url.startsWith('data:') ? { data: base64 } : {} }, 'openai-chat')
  if (mediaType === 'application/pdf') return estimateMedia({ type: 'file', file: { file_data: url } }, 'openai-chat')
  return 0
}

/** As a URL: what is base64 as a data URL, '' for bytes and for files that a provider holds. */
function urlOf(data: unknown, mediaType: string): string {
  if (typeof data === 'string') return /^(?:data|https?):/.test(data) ? data : `data:${mediaType};base64,${data}`
  if (!isWireObject(data)) return ''
  // A tagged value, or a URL.
  if (data.type === 'data') return urlOf(data.data, mediaType)
  return data.type === 'url' ? urlOf(data.url, mediaType) : textOr(data.href, '')
}
