import { expect, test } from 'vitest'
import { optimize } from '../../../src/index.ts'

const rows = Array.from({ length: 80 }, (_, i) => ({ id: 1000 + i, name: `harbor ${i}`, status: i === 40 ? 'failed' : 'ok', latency: 20 + (i % 7) }))
const pretty = JSON.stringify(rows, null, 2)
const map = Object.fromEntries(rows.map((row) => [`key ${row.id}`, row]))

type Response = Readonly<Record<string, unknown>>

const send = async (response: Response): Promise<Response> => {
  const { messages: [,, answered] } = await optimize([
    { role: 'user', parts: [{ text: 'which one failed?' }] },
    { role: 'model', parts: [{ functionCall: { name: 'list', args: {} }, thoughtSignature: 'c2ln' }] },
    { role: 'user', parts: [{ functionResponse: { name: 'list', response } }] },
  ] as const, { model: 'gemini-2.5-flash' })
  return answered.parts[0].functionResponse.response
}

test.each([
  { name: 'rows', response: { rows, total: 80 } },
  { name: 'an object used as a map', response: map },
  { name: 'a text of JSON', response: { output: pretty } },
  { name: 'JSON lines beside an exit code', response: { output: rows.map((row) => JSON.stringify(row)).join('\n'), exit_code: 0 } },
  { name: 'a fenced block', response: { result: `Found:\n\`\`\`json\n${pretty}\n\`\`\`` } },
  { name: 'an MCP result', response: { content: [{ type: 'text', text: pretty }], structuredContent: { rows } } },
])('$name in a response becomes smaller, and the response stays an object of the same form', async ({ response }) => {
  const before = JSON.stringify(response)
  const after = await send(response)
  expect(JSON.stringify(after).length).toBeLessThan(before.length * 0.75)
  expect(JSON.stringify(after)).toContain('failed')
  const keys = Object.keys(after)
  if (keys[0] === '_headroom') expect(response).toBe(map)
  else expect(keys).toEqual(Object.keys(response))
  for (const key of keys.filter((name) => name in response)) expect(typeof after[key]).toBe(typeof (response as Response)[key])
  expect(JSON.stringify(response)).toBe(before)
})

test('both copies of an MCP result are made smaller by the same choice of rows', async () => {
  const { content, structuredContent } = await send({ content: [{ type: 'text', text: JSON.stringify({ rows }) }], structuredContent: { rows } })
  expect(JSON.parse((content as readonly { readonly text: string }[])[0]!.text)).toEqual(structuredContent)
})

test('an error stays as it is', async () => {
  const response = { error: pretty }
  expect(await send(response)).toBe(response)
})
