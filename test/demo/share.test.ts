import fc from 'fast-check'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../demo/settings.ts'
import { readLink, writeLink } from '../../demo/share.ts'

const page = 'https://example.org/sub/path/?q=1#old'
const fragmentOf = (link: string): string => new URL(link).hash
const pack = (text: string | Buffer): string => `#1.${deflateRawSync(text).toString('base64url')}`

describe('links', () => {
  test('carry any text, the question and what was turned', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), fc.integer({ min: 1, max: 100 }), async (text, question, rows) => {
      const { link, isWhole } = await writeLink({ kind: 'text', text }, { ...defaultSettings, question, rows }, page)
      expect(isWhole).toBe(true)
      expect(link.startsWith('https://example.org/sub/path/?q=1#1.')).toBe(true)
      expect(await readLink(fragmentOf(link))).toEqual({ source: { kind: 'text', text }, settings: { ...(question === '' ? {} : { question }), ...(rows === 15 ? {} : { rows }) } })
    }), { numRuns: 50 })
  })

  test.each([{ name: 'long', text: 'x'.repeat(1_000_001) }, { name: 'dense', text: Array.from({ length: 30_000 }, (_, i) => (i * 2654435761 % 4294967296).toString(36)).join('') }])('leave out a text that is too $name, and say so', async ({ text }) => {
    const { link, isWhole } = await writeLink({ kind: 'text', text }, { ...defaultSettings, rows: 3 }, page)
    expect(isWhole).toBe(false)
    expect(link.length).toBeLessThan(200)
    expect(await readLink(fragmentOf(link))).toEqual({ settings: { rows: 3 } })
  })

  test.each([
    { name: 'none', fragment: '' }, { name: 'of another page', fragment: '#results' }, { name: 'not base64', fragment: '#1.@@@' }, { name: 'not packed', fragment: '#1.aGVsbG8' }, { name: 'not JSON', fragment: pack('{') },
    { name: 'null', fragment: pack('null') }, { name: 'a number', fragment: pack('3') }, { name: 'no text', fragment: pack(Buffer.from([0xff, 0xfe])) }, { name: 'unfolding to too much', fragment: pack(`{"a":"${'a'.repeat(5_000_000)}"}`) },
  ])('a fragment that is $name is as none', async ({ fragment }) => { expect(await readLink(fragment)).toBeUndefined() })

  test.each([
    { name: 'settings of other types', shared: { settings: { rows: 'many', lossless: 1, tier: {} } } }, { name: 'a source of another kind', shared: { source: { kind: 'file', file: 'x' }, settings: [] } },
    { name: 'a text that is none', shared: { source: { kind: 'text', text: { toString: 'x' } } } }, { name: 'a source that is null', shared: { source: null, settings: null } },
  ])('$name are not taken', async ({ shared }) => { expect(await readLink(pack(JSON.stringify(shared)))).toEqual({ settings: {} }) })
})
