import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUsage } from '../../src/usage/read-usage.ts'
import { watchDocument, watchEvents } from '../../src/usage/watch-usage.ts'

describe('the usage of a response', () => {
  test.each([
    { name: 'Chat Completions', response: { usage: { prompt_tokens: 100, completion_tokens: 7, total_tokens: 107, prompt_tokens_details: { cached_tokens: 64 } } }, usage: { tokensInput: 100, tokensOutput: 7, cachedTokensRead: 64 } },
    { name: 'Responses', response: { usage: { input_tokens: 100, output_tokens: 7, input_tokens_details: { cached_tokens: 0 } } }, usage: { tokensInput: 100, tokensOutput: 7, cachedTokensRead: 0 } },
    { name: 'the last event of Responses', response: { type: 'response.completed', response: { usage: { input_tokens: 5, output_tokens: 6 } } }, usage: { tokensInput: 5, tokensOutput: 6 } },
    { name: 'Anthropic, whose input leaves the cache out', response: { usage: { input_tokens: 10, output_tokens: 3, cache_read_input_tokens: 1000, cache_creation_input_tokens: 200 } }, usage: { tokensInput: 1210, tokensOutput: 3, cachedTokensRead: 1000, cachedTokensWritten: 200 } },
    { name: 'a proxy of Anthropic that speaks like OpenAI', response: { usage: { prompt_tokens: 1210, completion_tokens: 3, cache_read_input_tokens: 1000, cache_creation_input_tokens: 200 } }, usage: { tokensInput: 1210, tokensOutput: 3, cachedTokensRead: 1000, cachedTokensWritten: 200 } },
    { name: 'the first event of Anthropic', response: { type: 'message_start', message: { usage: { input_tokens: 10, cache_read_input_tokens: 0, cache_creation_input_tokens: 5, output_tokens: 1 } } }, usage: { tokensInput: 15, tokensOutput: 1, cachedTokensRead: 0, cachedTokensWritten: 5 } },
    { name: 'Google, thoughts included', response: { usageMetadata: { promptTokenCount: 50, candidatesTokenCount: 4, thoughtsTokenCount: 6, cachedContentTokenCount: 40 } }, usage: { tokensInput: 50, tokensOutput: 10, cachedTokensRead: 40 } },
    { name: 'DeepSeek', response: { usage: { prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 8 } }, usage: { tokensInput: 9, tokensOutput: 1, cachedTokensRead: 8 } },
    { name: 'nothing said', response: { choices: [] }, usage: undefined },
    { name: 'null, as in every event but the last', response: { usage: null }, usage: undefined },
    { name: 'nonsense', response: { usage: { prompt_tokens: 'many', completion_tokens: NaN, input_tokens: -1 } }, usage: undefined },
    { name: 'no object', response: 'usage', usage: undefined },
  ])('$name', ({ response, usage }) => expect(readUsage(response)).toEqual(usage))
})

const stream = [
  'event: message_start', 'data: {"type":"message_start","message":{"usage":{"input_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":0,"output_tokens":1}}}', '',
  ': a comment about usage', 'data: {"type":"content_block_delta","delta":{"text":"the usage of \\"usage\\""}}', '',
  'data: {"type":"message_delta","usage":{"output_tokens":42}}', '', 'data: [DONE]', '',
]

test.each(['\n', '\r\n', '\r'])('a stream counts up, wherever its pieces end, with lines ended by %j', (end) => {
  const text = stream.join(end)
  fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
    const watch = watchEvents()
    let from = 0
    for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
      watch.write(text.slice(from, cut))
      from = cut
    }
    expect(watch.end()).toEqual({ tokensInput: 100, tokensOutput: 42, cachedTokensRead: 90, cachedTokensWritten: 0 })
  }), { numRuns: 50 })
})

test.each([
  { name: 'Anthropic, which may say its input again', events: [{ message: { usage: { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 1 } } }, { usage: { input_tokens: 10, cache_read_input_tokens: null, output_tokens: 7 } }], usage: { tokensInput: 100, tokensOutput: 7, cachedTokensRead: 90 } },
  { name: 'Google, which says its thoughts once', events: [{ usageMetadata: { promptTokenCount: 9, thoughtsTokenCount: 5 } }, { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2 } }], usage: { tokensInput: 9, tokensOutput: 7 } },
  { name: 'Groq, in a field of its own', events: [{ choices: [] }, { choices: [], x_groq: { usage: { prompt_tokens: 4, completion_tokens: 5 } } }], usage: { tokensInput: 4, tokensOutput: 5 } },
])('several events of $name', ({ events, usage }) => {
  const watch = watchEvents()
  for (const event of events) watch.write(`data: ${JSON.stringify(event)}\n\n`)
  expect(watch.end()).toEqual(usage)
})

test('a line without end takes no memory and hides no later one', () => {
  const watch = watchEvents()
  for (let i = 0; i < 40; i++) watch.write('usage '.repeat(10_000))
  watch.write('\ndata: {"usage":{"prompt_tokens":1,"completion_tokens":2}}\n')
  expect(watch.end()).toEqual({ tokensInput: 1, tokensOutput: 2 })
})

test('a document is read when it is over; half of one says nothing', () => {
  const watch = watchDocument()
  watch.write('{"usage":{"prompt_tokens":1,')
  watch.write('"completion_tokens":2}}')
  expect(watch.end()).toEqual({ tokensInput: 1, tokensOutput: 2 })
  const half = watchDocument()
  half.write('{"usage":{"prompt_tokens":1,')
  expect(half.end()).toBeUndefined()
  const list = watchDocument()
  list.write('[{"usageMetadata":{"promptTokenCount":3}},\n{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}]')
  expect(list.end()).toEqual({ tokensInput: 3, tokensOutput: 2 })
})
