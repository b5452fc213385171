import type { Conversation, WireFormat } from '../conversation/types.ts'

/** How one request shape becomes a conversation. Going back is `applyEdits`: no shape needs a renderer of its own until it must create blocks. */
export interface Adapter {
  readonly format: WireFormat
  /** Whether `request` (a body or a bare array of messages) has this shape: 0 no, 1 could be, 2 certainly. */
  detect(request: unknown): 0 | 1 | 2
  /** Views over `request`; reads only. Throws `ValidationError` when the shape is not what `detect` said. */
  parse(request: unknown): Conversation
}
