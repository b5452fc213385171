import type { Message } from './types.ts'

/**
 * Whether a turn begins with this message: a user message, unless it only answers calls (Anthropic's tool results, with or without
 * images beside them). One that answers calls and goes on in the user's own words begins a turn too; its results belong to a tool
 * unit of the turn before.
 */
export function beginsTurn(message: Message): boolean {
  if (message.role !== 'user') return false
  const answersCalls = message.parts.some((part) => part.kind === 'tool-result')
  return !answersCalls || message.parts.some((part) => part.kind === 'text' && part.text !== '')
}

/**
 * The messages, cut before each one that begins a turn; joined they are the messages again.
 * What stands before the first user message (system prompts, a greeting) is a group of its own, which `beginsTurn` of its first
 * message tells apart. No messages give no turns.
 */
export function splitIntoTurns(messages: readonly Message[]): Message[][] {
  const turns: Message[][] = []
  for (const message of messages) {
    const current = turns.at(-1)
    if (current === undefined || beginsTurn(message)) turns.push([message])
    else current.push(message)
  }
  return turns
}
