import type { MediaEstimator } from '../adapters/adapter.ts'
import type { WireFormat } from '../conversation/types.ts'
import { decodeBase64 } from './base64.ts'
import { readImageSize } from './image-size.ts'
import type { PixelSize } from './image-size.ts'

/** Taken for an image whose size is not in the request: one behind a URL or a file id. */
const assumedImageSize: PixelSize = { width: 1024, height: 1024 }

/** Pages of a PDF are not counted; its bytes are. A page of text with a figure here and there. */
const bytesPerPdfPage = 50_000
/** Tokens of text on a page: the middle of the 1,500 to 3,000 that Anthropic's guide to PDF support names. */
const textTokensPerPdfPage = 2250

/** Bytes per second of sound at 128 kbit/s, where the file does not say. */
const assumedBytesPerSecond = 16_000
/** Taken for sound and video that are not in the request, in seconds. */
const assumedSoundSeconds = 10
/** Video of a size that fits into a request: 1 Mbit/s. */
const assumedVideoBytesPerSecond = 125_000

/**
 * What a block that is not text costs, by its provider's formula: an estimate, above all where the data is not in the request.
 * 0 for a block of a kind it does not know, and for a document that is text, which counts as text.
 */
export const estimateMedia: MediaEstimator = (block, format) => {
  if (!isRecord(block)) return 0
  switch (format) {
    case 'anthropic': return estimateAnthropic(block)
    case 'google': return estimateGoogle(block)
    case 'openai-responses': return estimateResponses(block)
    default: return estimateOpenAi(block)
  }
}

function estimateAnthropic({ type, source }: Fields): number {
  const { type: kind, data } = isRecord(source) ? source : {}
  if (type === 'image') return anthropicImageTokens(sizeOf(data))
  if (type !== 'document' || kind === 'text' || kind === 'content') return 0
  return pdfTokens(typeof data === 'string' ? countBytes(data) : 0, 'anthropic')
}

function estimateOpenAi({ type, image_url: image, input_audio: sound, file }: Fields): number {
  switch (type) {
    case 'image_url': {
      const { url, detail } = isRecord(image) ? image : { url: image, detail: undefined }
      return openAiImageTokens(sizeOf(dataOf(url)), detail === 'low' ? 'low' : 'high')
    }
    case 'input_audio':
      return soundTokens(isRecord(sound) && typeof sound.data === 'string' ? countSeconds(sound.data) : assumedSoundSeconds)
    case 'file': {
      const data = isRecord(file) ? dataOf(file.file_data) : undefined
      return pdfTokens(data === undefined ? 0 : countBytes(data), 'openai-chat')
    }
    default:
      return 0
  }
}

function estimateResponses(block: Fields): number {
  const { type, image_url: url, detail, result, encrypted_content: encrypted } = block
  switch (type) {
    case 'input_image':
    case 'computer_screenshot':
      return openAiImageTokens(sizeOf(dataOf(url)), detail === 'low' ? 'low' : 'high')
    case 'image_generation_call':
      return typeof result === 'string' ? openAiImageTokens(sizeOf(result)) : 0
    case 'input_file':
      return estimateOpenAi({ type: 'file', file: block })
    case 'reasoning':
    case 'compaction':
      return typeof encrypted === 'string' ? encryptedTokens(countBytes(encrypted)) : 0
    default:
      return estimateOpenAi(block)
  }
}

/** `inlineData` and `fileData`, in both spellings. */
function estimateGoogle(part: Fields): number {
  const inline = part.inlineData ?? part.inline_data
  const media = [inline, part.fileData, part.file_data].find(isRecord)
  if (media === undefined) return 0
  const { data } = media
  const mimeType = media.mimeType ?? media.mime_type
  const bytes = isRecord(inline) && typeof data === 'string' ? countBytes(data) : undefined
  switch (typeof mimeType === 'string' ? mimeType.split('/')[0] : '') {
    case 'image': return googleImageTokens(sizeOf(data))
    case 'audio': return Math.ceil(32 * (typeof data === 'string' ? countSeconds(data) : assumedSoundSeconds))
    case 'video': return Math.ceil(263 * (bytes === undefined ? assumedSoundSeconds : bytes / assumedVideoBytesPerSecond))
    case 'application': return mimeType === 'application/pdf' ? 258 * pdfPages(bytes ?? 0) : 0
    // UTF-8, four bytes to a token of English.
    case 'text': return Math.ceil((bytes ?? 0) / 4)
    default: return 0
  }
}

/**
 * OpenAI's tiles: scaled down into 2,048 by 2,048 and until the shorter side is 768 pixels, then 85 + 170 for each tile of 512 by 512
 * begun; 85 at low detail. "Images and vision", calculating costs, the numbers of GPT-4o; others take 65 to 75 and 129 to 150, GPT-4o
 * mini 2,833 and 5,667, and the small models since GPT-4.1 count patches.
 */
export function openAiImageTokens(size: PixelSize, detail: 'low' | 'high' = 'high'): number {
  if (detail === 'low') return 85
  const fitting = scaleDown(size, 2048 / longerSide(size))
  const { width, height } = scaleDown(fitting, 768 / Math.min(fitting.width, fitting.height))
  return 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512)
}

/**
 * Anthropic's width · height / 750, after scaling down to 1,568 pixels on the longer side and 1,600 tokens. "Vision", evaluating image
 * size. Models from Claude Opus 4.7 on scale down to 2,576 pixels and 4,784 tokens only, so that large images cost them up to three
 * times as much.
 */
export function anthropicImageTokens(size: PixelSize): number {
  const { width, height } = scaleDown(size, 1568 / longerSide(size))
  return Math.min(Math.ceil(width * height / 750), 1600)
}

/**
 * Google's tiles: 258 for an image of at most 384 by 384, else 258 for each tile of 768 by 768 begun.
 * "Understand and count tokens", Gemini 2.0 and later; there too: 258 for a page of a document, 32 for a second of sound, 263 for one of video.
 */
export function googleImageTokens({ width, height }: PixelSize): number {
  return width <= 384 && height <= 384 ? 258 : 258 * Math.ceil(width / 768) * Math.ceil(height / 768)
}

/** Text and picture of each page, as both providers send them to the model. @param bytes 0 where they are not known: one page */
export function pdfTokens(bytes: number, format: WireFormat): number {
  const pictureTokens = format === 'anthropic' ? 1600 : openAiImageTokens(assumedImageSize)
  return pdfPages(bytes) * (textTokensPerPdfPage + pictureTokens)
}

function pdfPages(bytes: number): number {
  return Math.max(1, Math.round(bytes / bytesPerPdfPage))
}

/** Thoughts that only the server can read: four bytes to a token, behind a frame of some 650 bytes that grows no further. An estimate by size. */
export function encryptedTokens(bytes: number): number {
  return Math.ceil(Math.max(bytes - 650, 0) / 4)
}

/** One token for each 100 ms begun, which OpenAI's guide to the costs of its Realtime API names for what a user says. */
export function soundTokens(seconds: number): number {
  return Math.ceil(seconds * 10)
}

/** By the bytes per second that a WAVE file names in its header, at offset 28. */
function countSeconds(base64: string): number {
  const header = decodeBase64(base64.slice(0, 44))
  const named = header.startsWith('RIFF') && header.startsWith('WAVEfmt ', 8) && header.length >= 32
    ? header.charCodeAt(28) + header.charCodeAt(29) * 2 ** 8 + header.charCodeAt(30) * 2 ** 16 + header.charCodeAt(31) * 2 ** 24
    : 0
  return countBytes(base64) / (named > 0 ? named : assumedBytesPerSecond)
}

function sizeOf(base64: unknown): PixelSize {
  return typeof base64 === 'string' ? readImageSize(base64) ?? assumedImageSize : assumedImageSize
}

/** The base64 of a data URL. */
function dataOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !url.startsWith('data:')) return undefined
  const comma = url.indexOf(',')
  return comma === -1 ? undefined : url.slice(comma + 1)
}

/** Bytes that base64 stands for. */
function countBytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return Math.floor((base64.length - padding) * 3 / 4)
}

function longerSide({ width, height }: PixelSize): number {
  return Math.max(width, height)
}

function scaleDown({ width, height }: PixelSize, factor: number): PixelSize {
  return factor >= 1 ? { width, height } : { width: width * factor, height: height * factor }
}

type Fields = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
