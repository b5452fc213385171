import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameWords } from '../../../src/transforms/smart-crusher/names.ts'

/** The words by patterns, for any script. */
const byPatterns = (name: string): string[] => name
  .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
  .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  .toLowerCase()
  .split(/[^\p{L}\p{N}]+/u)
  .filter((word) => word !== '')

describe('nameWords', () => {
  test.each([
    ['createdAt', ['created', 'at']],
    ['created_at', ['created', 'at']],
    ['HTTPServerError', ['http', 'server', 'error']],
    ['s3Bucket2Name', ['s3', 'bucket2', 'name']],
    ['"rook-ceph.operator"', ['rook', 'ceph', 'operator']],
    ['größeMax', ['größe', 'max']],
    ['', []],
    ['__', []],
  ])('%s', (name, words) => {
    expect(nameWords(name)).toEqual(words)
  })

  test('reads ASCII as the patterns for all scripts do', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aAbBcCzZ019_-. "/é日'), maxLength: 24 })
    fc.assert(fc.property(fc.oneof(letters, fc.string({ maxLength: 24 })), (name) => {
      expect(nameWords(name)).toEqual(byPatterns(name))
    }), { numRuns: 500 })
  })
})
