export { createHeadroomFetch } from './clients/fetch.ts'
export type { FetchOptions, HeadroomFetch, MatchedCall } from './clients/fetch.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
