import type { MediaEstimator } from '../adapters/adapter.ts'
import { readImageSize } from './image-size.ts'
import type { PixelSize } from './image-size.ts'

/** Taken for an image whose size is not in the request: one behind a URL or a file id. */
const assumedSize: PixelSize = { width: 1024, height: 1024 }

/** PDF pages are not counted, their bytes are: a page of text with a figure here and there, in bytes. */
const bytesPerPdfPage = 75_000
/** Providers send text and picture of a page: the least of the 1,500 to 3,000 tokens of text that Anthropic's page on PDF names. */
const textTokensPerPdfPage = 1500
/** A4 at 100 dots per inch. */
const pdfPageSize: PixelSize = { width: 827, height: 1169 }

/** Bytes per second of sound at 128 kbit/s, where the file does not say. */
const assumedByteRate = 16_000
/** One token for 100 ms: "Managing costs" of OpenAI's guide to the Realtime API, for what a user says. */
const openAiTokensPerSecond = 10

/**
 * What a block that is not text costs, by its provider's formula; an estimate, above all where the request does not hold the data.
 * 0 for a block of a kind it does not know, and for documents that are text, which are counted as text.
 */
export const estimateMediaTokens: MediaEstimator = (block, format) => {
  if (!isRecord(block)) return 0
  return format === 'anthropic' ? anthropicTokens(block) : openAiTokens(block)
}

function anthropicTokens({ type, source }: Fields): number {
  const { type: kind, data } = isRecord(source) ? source : {}
  if (type === 'image') return anthropicImageTokens(sizeOf(kind === 'base64' ? data : undefined))
  if (type !== 'document' || kind === 'text' || kind === 'content') return 0
  return pdfTokens(typeof data === 'string' ? byteLength(data) : undefined, anthropicImageTokens(pdfPageSize))
}

function openAiTokens({ type, image_url: image, input_audio: audio, file }: Fields): number {
  switch (type) {
    case 'image_url': {
      const { url, detail } = isRecord(image) ? image : { url: image, detail: undefined }
      return openAiImageTokens(sizeOf(dataOf(url)), detail === 'low' ? 'low' : 'high')
    }
    case 'input_audio':
      return isRecord(audio) && typeof audio.data === 'string' ? soundTokens(audio.data) : 0
    case 'file': {
      const data = isRecord(file) ? dataOf(file.file_data) : undefined
      return pdfTokens(data === undefined ? undefined : byteLength(data), openAiImageTokens(pdfPageSize, 'high'))
    }
    default:
      return 0
  }
}

/**
 * OpenAI's tiles: scaled down into 2,048 by 2,048 and until the shorter side is 768, then 85 + 170 for each tile of 512 by 512 begun;
 * 85 at low detail. "Images and vision", calculating costs, the numbers of GPT-4o; other models take 65 to 140 and 129 to 170, GPT-4o
 * mini 2,833 and 5,667, the small ones since GPT-4.1 count patches.
 */
export function openAiImageTokens(size: PixelSize, detail: 'low' | 'high'): number {
  if (detail === 'low') return 85
  const { width, height } = scaledDown(scaledDown(size, 2048 / longerSide(size)), 1)
  const shorter = scaledDown({ width, height }, 768 / Math.min(width, height))
  return 85 + 170 * Math.ceil(shorter.width / 512) * Math.ceil(shorter.height / 512)
}

/**
 * Anthropic's patches of 28 by 28 pixels, which is nearly width · height / 750: ⌈width / 28⌉ · ⌈height / 28⌉, after scaling down to at
 * most 2,576 pixels on the longer side and 4,784 patches. "Vision", evaluating image size; models before Claude Opus 4.7 scale down to
 * 1,568 pixels and 1,568 patches.
 */
export function anthropicImageTokens(size: PixelSize): number {
  const fitting = scaledDown(size, 2576 / longerSide(size))
  const patches = Math.ceil(fitting.width / 28) * Math.ceil(fitting.height / 28)
  return Math.min(patches, 4784)
}

/**
 * Google's tiles: 258 for an image of at most 384 by 384, else 258 for each tile of 768 by 768 begun.
 * "Understand and count tokens", Gemini 2.0 and later.
 */
export function googleImageTokens({ width, height }: PixelSize): number {
  return width <= 384 && height <= 384 ? 258 : 258 * Math.ceil(width / 768) * Math.ceil(height / 768)
}

function pdfTokens(bytes: number | undefined, tokensPerPicture: number): number {
  const pages = bytes === undefined ? 1 : Math.max(1, Math.round(bytes / bytesPerPdfPage))
  return pages * (textTokensPerPdfPage + tokensPerPicture)
}

function soundTokens(base64: string): number {
  return Math.ceil(byteLength(base64) / assumedByteRate * openAiTokensPerSecond)
}

function sizeOf(base64: unknown): PixelSize {
  return typeof base64 === 'string' ? readImageSize(base64) ?? assumedSize : assumedSize
}

/** The base64 of a data URL. */
function dataOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !url.startsWith('data:')) return undefined
  const comma = url.indexOf(',')
  return comma === -1 ? undefined : url.slice(comma + 1)
}

function byteLength(base64: string): number {
  return Math.floor(base64.length * 3 / 4)
}

function longerSide({ width, height }: PixelSize): number {
  return Math.max(width, height)
}

function scaledDown({ width, height }: PixelSize, factor: number): PixelSize {
  return factor >= 1 ? { width, height } : { width: width * factor, height: height * factor }
}

type Fields = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
