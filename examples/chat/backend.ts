/** A message of OpenAI Chat Completions, as far as this page needs it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | null
  readonly tool_call_id?: string
  readonly tool_calls?: readonly { readonly id: string; readonly type: 'function'; readonly function: { readonly name: string; readonly arguments: string } }[]
}

/**
 * What stands in for a model behind `/api/chat`: it calls the tool once and then answers from what it was sent, and nothing else.
 * A real backend hands the messages on to its provider.
 */
export function replyTo(messages: readonly ChatMessage[]): ChatMessage {
  const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content ?? '')
  if (results.length === 0) {
    return { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] }
  }
  const sent = results.join('\n')
  const failed = /job-\d+(?=[^{}[\]]{0,40}failed)/.exec(sent)?.[0]
  const isAboutCount = /how many/i.test(messages.filter(({ role }) => role === 'user').at(-1)?.content ?? '')
  if (isAboutCount) return { role: 'assistant', content: `${/"done":(\d+)/.exec(sent)?.[1] ?? 'I cannot tell how many'} are done.` }
  return { role: 'assistant', content: failed === undefined ? 'I see no failed job.' : `${failed} failed: ${/disk full[^"]*/.exec(sent)?.[0] ?? 'I cannot tell why'}.` }
}
