/** The part of a Chat Completions request that we read. Fields that it does not name are carried through untouched. */
export interface OpenAiChatRequest {
  readonly model?: string
  readonly messages: readonly OpenAiMessage[]
  readonly tools?: readonly OpenAiTool[]
  /** Deprecated form of `tools`. */
  readonly functions?: readonly { readonly name: string }[]
}

export interface OpenAiMessage {
  /** `function` is the deprecated form of `tool`. */
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function'
  readonly content?: string | readonly OpenAiContentPart[] | null
  /** Of a `function` message, the function it answers. */
  readonly name?: string
  /** Of a `tool` message, the call it answers. */
  readonly tool_call_id?: string
  readonly tool_calls?: readonly OpenAiToolCall[]
  /** Deprecated form of `tool_calls`; it has no id. */
  readonly function_call?: OpenAiFunctionCall | null
  readonly refusal?: string | null
}

export type OpenAiContentPart =
  | { readonly type: 'text', readonly text: string }
  | { readonly type: 'refusal', readonly refusal: string }
  /** `image_url`, `input_audio`, `file`, and what compatible servers add. */
  | { readonly type: string }

export interface OpenAiFunctionCall {
  readonly name: string
  /** JSON as text; some compatible servers give the object itself. */
  readonly arguments: unknown
}

/** Some compatible servers leave `type` out. */
export interface OpenAiToolCall {
  readonly id?: string
  readonly type?: string
  readonly function?: OpenAiFunctionCall
  readonly custom?: { readonly name: string, readonly input: unknown }
}

export interface OpenAiTool {
  readonly type?: string
  readonly function?: { readonly name: string }
  readonly custom?: { readonly name: string }
}
