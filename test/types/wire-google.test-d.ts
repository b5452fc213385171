import type { Content, GenerateContentConfig, GenerateContentParameters, Part } from '@google/genai'
import type { GoogleConfig, GoogleContent, GoogleFunctionCall, GoogleFunctionResponse, GooglePart, GoogleRequest } from '../../src/adapters/google/wire.ts'

// What the SDK takes, and what it returns to be sent again, is what we read.

export const request = (params: GenerateContentParameters): GoogleRequest => params
export const config = (params: GenerateContentConfig): GoogleConfig => params
export const content = (value: Content): GoogleContent => value
export const part = (value: Part): GooglePart => value

/** Fields that we read, by the names of the SDK: a misspelled one is an error here. */
export const partField = (key: keyof GooglePart): keyof Part => key
export const callField = (key: keyof GoogleFunctionCall): keyof NonNullable<Part['functionCall']> => key
export const responseField = (key: keyof GoogleFunctionResponse): keyof NonNullable<Part['functionResponse']> => key
export const configField = (key: keyof GoogleConfig): keyof GenerateContentConfig => key
