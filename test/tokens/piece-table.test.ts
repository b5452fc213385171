import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPieceTable } from '../../src/tokens/piece-table.ts'

test('gives back what was last remembered of a piece, or nothing', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '0', ' ', '→'), minLength: 1, maxLength: 60 })
  fc.assert(fc.property(fc.array(fc.tuple(piece, fc.integer({ min: 1, max: 144 }), fc.nat(5)), { maxLength: 60 }), (entries) => {
    const table = createPieceTable()
    const known = new Map<string, number>()
    for (const [text, tokens, before] of entries) {
      const around = `${'x'.repeat(before)}${text}y`
      const end = before + text.length
      expect(table.get(around, before, end)).toBe(known.get(text) ?? 0)
      if (known.has(text) || text.length > 48) continue
      table.set(around, before, end, tokens)
      known.set(text, tokens)
      expect(table.get(text, 0, text.length)).toBe(tokens)
    }
  }), { seed: 20_251_107, numRuns: 300 })
})

test('is as right when it has overflown, by pieces and by characters', () => {
  for (const make of [(i: number) => i.toString(36), (i: number) => `${'long '.repeat(8)}${i.toString(36)}`]) {
    const table = createPieceTable()
    const counts = { known: 0, right: 0, tooEarly: 0 }
    for (let i = 0; i < 70_000; i++) {
      const piece = make(i)
      if (table.get(piece, 0, piece.length) !== 0) counts.tooEarly++
      table.set(piece, 0, piece.length, i % 48 + 1)
      const earlier = make(i >> 1)
      const tokens = table.get(earlier, 0, earlier.length)
      if (tokens !== 0) counts.known++
      if (tokens === (i >> 1) % 48 + 1) counts.right++
    }
    expect(counts).toEqual({ known: counts.right, right: counts.right, tooEarly: 0 })
    expect(counts.right).toBeGreaterThan(1000)
  }
})
