import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readImageSize } from '../../src/tokens/image-size.ts'
import { anthropicImageTokens, estimateMedia, googleImageTokens, openAiImageTokens, pdfTokens, soundTokens } from '../../src/tokens/media.ts'

const bytes = (...values: (number | string)[]): string => values.map((value) => typeof value === 'number' ? String.fromCharCode(value) : value).join('')
/** 640 by 480 in all of them: 0x0280, 0x01e0. */
const pictures = {
  png: bytes(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0, 0, 13, 'IHDR', 0, 0, 2, 0x80, 0, 0, 1, 0xe0, 8, 6, 0, 0, 0),
  gif: bytes('GIF89a', 0x80, 2, 0xe0, 1, 0, 0, 0),
  jpeg: bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'JFIF', '\0'.repeat(10), 0xff, 0xff, 0xdb, 0, 4, 0, 0, 0xff, 0xc2, 0, 17, 8, 1, 0xe0, 2, 0x80, 3),
  jpegWithExif: bytes(0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, '\0'.repeat(65_533), 0xff, 0xc4, 0, 2, 0xff, 0xc0, 0, 17, 8, 1, 0xe0, 2, 0x80, 3),
  webpLossy: bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8 ', 0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1),
  // 639 and 479 in 14 bits each: 639 | 479 << 14 = 0x0077c27f.
  webpLossless: bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8L', 0, 0, 0, 0, 0x2f, 0x7f, 0xc2, 0x77, 0, 0, 0, 0, 0, 0),
  webpExtended: bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8X', 10, 0, 0, 0, 0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0),
}

describe('readImageSize', () => {
  test.each(Object.entries(pictures))('reads %s', (_, picture) => {
    expect(readImageSize(btoa(picture))).toEqual({ width: 640, height: 480 })
  })

  test.each(Object.entries(pictures))('finds nothing in a part of %s, and does not fail', (_, picture) => {
    const base64 = btoa(picture)
    for (let length = 0; length < Math.min(base64.length, 100); length++) {
      const size = readImageSize(base64.slice(0, length))
      if (size !== undefined) expect(size).toEqual({ width: 640, height: 480 })
    }
    expect(readImageSize(btoa(picture.slice(0, 8)))).toBeUndefined()
  })

  test('finds nothing in a picture without extent', () => {
    expect(readImageSize(btoa(pictures.gif.replace('\x80\x02', '\0\0')))).toBeUndefined()
  })

  test('takes any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string().map((rest) => `/9j/${rest}`)), (text) => {
      const size = readImageSize(text)
      if (size !== undefined) expect(size.width * size.height).toBeGreaterThan(0)
    }))
  })
})

test.each([
  // The examples of OpenAI's guide.
  { name: 'OpenAI, 1024 by 1024', tokens: openAiImageTokens({ width: 1024, height: 1024 }, 'high'), expected: 765 },
  { name: 'OpenAI, 2048 by 4096', tokens: openAiImageTokens({ width: 2048, height: 4096 }, 'high'), expected: 1105 },
  { name: 'OpenAI, low detail', tokens: openAiImageTokens({ width: 4096, height: 8192 }, 'low'), expected: 85 },
  { name: 'OpenAI, small', tokens: openAiImageTokens({ width: 100, height: 100 }), expected: 255 },
  // The table of Anthropic's guide, which rounds: about 54, 1334, 1590.
  { name: 'Anthropic, 200 by 200', tokens: anthropicImageTokens({ width: 200, height: 200 }), expected: 54 },
  { name: 'Anthropic, 1000 by 1000', tokens: anthropicImageTokens({ width: 1000, height: 1000 }), expected: 1334 },
  { name: 'Anthropic, 1092 by 1092', tokens: anthropicImageTokens({ width: 1092, height: 1092 }), expected: 1590 },
  { name: 'Anthropic, far too large', tokens: anthropicImageTokens({ width: 8000, height: 8000 }), expected: 1600 },
  { name: 'Anthropic, a long strip', tokens: anthropicImageTokens({ width: 3136, height: 100 }), expected: 105 },
  { name: 'Google, small', tokens: googleImageTokens({ width: 384, height: 384 }), expected: 258 },
  { name: 'Google, two by three tiles', tokens: googleImageTokens({ width: 1536, height: 1537 }), expected: 6 * 258 },
  { name: 'PDF of no bytes', tokens: pdfTokens(0, 'anthropic'), expected: 3850 },
  { name: 'PDF of three pages', tokens: pdfTokens(150_000, 'openai-chat'), expected: 3 * 3015 },
  { name: 'sound of a second and a half', tokens: soundTokens(1.5), expected: 15 },
])('$name: $expected', ({ tokens, expected }) => {
  expect(tokens).toBe(expected)
})

const png = btoa(pictures.png)
// 16,000 bytes a second at 28, then two seconds of silence.
const wave = btoa(bytes('RIFF', 0, 0, 0, 0, 'WAVEfmt ', 16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, '\0'.repeat(31_968)))
test.each([
  { name: 'an image in the block', format: 'openai-chat', block: { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }, expected: 425 },
  { name: 'an image of low detail', format: 'openai-chat', block: { type: 'image_url', image_url: { url: `data:image/png;base64,${png}`, detail: 'low' } }, expected: 85 },
  { name: 'an image elsewhere', format: 'openai-chat', block: { type: 'image_url', image_url: { url: 'https://a.b/c.png' } }, expected: 765 },
  { name: 'sound', format: 'openai-chat', block: { type: 'input_audio', input_audio: { data: wave, format: 'wav' } }, expected: 20 },
  { name: 'sound without data', format: 'openai-chat', block: { type: 'input_audio' }, expected: 100 },
  { name: 'a file by id', format: 'openai-chat', block: { type: 'file', file: { file_id: 'file-1' } }, expected: 3015 },
  { name: 'an image in the block', format: 'anthropic', block: { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }, expected: 410 },
  { name: 'an image elsewhere', format: 'anthropic', block: { type: 'image', source: { type: 'url', url: 'https://a.b/c.png' } }, expected: 1399 },
  { name: 'a document', format: 'anthropic', block: { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'A'.repeat(160_000) } }, expected: 7700 },
  { name: 'a document of text', format: 'anthropic', block: { type: 'document', source: { type: 'text', data: 'plain' } }, expected: 0 },
  { name: 'another kind', format: 'anthropic', block: { type: 'thinking', thinking: 'Hm' }, expected: 0 },
  { name: 'no block', format: 'openai-chat', block: null, expected: 0 },
  { name: 'an image in the block', format: 'openai-responses', block: { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'auto' }, expected: 425 },
  { name: 'an image by id, of low detail', format: 'openai-responses', block: { type: 'input_image', file_id: 'f', detail: 'low' }, expected: 85 },
  { name: 'a screen', format: 'openai-responses', block: { type: 'computer_screenshot', image_url: 'https://a.b/c.png' }, expected: 765 },
  { name: 'an image that was made', format: 'openai-responses', block: { type: 'image_generation_call', result: png }, expected: 425 },
  { name: 'an image that is not made yet', format: 'openai-responses', block: { type: 'image_generation_call', result: null }, expected: 0 },
  { name: 'a file of three pages', format: 'openai-responses', block: { type: 'input_file', file_data: `data:application/pdf;base64,${'A'.repeat(200_000)}` }, expected: 3 * 3015 },
  { name: 'sealed thoughts', format: 'openai-responses', block: { type: 'reasoning', summary: [], encrypted_content: 'A'.repeat(4000) }, expected: 588 },
  { name: 'open thoughts', format: 'openai-responses', block: { type: 'reasoning', summary: [] }, expected: 0 },
  { name: 'a text', format: 'openai-responses', block: { type: 'input_text', text: 'x' }, expected: 0 },
  { name: 'an image in the part', format: 'google', block: { inlineData: { mimeType: 'image/png', data: png } }, expected: 258 },
  { name: 'an image elsewhere, in snake case', format: 'google', block: { file_data: { mime_type: 'image/png', file_uri: 'gs://a/b' } }, expected: 1032 },
  { name: 'a document of two pages', format: 'google', block: { inlineData: { mimeType: 'application/pdf', data: 'A'.repeat(133_334) } }, expected: 516 },
  { name: 'a document elsewhere', format: 'google', block: { fileData: { mimeType: 'application/pdf', fileUri: 'gs://a/b' } }, expected: 258 },
  { name: 'two seconds of sound', format: 'google', block: { inlineData: { mimeType: 'audio/wav', data: wave } }, expected: 64 },
  { name: 'a video elsewhere', format: 'google', block: { fileData: { mimeType: 'video/mp4', fileUri: 'https://youtu.be/x' } }, expected: 2630 },
  { name: 'a text file', format: 'google', block: { inlineData: { mimeType: 'text/plain', data: btoa('a text of 20 letters') } }, expected: 5 },
  { name: 'data of another kind', format: 'google', block: { inlineData: { data: 'AAAA' } }, expected: 0 },
  { name: 'a text', format: 'google', block: { text: 'x' }, expected: 0 },
] as const)('estimateMedia, $format: $name', ({ block, format, expected }) => {
  expect(estimateMedia(block, format)).toBe(expected)
})

test('estimateMedia takes any value', () => {
  const types = fc.constantFrom('image', 'image_url', 'input_audio', 'file', 'document', 'input_image', 'input_file', 'reasoning')
  const mimeTypes = fc.constantFrom('image/png', 'audio/wav', 'video/mp4', 'application/pdf', 'text/plain', 7)
  const data = fc.record({ mimeType: mimeTypes, data: fc.oneof(fc.anything(), fc.base64String()) }, { requiredKeys: [] })
  const blocks = fc.record(
    { type: types, image_url: fc.anything(), input_audio: fc.anything(), file: fc.anything(), source: fc.anything(), encrypted_content: fc.anything(), inlineData: data },
    { requiredKeys: ['type'] },
  )
  fc.assert(fc.property(fc.oneof(fc.anything(), blocks), fc.constantFrom('openai-chat', 'anthropic', 'openai-responses', 'google'), (block, format) => {
    const tokens = estimateMedia(block, format)
    expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true)
  }))
})
