/** What an embedder may be told beside the texts. */
export interface EmbedContext {
  /** Rejects the call with its reason; work that no other call waits for stops. */
  readonly signal?: AbortSignal
}

/**
 * Puts texts in a space where near means alike in meaning. The contract for own embedders (`relevance.embedder`).
 *
 * A text's vector depends on the text alone, not on the texts that it comes with, so that it may be remembered.
 */
export interface Embedder {
  /** Names the model and all settings that change its vectors: vectors of one id may be compared and remembered together. */
  readonly id: string
  readonly dimensions: number
  /** @returns one vector of unit length for each text, in their order; whoever gets them does not write to them */
  embed(texts: readonly string[], context?: EmbedContext): Promise<readonly Float32Array[]>
}
