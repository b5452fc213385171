/**
 * OpenAI Responses, `input` of "Create a model response" and the guides on function calling and reasoning: what the documentation demands,
 * written from it and not from our adapter. One sentence per broken rule, with the place; none for items that the provider takes.
 */

type Wire = Readonly<Record<string, unknown>>

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Kinds of calls that wait for an answer, and the kind of it. */
const answerTypes: Readonly<Record<string, string>> = {
  function_call: 'function_call_output', custom_tool_call: 'custom_tool_call_output', shell_call: 'shell_call_output',
  apply_patch_call: 'apply_patch_call_output', computer_call: 'computer_call_output',
}
const callTypes: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(answerTypes).map(([call, answer]) => [answer, call]))

/** What a model writes after it thought. */
const followsThought = /^(message|function_call|custom_tool_call|.*_call|compaction|item_reference)$/

export function validateResponses(items: readonly unknown[]): string[] {
  const problems: string[] = []
  const say = (index: number, problem: string): void => void problems.push(`input[${index}]: ${problem}`)
  /** Calls without an answer so far, by kind and id. */
  const open = new Map<string, number>()
  const answered = new Set<string>()
  items.forEach((item, index) => {
    if (!isWire(item)) return say(index, 'is no object')
    const type = item.type === undefined && typeof item.role === 'string' ? 'message' : item.type
    if (typeof type !== 'string') return say(index, 'needs a type')
    if (type === 'message') checkMessage(item, (problem) => say(index, problem))
    if (type === 'reasoning') checkThought(item, items[index + 1], (problem) => say(index, problem))
    const answer = answerTypes[type]
    if (answer !== undefined) {
      if (typeof item.call_id !== 'string') say(index, `${type} needs a call_id`)
      else if (open.has(`${answer} ${item.call_id}`) || answered.has(`${answer} ${item.call_id}`)) say(index, `two calls share the call_id ${item.call_id}`)
      else open.set(`${answer} ${item.call_id}`, index)
      if (type === 'function_call' && (typeof item.name !== 'string' || typeof item.arguments !== 'string')) say(index, 'a function_call needs name and arguments as strings')
      if (type === 'custom_tool_call' && (typeof item.name !== 'string' || typeof item.input !== 'string')) say(index, 'a custom_tool_call needs name and input as strings')
    }
    if (callTypes[type] !== undefined) {
      const key = `${type} ${String(item.call_id)}`
      if (!open.delete(key) && !answered.has(key)) say(index, `no tool call found for ${type} with call_id ${String(item.call_id)}`)
      answered.add(key)
      if (/^(function|custom_tool)_call_output$/.test(type) && !isContent(item.output, ['input_text', 'input_image', 'input_file'])) say(index, 'output must be a string or a list of input content')
    }
  })
  for (const [key, index] of open) say(index, `no tool output found: ${key}`)
  return problems
}

function isContent(content: unknown, types: readonly string[]): boolean {
  if (typeof content === 'string') return true
  return Array.isArray(content) && content.every((part: unknown) => isWire(part) && typeof part.type === 'string' && types.includes(part.type)
    && (!part.type.endsWith('_text') || typeof part.text === 'string'))
}

function checkMessage({ role, content }: Wire, say: (problem: string) => void): void {
  switch (role) {
    case 'user':
    case 'system':
    case 'developer':
      if (!isContent(content, ['input_text', 'input_image', 'input_file'])) say(`${role} content must be a string or a list of input content`)
      return
    case 'assistant':
      if (!isContent(content, ['output_text', 'refusal'])) say('assistant content must be a string or a list of output_text and refusal')
      return
    default: say(`unknown role ${String(role)}`)
  }
}

/** "Item of type 'reasoning' was provided without its required following item." */
function checkThought({ id, summary }: Wire, next: unknown, say: (problem: string) => void): void {
  if (typeof id !== 'string' || !Array.isArray(summary)) say('a reasoning item needs an id and a summary')
  const type = isWire(next) ? next.type : undefined
  const follows = type === 'reasoning' || (typeof type === 'string' && followsThought.test(type) && (type !== 'message' || (next as Wire).role === 'assistant'))
  if (!follows) say('a reasoning item needs the item that followed it')
}
