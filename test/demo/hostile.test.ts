import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../demo/settings.ts'
import { layOutBlocks, show } from '../../demo/worker/blocks.ts'
import { SourceError, readInput } from '../../demo/worker/read-source.ts'
import { run } from '../../demo/worker/run.ts'

/** What the page does with a text, without the page. */
async function compress(text: string): Promise<{ readonly output: string; readonly shown: string }> {
  const { input } = readInput(text)
  const { run: { output, blocks } } = await run(input, { ...defaultSettings, question: 'what failed?' }, {}, new AbortController().signal, () => undefined)
  const lines = layOutBlocks(blocks, input.kind === 'request', 80, () => undefined).map(show)
  return { output, shown: lines.map(({ spans }) => spans.map(([, piece]) => piece).join('')).join('\n') }
}

const nest = (open: string, inner: string, close: string, depth: number): string => open.repeat(depth) + inner + close.repeat(depth)
const requestOf = (content: string): string => `{"messages":[{"role":"user","content":"?"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"t","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":${content}}]}`

describe('whatever is pasted', () => {
  test.each([
    { name: 'one character', text: 'x' }, { name: 'half a pair', text: '\ud800' }, { name: 'a null character', text: '\0' }, { name: 'a byte order mark before JSON', text: '\ufeff{"a":1}' }, { name: 'lists in lists', text: nest('[', '1', ']', 20_000) },
    { name: 'objects in objects', text: nest('{"a":', '1', '}', 20_000) }, { name: 'a request with a deep part', text: `{"metadata":${nest('[', '1', ']', 20_000)},${requestOf('"x"').slice(1)}` },
    { name: 'a request with a deep result', text: requestOf(JSON.stringify(nest('[', '1', ']', 20_000))) }, { name: 'a huge number', text: `{"a":${'9'.repeat(20_000)}}` }, { name: 'numbers beyond doubles', text: '[1e999,-1e999,12345678901234567890]' },
    { name: 'JSON in JSON in JSON', text: JSON.stringify(JSON.stringify(JSON.stringify([{ a: 1 }]))) }, { name: 'the same key five times', text: `{${Array.from({ length: 5 }, () => '"a":1').join(',')}}` },
    { name: 'names of Object', text: '[{"__proto__":1,"constructor":2,"toString":3},{"__proto__":4}]' }, { name: 'a request whose messages are numbers', text: '{"messages":[1,2,3]}' },
    { name: 'a request without content', text: '{"messages":[{"role":"user"},{"role":"tool"},null]}' }, { name: 'roles that are none', text: '[{"role":{"a":1},"content":[[]]}]' }, { name: 'marks of two shapes', text: '{"messages":[{"role":"user","content":"a"}],"contents":[{"parts":[{"text":"b"}]}]}' },
  ])('$name is left whole', async ({ text }) => {
    const { output } = await compress(text)
    expect(output.replace(/\s/g, '')).toBe(text.replace(/^\ufeff/, '').replace(/\s/g, ''))
  })

  test.each([
    { name: 'nothing', text: '', says: 'There is nothing here' }, { name: 'white space', text: ' \n\t\ufeff', says: 'There is nothing here' }, { name: 'an object that ends too early', text: '{"a":[1,2', says: 'line 1, column 10, it ends before' },
    { name: 'a comma too many', text: '{\n"a":1,\n}', says: 'line 3, column 1, "}" does not belong there' }, { name: 'brackets that never close', text: '['.repeat(20_000), says: 'column 20,001, it ends before' }, { name: 'single quotes', text: "{'a':1}", says: 'column 2, "\'"' }, { name: 'two objects', text: '{"a":1} {"b":', says: 'not valid JSON' },
  ])('$name is refused, with its place', ({ text, says }) => {
    let said: unknown
    try { readInput(text) } catch (error) { said = error }
    expect(said).toBeInstanceOf(SourceError)
    expect((said as SourceError).message).toContain(says)
  })

  test('names from right to left and markup are shown as they are', async () => {
    const hostile = '\u202E</script><img src=x onerror=alert(1)> שלום'
    const { output, shown } = await compress(JSON.stringify(Array.from({ length: 60 }, (_, id) => ({ [hostile]: id, note: hostile }))))
    expect(output).toContain(hostile)
    expect(shown).toContain(hostile.slice(0, 20))
  })

  test('anything comes out, or is refused in words', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string({ maxLength: 60 }), fc.json({ maxDepth: 3 }), fc.json().map((text) => requestOf(JSON.stringify(text))), fc.json().map((text) => text.slice(0, -1))), async (text) => {
      try {
        await compress(text)
      } catch (error) {
        expect(error).toBeInstanceOf(SourceError)
      }
    }), { numRuns: 80 })
  })
})
