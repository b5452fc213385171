import type { ResponseCreateParams, ResponseInputItem, ResponseOutputItem, Tool } from 'openai/resources/responses/responses'
import type { ResponsesItem, ResponsesRequest, ResponsesTool } from '../../src/adapters/openai-responses/wire.ts'

// What the SDK takes, and what it returns to be sent again, is what we read.

export const request = (params: ResponseCreateParams): ResponsesRequest => params
export const inputItem = (item: ResponseInputItem): ResponsesItem => item
export const outputItem = (item: ResponseOutputItem): ResponsesItem => item
export const tool = (definition: Tool): ResponsesTool => definition

/** Kinds that we read, by the names of the SDK: a misspelled one is an error here. */
type Read = Extract<ResponsesItem, { readonly type: 'function_call' | 'custom_tool_call' | 'function_call_output' | 'custom_tool_call_output' | 'reasoning' }>['type']
export const known = (type: Read): NonNullable<ResponseInputItem['type']> => type
