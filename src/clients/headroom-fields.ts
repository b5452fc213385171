import { ConfigurationError } from '../errors.ts'
import type { Options, ToolProfile } from '../options.ts'

/** What a request to a `HeadroomClient` may say of itself; none of it leaves. */
export interface HeadroomFields {
  /** @default the client's `defaultMode` */
  readonly headroomMode?: 'audit' | 'optimize'
  /** Tokens kept free for the answer. */
  readonly headroomOutputBufferTokens?: number
  /** Newest turns that stay when the request does not fit. */
  readonly headroomKeepTurns?: number
  /** By tool name or glob; over those of the client. */
  readonly headroomToolProfiles?: Readonly<Record<string, ToolProfile>>
  /** Sends the request as it is. */
  readonly headroomBypass?: boolean
}

const optionNames: Readonly<Record<keyof HeadroomFields, keyof Options>> = {
  headroomMode: 'mode',
  headroomOutputBufferTokens: 'outputBufferTokens',
  headroomKeepTurns: 'keepTurns',
  headroomToolProfiles: 'toolProfiles',
  headroomBypass: 'bypass',
}

/**
 * A request without our fields, and what they say; the very same request where there are none.
 *
 * @throws ConfigurationError for a field of ours that we do not know; wrong values are found where options are checked
 */
export function splitFields<Request extends object>(request: Request): { readonly request: Request; readonly options: Options } {
  const ours = Object.keys(request).filter((name) => /^headroom[A-Z_]/.test(name))
  if (ours.length === 0) return { request, options: {} }
  const options: Record<string, unknown> = {}
  const rest = { ...request } as Record<string, unknown> // to take our fields out of
  for (const name of ours) {
    if (!Object.hasOwn(optionNames, name)) throw new ConfigurationError(`unknown field ${name}; known are ${Object.keys(optionNames).join(', ')}`, { details: { field: name } })
    options[optionNames[name as keyof HeadroomFields]] = rest[name]
    delete rest[name]
  }
  return { request: rest as Request, options } // what the caller's type has beside our fields is all there
}

/** A method of a client whose first argument may also have our fields. At most four overloads are told apart. */
export type WithFields<Method> = Method extends {
  (request: infer A, ...rest: infer RestA): infer ResultA
  (request: infer B, ...rest: infer RestB): infer ResultB
  (request: infer C, ...rest: infer RestC): infer ResultC
  (request: infer D, ...rest: infer RestD): infer ResultD
} ? {
  (request: A & HeadroomFields, ...rest: RestA): ResultA
  (request: B & HeadroomFields, ...rest: RestB): ResultB
  (request: C & HeadroomFields, ...rest: RestC): ResultC
  (request: D & HeadroomFields, ...rest: RestD): ResultD
} : never

/** The same of a method whose result depends on its request by a type parameter: such requests keep their own overload. */
export type OrWithFields<Method> = Method extends (request: infer Request, ...rest: infer Rest) => infer Result ? Method & ((request: Request & HeadroomFields, ...rest: Rest) => Result) : never
