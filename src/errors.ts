/** What kind of failure an error is; the same word stands in `code`. */
export type HeadroomErrorCode =
  | 'HEADROOM'
  | 'CONFIGURATION'
  | 'PROVIDER'
  | 'STORAGE'
  | 'COMPRESSION'
  | 'TOKENIZATION'
  | 'CACHE'
  | 'VALIDATION'
  | 'TRANSFORM'

export interface HeadroomErrorOptions {
  /** Plain data about what went wrong, safe for `JSON.stringify`. */
  readonly details?: Readonly<Record<string, unknown>>
  /** The error that led to this one. */
  readonly cause?: unknown
}

/** Marks our errors, so that two copies of this package recognise each other's. */
const brand = Symbol.for('headroom-ts.error')

/** Base of every error this package throws. Recognise it with `isHeadroomError`, not `instanceof`. */
export class HeadroomError extends Error {
  readonly code: HeadroomErrorCode = 'HEADROOM'
  /** Plain data about what went wrong. */
  readonly details: Readonly<Record<string, unknown>>
  readonly [brand] = true

  constructor(message: string, options: HeadroomErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.details = options.details ?? {}
  }
}

/** An option has a value it cannot have; the message names the option, the value and what would be right. */
export class ConfigurationError extends HeadroomError { override readonly code = 'CONFIGURATION' }
/** A provider or its client did something we cannot work with. */
export class ProviderError extends HeadroomError { override readonly code = 'PROVIDER' }
/** A store could not read or write. */
export class StorageError extends HeadroomError { override readonly code = 'STORAGE' }
/** A content block could not be compressed; it goes out as it came in. */
export class CompressionError extends HeadroomError { override readonly code = 'COMPRESSION' }
/** Tokens could not be counted. */
export class TokenizationError extends HeadroomError { override readonly code = 'TOKENIZATION' }
/** A cache could not be used. */
export class CacheError extends HeadroomError { override readonly code = 'CACHE' }
/** The input is not what the call takes. */
export class ValidationError extends HeadroomError { override readonly code = 'VALIDATION' }
/** A transform failed; its input goes on unchanged. */
export class TransformError extends HeadroomError { override readonly code = 'TRANSFORM' }

/** True for every error of this package, also one from another entry or another copy of it. */
export function isHeadroomError(error: unknown): error is HeadroomError {
  return typeof error === 'object' && error !== null && (error as { [brand]?: unknown })[brand] === true
}

/** What went wrong in words, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  return typeof error === 'string' ? error : `a thrown ${error === null ? 'null' : typeof error}`
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null ? (error as { readonly code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Every class above, for those that come back from a worker as plain data. */
export const errorClasses = [
  HeadroomError, ConfigurationError, ProviderError, StorageError, CompressionError, TokenizationError, CacheError, ValidationError, TransformError,
] as const
