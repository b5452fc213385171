/**
 * The part of a request to Gemini that we read, as the JavaScript SDK takes it and as the REST interface does, which has no `config`.
 * Fields that it does not name are carried through untouched. REST also takes every name in snake case.
 */
export interface GoogleRequest {
  readonly model?: string
  /** REST takes the array of contents only. */
  readonly contents: GoogleContents
  readonly config?: GoogleConfig
  /** REST. */
  readonly systemInstruction?: GoogleSystem
  /** REST. */
  readonly tools?: readonly GoogleTool[]
}

/** A text, parts or contents; a list of parts is one message of the user. */
export type GoogleContents = string | GooglePart | GoogleContent | readonly (GoogleContent | GooglePart | string)[]

export interface GoogleConfig {
  readonly systemInstruction?: GoogleSystem
  readonly tools?: readonly GoogleTool[]
}

export type GoogleSystem = string | GoogleContent | GooglePart | readonly (GooglePart | string)[]

export interface GoogleContent {
  /** `user` where it is missing; `function` is an older name for the user who answers calls. */
  readonly role?: string
  readonly parts?: readonly GooglePart[]
}

/** One of its fields says what it is; a `thoughtSignature` may stand beside any. */
export interface GooglePart {
  readonly text?: string
  /** True for what the model thought. */
  readonly thought?: boolean
  readonly functionCall?: GoogleFunctionCall
  readonly functionResponse?: GoogleFunctionResponse
  /** A call without the signature that came with it is refused. */
  readonly thoughtSignature?: string
}

export interface GoogleFunctionCall {
  readonly id?: string
  readonly name?: string
  readonly args?: object
}

export interface GoogleFunctionResponse {
  /** Of the call it answers; without it, name and order say which. */
  readonly id?: string
  readonly name?: string
  /** Always an object; an `error` in it says that the call failed. */
  readonly response?: object
  /** Images and documents beside the response. */
  readonly parts?: readonly object[]
}

/** Function declarations, a tool of the provider's own, or an object that the SDK asks for its declarations. */
export interface GoogleTool {
  readonly functionDeclarations?: readonly { readonly name?: string }[]
  /** Of an object that the SDK asks. */
  readonly callTool?: unknown
}
