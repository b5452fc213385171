export { headroomMiddleware } from './clients/ai-sdk.ts'
export type { CallParams, CalledModel, HeadroomMiddleware, StreamResult } from './clients/ai-sdk.ts'
export type { MiddlewareOptions } from './clients/middleware-call.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
