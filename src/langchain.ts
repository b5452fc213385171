export { createHeadroomMiddleware } from './clients/langchain.ts'
export type { AgentRequest, HeadroomAgentMiddleware } from './clients/langchain.ts'
export type { MiddlewareOptions } from './clients/middleware-call.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
