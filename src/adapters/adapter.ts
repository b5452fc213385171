import type { Edit } from '../conversation/edits.ts'
import type { Conversation, Message, WireFormat } from '../conversation/types.ts'

/**
 * What a block that is not text costs by its provider's formula, in tokens: a whole number of at least 0, 0 for a block it does not know.
 * `block` is the wire's own value (an image, a document, sound), unchecked.
 */
export type MediaEstimator = (block: unknown, format: WireFormat) => number

/** How one request shape becomes a conversation. Going back is `applyEdits`: no shape needs a renderer of its own. */
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
  /**
   * The edits that put a note of ours into the request, in words that the model reads: a system message after the leading ones, or a
   * text block of its own in `message`.
   *
   * @param message the first message of a user that stays; not among what other edits remove or replace as a whole
   */
  placeNote(conversation: Conversation, text: string, message: Message): readonly Edit[]
}

/** A shape that can be told from others before anything else of it is loaded. */
export interface Shape extends Pick<Adapter, 'format' | 'detect'> {
  /** Rare shapes are loaded on first use. */
  load(): Promise<Adapter>
}
