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
/** Taken for sound that is not in the request, in seconds. */
const assumedSoundSeconds = 10

/**
 * What a block that is not text costs, by its provider's formula: an estimate, above all where the data is not in the request.
 * 0 for a block of a kind it does not know, and for a document that is text, which counts as text.
 */
export const estimateMedia: MediaEstimator = (block, format) => {
  if (!isRecord(block)) return 0
  return format === 'anthropic' ? estimateAnthropic(block) : estimateOpenAi(block)
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
 * "Understand and count tokens", Gemini 2.0 and later.
 */
export function googleImageTokens({ width, height }: PixelSize): number {
  return width <= 384 && height <= 384 ? 258 : 258 * Math.ceil(width / 768) * Math.ceil(height / 768)
}

/** Text and picture of each page, as both providers send them to the model. @param bytes 0 where they are not known: one page */
export function pdfTokens(bytes: number, format: WireFormat): number {
  const pictureTokens = format === 'anthropic' ? 1600 : openAiImageTokens(assumedImageSize)
  return Math.max(1, Math.round(bytes / bytesPerPdfPage)) * (textTokensPerPdfPage + pictureTokens)
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
