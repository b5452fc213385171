import type { Conversation, WireFormat } from '../conversation/types.ts'

/**
 * What a block that is not text costs by its provider's formula, in tokens: a whole number of at least 0, 0 for a block it does not know.
 * `block` is the wire's own value (an image, a document, sound), unchecked.
 */
export type MediaEstimator = (block: unknown, format: WireFormat) => number

/** How one request shape becomes a conversation. Going back is `applyEdits`: no shape needs a renderer of its own until it must create blocks. */
export interface Adapter {
  readonly format: WireFormat
  /** Whether `request` (a body or a bare array of messages) has this shape: 0 no, 1 could be, 2 certainly. Never throws. */
  detect(request: unknown): 0 | 1 | 2
  /**
   * Views over `request`; reads only. What is malformed inside a message becomes an opaque part of it.
   *
   * @param estimateMedia without it, images, documents and sound count 0
   * @throws ValidationError when `request` is neither a body with `messages` nor an array
   */
  parse(request: unknown, estimateMedia?: MediaEstimator): Conversation
}
