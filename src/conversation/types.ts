/** Where a value stands in a request: keys and indices from its root. The root of a bare array of messages is that array. */
export type Path = readonly (string | number)[]

/** The request shapes we read. */
export type WireFormat = 'openai-chat' | 'openai-responses' | 'anthropic' | 'google' | 'ai-sdk' | 'langchain'

/** One string of the request that a transform may shorten, and where it stands. */
export interface TextSlot {
  readonly path: Path
  readonly text: string
  /**
   * The value at `path` is no string: `text` is its `JSON.stringify`, and an edit puts the value there that its new text stands for.
   * `object` where the provider takes nothing but an object; absent for a string.
   */
  readonly json?: 'any' | 'object'
}

export interface TextPart {
  readonly kind: 'text'
  readonly path: Path
  readonly text: string
}

export interface ToolCallPart {
  readonly kind: 'tool-call'
  readonly path: Path
  readonly id: string
  readonly name: string
  /** The arguments as text; of an object, its `JSON.stringify`. */
  readonly argumentsText: string
}

export interface ToolResultPart {
  readonly kind: 'tool-result'
  readonly path: Path
  readonly callId: string
  /** Name of the tool, from the call it answers, else from the result itself where it names one; absent when neither says. */
  readonly toolName?: string
  /** The texts of the result, in order; one for a plain string, several around images. */
  readonly slots: readonly TextSlot[]
  /** What stands between the texts and is not read (images, documents), in order. */
  readonly opaque: readonly OpaquePart[]
  /** The provider's own mark for a failed call (`is_error`); such a result is never crushed. */
  readonly isError: boolean
}

/** What we do not read: images, documents, sound, thinking, blocks of a kind we do not know. It is never edited. */
export interface OpaquePart {
  readonly kind: 'opaque'
  readonly path: Path
  /** The wire's own name for it, such as `image_url` or `thinking`. */
  readonly type: string
  /** Text in it that costs tokens (thinking), if any. */
  readonly text?: string
  /** What it costs by the provider's formula (images, PDFs, sound), an estimate; 0 when it has only `text`. */
  readonly tokens: number
}

export type Part = TextPart | ToolCallPart | ToolResultPart | OpaquePart

/** `unknown` is a message we cannot read: its one part is opaque and it belongs to whatever stands around it. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'unknown'

/** A view of one message of the request. Nothing is copied: parts point into the original. */
export interface Message {
  /** Its place in `Conversation.messages`, from 0. */
  readonly index: number
  readonly path: Path
  readonly role: Role
  readonly parts: readonly Part[]
  /** True when the provider's cache mark (`cache_control`) stands on it or on a block in it. */
  readonly hasCacheMark: boolean
}

/** System text that stands outside the messages. */
export interface SystemPart extends TextPart {
  /** True when the provider's cache mark stands on it. */
  readonly hasCacheMark: boolean
}

/** A tool definition: what it costs is its JSON text. */
export interface ToolDefinition {
  readonly path: Path
  readonly name: string
  /** Its `JSON.stringify`. */
  readonly text: string
  /** True when the provider's cache mark stands on it. */
  readonly hasCacheMark: boolean
}

/** A whole request as views over the original. */
export interface Conversation {
  readonly format: WireFormat
  /** The caller's own object; never written to. */
  readonly request: unknown
  /** Model named in the request, if any. */
  readonly model?: string
  /** System text that stands outside the messages (Anthropic `system`), in order. */
  readonly system: readonly SystemPart[]
  readonly tools: readonly ToolDefinition[]
  readonly messages: readonly Message[]
  /** True when a cache mark stands on the request itself (Anthropic marks its last block then). */
  readonly hasCacheMark: boolean
  /**
   * What says that the server holds a part of the history, or shortens it itself: a field such as `previous_response_id`, or a kind of
   * item. What is in the request is not all that the model sees, so nothing of it may be taken out.
   */
  readonly serverHeldHistory?: string
}
