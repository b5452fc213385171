import { createHeadroomFetch } from './clients/fetch.ts'
import { wrapClient } from './clients/wrap-client.ts'
import type { WrapOptions, Wrapped } from './clients/wrap-client.ts'

/**
 * A client like `client` that makes requests smaller on their way out: the same class, options, methods and types, and
 * `headroom`, the session behind it. The given client stays as it is.
 *
 * @param client `new GoogleGenAI()`, or one of a class derived from it
 * @throws ConfigurationError for wrong options, for what is no such client, and for one that is wrapped already
 */
export function withHeadroom<Client extends object>(client: Client, options: WrapOptions = {}): Wrapped<Client> {
  return wrapClient(client, (send) => createHeadroomFetch({ ...options, ...(send === undefined ? {} : { fetch: send }) }), 'google')
}

export type { WrapOptions, Wrapped } from './clients/wrap-client.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
