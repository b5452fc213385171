/** What was known when a tool result was born. Texts are as in the request; within a source, oldest first. */
export interface Query {
  /** The user's words so far. */
  readonly user: readonly string[]
  /** The assistant's last text before the call; '' when there is none. */
  readonly assistant: string
  /** The arguments of the call, as text; '' when the call is not known. */
  readonly call: string
  /** What stands between the result and the next assistant message: the user's follow-up. */
  readonly after: readonly string[]
}
