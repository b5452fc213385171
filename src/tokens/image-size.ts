import { decodeBase64 } from './base64.ts'

export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Markers of JPEG frames, which tell the size: SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1). */
const isFrameMarker = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** More segments and bytes between them than any real file has before its frame. */
const maxJpegSteps = 500

/**
 * Width and height in pixels out of the header of a PNG, JPEG, GIF or WebP image in base64; only the header is decoded.
 *
 * @returns undefined for anything else, a cut header and a size of 0
 */
export function readImageSize(base64: string): PixelSize | undefined {
  const size = readPng(base64) ?? readGif(base64) ?? readJpeg(base64) ?? readWebp(base64)
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
}

function readPng(base64: string): PixelSize | undefined {
  const width = bigEndian(base64, 16, 4)
  const height = bigEndian(base64, 20, 4)
  return startsWith(base64, 0, '\x89PNG') && startsWith(base64, 12, 'IHDR') && width !== undefined && height !== undefined ? { width, height } : undefined
}

function readGif(base64: string): PixelSize | undefined {
  const width = littleEndian(base64, 6, 2)
  const height = littleEndian(base64, 8, 2)
  return startsWith(base64, 0, 'GIF8') && width !== undefined && height !== undefined ? { width, height } : undefined
}

function readJpeg(base64: string): PixelSize | undefined {
  if (!startsWith(base64, 0, '\xff\xd8')) return undefined
  let at = 2
  for (let steps = 0; steps < maxJpegSteps; steps++) {
    if (byteAt(base64, at) !== 0xff) return undefined
    // Any number of 0xff may stand before a marker (T.81, B.1.1.2).
    if (byteAt(base64, at + 1) === 0xff) {
      at++
      continue
    }
    const marker = byteAt(base64, at + 1)
    const length = bigEndian(base64, at + 2, 2)
    if (marker === undefined || length === undefined) return undefined
    if (isFrameMarker(marker)) {
      const height = bigEndian(base64, at + 5, 2)
      const width = bigEndian(base64, at + 7, 2)
      return height === undefined || width === undefined ? undefined : { width, height }
    }
    at += 2 + length
  }
  return undefined
}

/** The three kinds of WebP: lossy, lossless, extended (RFC 9649, sections 2.5 to 2.7). */
function readWebp(base64: string): PixelSize | undefined {
  if (!startsWith(base64, 0, 'RIFF') || !startsWith(base64, 8, 'WEBPVP8')) return undefined
  if (startsWith(base64, 15, ' ')) return masked(littleEndian(base64, 26, 2), littleEndian(base64, 28, 2), 0x3fff, 0)
  if (startsWith(base64, 15, 'X')) return masked(littleEndian(base64, 24, 3), littleEndian(base64, 27, 3), 0xffffff, 1)
  const bits = littleEndian(base64, 21, 4)
  return startsWith(base64, 15, 'L') && bits !== undefined ? masked(bits, bits >>> 14, 0x3fff, 1) : undefined
}

function masked(width: number | undefined, height: number | undefined, mask: number, more: number): PixelSize | undefined {
  return width === undefined || height === undefined ? undefined : { width: (width & mask) + more, height: (height & mask) + more }
}

function startsWith(base64: string, at: number, bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (byteAt(base64, at + i) !== bytes.charCodeAt(i)) return false
  }
  return true
}

function bigEndian(base64: string, at: number, bytes: number): number | undefined {
  let value = 0
  for (let i = 0; i < bytes; i++) {
    const byte = byteAt(base64, at + i)
    if (byte === undefined) return undefined
    value = value * 256 + byte
  }
  return value
}

/** @param bytes at most 4; the result of 4 is a signed number, made for its bits */
function littleEndian(base64: string, at: number, bytes: number): number | undefined {
  let value = 0
  for (let i = 0; i < bytes; i++) {
    const byte = byteAt(base64, at + i)
    if (byte === undefined) return undefined
    value |= byte << 8 * i
  }
  return value
}

/** One byte of what the base64 stands for, without decoding the rest; undefined past its end. */
function byteAt(base64: string, index: number): number | undefined {
  const group = Math.floor(index / 3) * 4
  const within = index % 3
  // A cut group would give its last byte with zeros in place of the bits that are missing.
  if (base64.length < group + within + 2) return undefined
  const bytes = decodeBase64(base64.slice(group, group + 4))
  return within < bytes.length ? bytes.charCodeAt(within) : undefined
}
