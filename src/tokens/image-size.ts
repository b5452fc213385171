export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Markers of JPEG frames, which tell the size: SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1). */
const isFrameMarker = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** More segments than any real file has before its frame. */
const maxJpegSegments = 200

/**
 * Width and height in pixels out of the header of a PNG, JPEG, GIF or WebP image in base64; only the header is decoded.
 *
 * @returns undefined for anything else, a cut header, a size of 0, and base64 with line breaks in its header
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
  for (let segments = 0; segments < maxJpegSegments; segments++) {
    const marker = byteAt(base64, at + 1)
    const length = bigEndian(base64, at + 2, 2)
    if (byteAt(base64, at) !== 0xff || marker === undefined || length === undefined) return undefined
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

/** One byte of what the base64 encodes, without decoding the rest; undefined past its end or next to a character that is no digit. */
function byteAt(base64: string, index: number): number | undefined {
  const group = Math.floor(index / 3) * 4
  const within = index % 3
  const left = digitAt(base64, group + within)
  const right = digitAt(base64, group + within + 1)
  return left === undefined || right === undefined ? undefined : (left << 2 * within + 2 | right >> 4 - 2 * within) & 0xff
}

function digitAt(base64: string, index: number): number | undefined {
  const unit = base64.charCodeAt(index) // NaN past the end, which is none of these
  if (unit >= 0x41 && unit <= 0x5a) return unit - 0x41
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61 + 26
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 52
  if (unit === 0x2b || unit === 0x2d) return 62
  return unit === 0x2f || unit === 0x5f ? 63 : undefined
}
