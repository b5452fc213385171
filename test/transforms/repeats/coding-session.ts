import * as fc from 'fast-check'
import type { Message, Request } from '../../arbitraries/conversation.ts'
import { createRandom } from '../../arbitraries/random.ts'
import type { Random } from '../../arbitraries/random.ts'

/** One call of an agent that works on files, and what it got. */
interface Step {
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  /** One text, or several around an image. */
  readonly texts: readonly string[]
  readonly isError: boolean
}

const words = ['const', 'return', 'value', 'table', 'window', 'parse', 'render', 'index', 'message', 'token', 'cache', 'header', 'row', 'column', 'result']

const lineOf = (random: Random): string => random.chance(0.15) ? '' : random.chance(0.15) ? '  }' : random.chance(0.03)
  // What a tool may well print of an earlier session.
  ? '[lines 1-5 of the result of read_file("src/a.ts") above, unchanged]'
  : `  ${Array.from({ length: random.int(2, 9) }, () => random.pick(words)).join(' ')} ${random.int(1, 999)}`

/** Numbers before the lines as one of the usual tools writes them. */
function withNumbers(lines: readonly string[], first: number, style: number): string {
  return lines.map((line, at) => (style === 0 ? line : style === 1 ? `${String(first + at).padStart(6)}\t${line}` : style === 2 ? `${String(first + at).padStart(5)}\u2192${line}` : `${first + at}: ${line}`)).join('\n')
}

/** Files that are read, changed a little and read again. */
function buildSteps(seed: number, length: number): Step[] {
  const random = createRandom(seed)
  const files = new Map(['src/a.ts', 'src/b.ts', 'docs/guide.md'].map((name) => [name, Array.from({ length: random.int(3, 60) }, () => lineOf(random))]))
  const style = random.int(0, 3)
  return Array.from({ length }, (): Step => {
    const name = random.pick([...files.keys()])
    const lines = files.get(name)!
    const at = random.int(0, Math.max(0, lines.length - 1))
    const roll = random.int(0, 9)
    const form = (text: string): readonly string[] => (random.chance(0.15) ? [text, lineOf(random)] : [text + (random.chance(0.3) ? '\n' : '')])
    if (roll < 4) return { tool: 'read_file', args: { path: name }, texts: form(withNumbers(lines, 1, style)), isError: random.chance(0.1) }
    if (roll < 6) return { tool: 'read_file', args: { path: name, offset: at + 1 }, texts: form(withNumbers(lines.slice(at, at + 30), at + 1, style)), isError: false }
    if (roll < 9) {
      lines.splice(at, random.int(0, 3), ...Array.from({ length: random.int(0, 3) }, () => lineOf(random)))
      const from = Math.max(0, at - 4)
      return { tool: 'edit_file', args: { path: name, text: 'x' }, texts: form(`The file ${name} was changed:\n${withNumbers(lines.slice(from, at + 8), from + 1, style)}`), isError: false }
    }
    return { tool: 'run', args: { command: 'npm test' }, texts: form(Array.from({ length: 20 }, (_, i) => `test ${i % 7} passed\r`).join('\n')), isError: random.chance(0.3) }
  })
}

const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }

/** Every few steps the user says something. */
const turnLength = 4

/** The session in Chat Completions; what one text cannot hold, such as an error, is a text like any other there. */
export function asChat(steps: readonly Step[]): readonly Message[] {
  return steps.flatMap(({ tool, args, texts }, at) => [
    ...(at % turnLength === 0 ? [{ role: 'user', content: `Go on with ${at}.` }] : []),
    { role: 'assistant', content: null, tool_calls: [{ id: `call_${at}`, type: 'function', function: { name: tool, arguments: JSON.stringify(args) } }] },
    { role: 'tool', tool_call_id: `call_${at}`, content: texts.length === 1 ? texts[0] : texts.map((text) => ({ type: 'text', text })) },
  ])
}

export function asAnthropic(steps: readonly Step[]): readonly Message[] {
  return steps.flatMap(({ tool, args, texts, isError }, at) => [
    ...(at === 0 ? [{ role: 'user', content: 'Go on.' }] : []),
    { role: 'assistant', content: [{ type: 'tool_use', id: `toolu_${at}`, name: tool, input: args }] },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: `toolu_${at}`, ...(isError ? { is_error: true } : {}), content: texts.length === 1 ? texts[0] : texts.flatMap((text) => [{ type: 'text', text }, image]) },
        ...(at % turnLength === 2 ? [{ type: 'text', text: `Go on with ${at}.` }] : []),
      ],
    },
  ])
}

export interface CodingSession {
  readonly chat: Request
  readonly anthropic: Request
}

/** Sessions of an agent that reads the same files again and again. */
export const codingSessions = (length: { readonly min: number, readonly max: number } = { min: 2, max: 24 }): fc.Arbitrary<CodingSession> =>
  fc.tuple(fc.integer({ min: 0, max: 0x7fffffff }), fc.integer(length)).map(([seed, steps]) => {
    const built = buildSteps(seed, steps)
    return { chat: asChat(built), anthropic: asAnthropic(built) }
  })
