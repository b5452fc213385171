import { expect, test } from 'vitest'
import { countTokens } from '../src/index.ts'

/** The first bytes of a PNG of 1,024 by 768 pixels. */
const png = 'iVBORw0KGgoAAAANSUhEUgAABAAAAAMACAYAAAC6uhUNAAAA'
const withImage = (image: unknown): unknown[] => [{ role: 'user', content: [{ type: 'text', text: 'hi' }, image] }]

test('an image costs what the provider says, beside the text', async () => {
  const text = await countTokens({ model: 'gpt-4o', messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] }, 'gpt-4o')
  const image = await countTokens({ model: 'gpt-4o', messages: withImage({ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }) }, 'gpt-4o')
  // 85 + 170 for each of four tiles of 512 pixels.
  expect(image.tokens - text.tokens).toBe(765)
})

test('an image of an Anthropic request costs width times height over 750', async () => {
  const image = await countTokens({
    model: 'claude-sonnet-4-5', max_tokens: 5,
    messages: withImage({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }),
  }, 'claude-sonnet-4-5')
  expect(image.counting).toBe('estimated')
  expect(image.tokens).toBeGreaterThanOrEqual(Math.ceil(1024 * 768 / 750))
  expect(image.tokens).toBeLessThan(Math.ceil(1024 * 768 / 750) + 30)
})

test.each([
  // Responses: 3 for the request; both: 3 for each of four messages and the system text, 3 for the call and 3 for its result.
  {
    name: 'OpenAI Responses',
    request: {
      model: 'gpt-4o', instructions: 'be brief',
      input: [{ role: 'user', content: 'hi' }, { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"q":1}' }, { type: 'function_call_output', call_id: 'a', output: 'x' }, { role: 'assistant', content: 'ok' }],
    },
    framing: 3 + 5 * 3 + 2 * 3, texts: ['be brief', 'hi', 'f', '{"q":1}', 'x', 'ok'],
  },
  {
    name: 'Google GenAI',
    request: {
      model: 'gpt-4o', config: { systemInstruction: 'be brief' },
      contents: [
        { role: 'user', parts: [{ text: 'hi' }] }, { role: 'model', parts: [{ functionCall: { name: 'f', args: { q: 1 } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'f', response: { rows: [1] } } }] }, { role: 'model', parts: [{ text: 'ok' }] },
      ],
    },
    framing: 5 * 3 + 2 * 3, texts: ['be brief', 'hi', 'f', '{"q":1}', '{"rows":[1]}', 'ok'],
  },
])('counts the texts of $name and what frames them', async ({ request, framing, texts }) => {
  const counts = await Promise.all(texts.map(async (text) => (await countTokens(text, 'gpt-4o')).tokens))
  expect((await countTokens(request)).tokens).toBe(counts.reduce((sum, count) => sum + count, framing))
})
