import { expect, test } from 'vitest'
import * as entry from '../src/index.ts'

test('the entry exports these names and no others', () => {
  expect(Object.keys(entry).sort()).toEqual([
    'CacheError', 'CompressionError', 'ConfigurationError', 'HeadroomError', 'ProviderError', 'StorageError', 'TokenizationError', 'TransformError',
    'ValidationError', 'countTokens', 'createHeadroom', 'crush', 'expand', 'formatReport', 'isHeadroomError', 'optimize', 'simulate', 'version',
  ])
})
