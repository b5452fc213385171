/** The part of a Responses request that we read. Fields that it does not name are carried through untouched. */
export interface ResponsesRequest {
  readonly model?: string
  /** A string is one message of the user. */
  readonly input?: string | readonly ResponsesItem[]
  /** System text, before all items. */
  readonly instructions?: string | null
  readonly tools?: readonly ResponsesTool[]
  readonly previous_response_id?: string | null
  readonly conversation?: string | object | null
  readonly context_management?: readonly object[] | null
  readonly truncation?: string | null
}

export type ResponsesItem =
  | ResponsesMessage
  | ResponsesFunctionCall
  | ResponsesCustomCall
  | ResponsesCallOutput
  | ResponsesReasoning
  /** What tools on the provider's side did, compactions, and items of kinds to come. */
  | { readonly type: string }
  /** A reference to an item that the server holds; its `type` may be missing. */
  | { readonly id: string, readonly type?: 'item_reference' | null }

export interface ResponsesMessage {
  /** May be missing. */
  readonly type?: 'message'
  readonly role: 'user' | 'assistant' | 'system' | 'developer'
  readonly content: string | readonly ResponsesContentPart[]
}

export type ResponsesContentPart =
  | { readonly type: 'input_text' | 'output_text', readonly text: string }
  | { readonly type: 'refusal', readonly refusal: string }
  /** `input_image`, `input_file`, and what is to come. */
  | { readonly type: string }

export interface ResponsesFunctionCall {
  readonly type: 'function_call'
  readonly call_id: string
  readonly name: string
  /** JSON as text. */
  readonly arguments: string
}

export interface ResponsesCustomCall {
  readonly type: 'custom_tool_call'
  readonly call_id: string
  readonly name: string
  readonly input: string
}

export interface ResponsesCallOutput {
  readonly type: 'function_call_output' | 'custom_tool_call_output'
  readonly call_id?: string | null
  readonly output: string | readonly ResponsesContentPart[]
  /** `incomplete` for a tool that did not come to its end. */
  readonly status?: string | null
}

/** It belongs to the item that follows, and is refused without it. */
export interface ResponsesReasoning {
  readonly type: 'reasoning'
  readonly summary: readonly { readonly text: string }[]
  readonly content?: readonly { readonly text: string }[]
  readonly encrypted_content?: string | null
}

export interface ResponsesTool {
  readonly type: string
  /** Of functions, custom tools and namespaces. */
  readonly name?: string
  /** Of MCP servers. */
  readonly server_label?: string
}
