import { crush } from 'headroom-ts'

const files = Array.from({ length: 5 }, (_, i) => ({ file: `src/part-${i}.ts`, bytes: 100 * i, kind: 'file' }))
const lossless = { model: 'gpt-4o', smartCrusher: { lossless: true, minTokensToCrush: 0 } }

const fence = await crush(`Found 5 files:\n\`\`\`json\n${JSON.stringify(files, null, 2)}\n\`\`\`\nDone.`, lossless)
console.log(fence.text)

const inString = await crush(JSON.stringify({ content: [{ type: 'text', text: JSON.stringify(files) }] }), lossless)
console.log(inString.text)
