import { optimize } from 'headroom-ts'
import type { Transform } from 'headroom-ts'

/** Takes secrets out of tool results before anything else reads them. */
const redactKeys: Transform = {
  name: 'redact-keys',
  apply({ messages }) {
    const slots = messages.flatMap(({ parts }) => parts).flatMap((part) => (part.kind === 'tool-result' ? part.slots : []))
    const leaking = slots.filter(({ text }) => /sk-\w{8,}/.test(text))
    return {
      edits: leaking.map(({ path, text }) => ({ kind: 'replace', path, value: text.replaceAll(/sk-\w{8,}/g, 'sk-...') })),
      decisions: [],
      warnings: leaking.length === 0 ? [] : [`a key was taken out of ${leaking.length} tool result`],
    }
  },
}

const messages = [
  { role: 'user', content: 'What is in the settings?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_env', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content: 'REGION=eu\nAPI_KEY=sk-abcdef0123456789\n' },
]

const { messages: sent, report } = await optimize(messages, { model: 'gpt-4o', transforms: [redactKeys] })

console.log(JSON.stringify(sent[2]?.content)) // => "REGION=eu\nAPI_KEY=sk-...\n"
console.log(report.transforms.join()) // => redact-keys
console.log(report.warnings.join()) // => a key was taken out of 1 tool result
