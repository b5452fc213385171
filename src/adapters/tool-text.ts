import { attempt, isWireObject, jsonText } from './wire-value.ts'

/** What a tool definition of a framework costs: its name, description and parameters as the JSON that will be sent. */
export function toolText(name: string, description: unknown, schema: unknown): string {
  const parameters = attempt(() => jsonSchemaOf(schema))
  return jsonText({ name, ...(typeof description === 'string' ? { description } : {}), ...(parameters === undefined ? {} : { parameters }) })
}

/** The JSON schema in a schema object: itself where it is plain, else what it says of itself; `undefined` for one that cannot say it at once. */
function jsonSchemaOf(schema: unknown): unknown {
  if (!isWireObject(schema)) return undefined
  const { jsonSchema, toJSONSchema } = schema
  if (isWireObject(jsonSchema)) return typeof jsonSchema.then === 'function' ? undefined : jsonSchema
  if (typeof toJSONSchema === 'function') return toJSONSchema.call(schema) as unknown
  // A validator of some library: its internals are nothing that is sent.
  return '~standard' in schema || 'parse' in schema ? undefined : schema
}
