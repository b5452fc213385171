/** True when every character is one byte in UTF-8. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return false
  }
  return true
}

/** UTF-8 of a text, one character from U+0000 to U+00FF for each byte; a lone surrogate becomes U+FFFD, as `TextEncoder` has it. */
export function utf8Bytes(text: string): string {
  let bytes = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += text[i]
    else if (unit < 0x800) bytes += String.fromCharCode(0xc0 | unit >> 6, continuation(unit))
    else if (unit < 0xd800 || unit > 0xdfff) bytes += threeBytes(unit)
    else {
      const codePoint = text.codePointAt(i)!
      if (codePoint < 0x10000) bytes += threeBytes(0xfffd)
      else {
        bytes += String.fromCharCode(0xf0 | codePoint >> 18, continuation(codePoint >> 12), continuation(codePoint >> 6), continuation(codePoint))
        i++
      }
    }
  }
  return bytes
}

function threeBytes(unit: number): string {
  return String.fromCharCode(0xe0 | unit >> 12, continuation(unit >> 6), continuation(unit))
}

function continuation(bits: number): number {
  return 0x80 | bits & 0x3f
}
