/** What a provider says a request cost, in its own tokens. A field is absent where it did not say. */
export interface Usage {
  /** All input, cached or not. */
  readonly tokensInput?: number
  /** All output, reasoning included. */
  readonly tokensOutput?: number
  /** Input read from the provider's prefix cache; part of `tokensInput`. */
  readonly cachedTokensRead?: number
  /** Input written to the provider's prefix cache; part of `tokensInput`. */
  readonly cachedTokensWritten?: number
}
