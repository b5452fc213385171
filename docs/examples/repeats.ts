import { optimize } from 'headroom-ts'

const source = Array.from({ length: 40 }, (_, i) => `export const limit${i} = ${i * 10}`)
const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}\t${line}`).join('\n')
const read = (id: string) => ({ role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'read_file', arguments: '{"path":"src/limits.ts"}' } }] })

const { messages } = await optimize([
  { role: 'user', content: 'Double the limit 12.' },
  read('a'),
  { role: 'tool', tool_call_id: 'a', content: numbered(source) },
  read('b'),
  { role: 'tool', tool_call_id: 'b', content: numbered(source.map((line) => line.replace('= 120', '= 240'))) },
], { model: 'gpt-4o-mini' })

console.log(messages[4]?.content)
