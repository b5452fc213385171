/** The part of a Messages request that we read; also Bedrock's and Vertex's bodies. Fields that it does not name are carried through untouched. */
export interface AnthropicRequest {
  readonly model?: string
  readonly system?: string | readonly AnthropicTextBlock[]
  readonly messages: readonly AnthropicMessage[]
  readonly tools?: readonly AnthropicTool[]
  /** Marks the last block that can be cached. */
  readonly cache_control?: AnthropicCacheMark | null
  /** Edits of the history that the server makes. */
  readonly context_management?: object | null
  /** Stands in bodies for Bedrock and Vertex, which name the model outside. */
  readonly anthropic_version?: string
}

export interface AnthropicCacheMark {
  readonly type: string
}

export interface AnthropicMessage {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: string | readonly AnthropicBlock[]
}

export type AnthropicBlock =
  | AnthropicTextBlock
  | AnthropicToolUse
  | AnthropicToolResult
  /** Thinking, images, documents, the calls and results of server tools, and blocks of kinds to come. */
  | { readonly type: string }

export interface AnthropicTextBlock {
  readonly type: 'text'
  readonly text: string
  readonly cache_control?: AnthropicCacheMark | null
}

export interface AnthropicToolUse {
  readonly type: 'tool_use'
  readonly id: string
  readonly name: string
  /** An object; kept as it is. */
  readonly input: unknown
  readonly cache_control?: AnthropicCacheMark | null
}

export interface AnthropicToolResult {
  readonly type: 'tool_result'
  readonly tool_use_id: string
  readonly content?: string | readonly (AnthropicTextBlock | { readonly type: string })[]
  readonly is_error?: boolean
  readonly cache_control?: AnthropicCacheMark | null
}

export interface AnthropicTool {
  readonly name?: string
  readonly cache_control?: AnthropicCacheMark | null
}
