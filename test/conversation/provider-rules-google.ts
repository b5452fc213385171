/**
 * Gemini, `contents` of "models.generateContent" and the guides on function calling and thought signatures: what the documentation demands,
 * written from it and not from our adapter. One sentence per broken rule, with the place; none for contents that the provider takes.
 */

type Wire = Readonly<Record<string, unknown>>

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)

interface Turn { readonly index: number, readonly role: unknown, readonly parts: Wire[] }

export function validateGoogle(contents: readonly unknown[]): string[] {
  const problems: string[] = []
  const say = (index: number, problem: string): void => void problems.push(`contents[${index}]: ${problem}`)
  contents.forEach((content, index) => {
    if (!isWire(content)) return say(index, 'is no object')
    const { role, parts } = content
    if (role !== undefined && role !== 'user' && role !== 'model' && role !== 'function') say(index, `unknown role ${String(role)}`)
    if (!Array.isArray(parts) || parts.length === 0) return say(index, 'needs at least one part')
    for (const part of parts as readonly unknown[]) checkPart(part, role, (problem) => say(index, problem))
  })
  const turns = mergeTurns(contents)
  if (turns[0]?.role === 'model') say(turns[0].index, 'the first turn must be of the user')
  turns.forEach((turn, at) => checkCalls(turn, turns[at - 1], turns[at + 1], say))
  return problems
}

const dataFields = ['text', 'functionCall', 'functionResponse', 'inlineData', 'fileData', 'executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse']

function checkPart(part: unknown, role: unknown, say: (problem: string) => void): void {
  if (!isWire(part)) return say('a part is no object')
  const fields = dataFields.filter((field) => part[field] !== undefined)
  if (fields.length !== 1) say(`a part has one of its data fields, not ${fields.length}`)
  const { functionCall: call, functionResponse: answer, thoughtSignature: signature } = part
  if (call !== undefined) {
    if (role !== 'model') say('functionCall stands in turns of the model only')
    if (!isWire(call) || typeof call.name !== 'string' || (call.args !== undefined && !isWire(call.args))) say('functionCall needs a name, and args that are an object')
  }
  if (answer !== undefined) {
    if (role === 'model') say('functionResponse stands in turns of the user only')
    if (!isWire(answer) || typeof answer.name !== 'string') say('functionResponse needs a name')
    if (isWire(answer) && !isWire(answer.response)) say('response must be an object')
  }
  if (signature !== undefined && (typeof signature !== 'string' || !/^[A-Za-z\d+/]+=*$/.test(signature))) say('thoughtSignature must be base64')
}

/** Consecutive contents of one role are one turn; `function` is the user's. */
function mergeTurns(contents: readonly unknown[]): Turn[] {
  const turns: Turn[] = []
  contents.forEach((content, index) => {
    if (!isWire(content)) return
    const role = content.role === 'model' ? 'model' : 'user'
    const parts = Array.isArray(content.parts) ? content.parts.filter(isWire) : []
    const last = turns.at(-1)
    if (last?.role === role) last.parts.push(...parts)
    else turns.push({ index, role, parts: [...parts] })
  })
  return turns
}

/**
 * "The number of function response parts is equal to the number of function call parts of the function call turn", each with its name; and
 * "function call is missing a thought_signature": the first call of a step that was signed must stay so.
 */
function checkCalls({ index, role, parts }: Turn, before: Turn | undefined, after: Turn | undefined, say: (index: number, problem: string) => void): void {
  const called = (turn: Turn | undefined): Wire[] => turn?.parts.flatMap(({ functionCall: call }) => (isWire(call) ? [call] : [])) ?? []
  const answered = (turn: Turn | undefined): Wire[] => turn?.parts.flatMap(({ functionResponse: answer }) => (isWire(answer) ? [answer] : [])) ?? []
  if (role === 'model') {
    const calls = called({ index, role, parts })
    if (calls.length > 0 && answered(after).length !== calls.length) say(index, `${calls.length} function calls have ${answered(after).length} responses`)
    if (calls.length > 0 && before === undefined) say(index, 'a function call turn follows a turn of the user or a function response')
    const first = parts.find(({ functionCall: call }) => call !== undefined)
    if (first !== undefined && first.thoughtSignature === undefined) say(index, 'the first function call is missing its thoughtSignature')
    return
  }
  const open = called(before)
  for (const answer of answered({ index, role, parts })) {
    const at = open.findIndex((call) => call.name === answer.name && call.id === answer.id)
    if (at === -1) say(index, `no open function call before it has the name ${String(answer.name)} and the id ${String(answer.id)}`)
    else open.splice(at, 1)
  }
}
