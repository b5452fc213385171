/** A chat in which a question led to one tool call and its result; the follow-up is what the user said before the model answered. */
export function toolResultConversation(question: string, result: string, followUp?: string, toolName = 'search'): readonly unknown[] {
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: toolName, arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'call_1', content: result },
    ...(followUp === undefined ? [] : [{ role: 'user', content: followUp }]),
  ]
}

/** What `toolResultConversation` put in third place, after optimizing. */
export function toolResultOf(messages: readonly unknown[]): string {
  const message = messages[2] as { readonly content: string }
  return message.content
}
