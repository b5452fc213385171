import { describe, expect, test } from 'vitest'
import { optimize } from '../../../src/index.ts'
import type { Options } from '../../../src/options.ts'
import type { Report } from '../../../src/report/types.ts'

const prose = (of: string, lines: number): string[] => Array.from({ length: lines }, (_, at) => `Line ${at} of the ${of} says something that nobody has said before.`)
const file = prose('file', 12)

let calls = 0
const asked = (name: string, args: unknown, content: unknown): unknown[] => {
  const id = `call_${calls++}`
  return [
    { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }] },
    { role: 'tool', tool_call_id: id, content },
  ]
}
const read = (content: unknown, path = 'a.md'): unknown[] => asked('read', { path }, content)
const user = { role: 'user', content: 'Go on.' }

/** The contents of all tool messages, and the report. */
async function send(messages: readonly unknown[], options: Options = {}): Promise<{ contents: unknown[], report: Report, messages: readonly unknown[] }> {
  const { messages: after, report } = await optimize([user, ...messages], { model: 'gpt-4o', ...options })
  return { contents: after.flatMap((message) => ((message as { role: string }).role === 'tool' ? [(message as { content: unknown }).content] : [])), report, messages: after }
}

const unchanged = async (messages: readonly unknown[], options?: Options): Promise<void> => {
  const sent = [user, ...messages]
  const { messages: after } = await optimize(sent, { model: 'gpt-4o', ...options })
  expect(after).toBe(sent)
}

describe('what is folded', () => {
  test('a file that is read again after an edit becomes its difference', async () => {
    const edited = [...file.slice(0, 5), 'A new line.', ...file.slice(6)]
    const { contents, report } = await send([...read(file.join('\n')), ...read(edited.join('\n'))])
    expect(contents).toEqual([
      file.join('\n'),
      '[lines 1-5 of the result of read("a.md") above, unchanged]\nA new line.\n[lines 7-12 of the result of read("a.md") above, unchanged]',
    ])
    expect(report.decisions[1]).toMatchObject({ action: 'folded', transform: 'repeats', toolName: 'read', linesFolded: 11, reason: '11 lines stand in earlier results, in 2 runs' })
    expect(report.transforms).toEqual(['repeats'])
    expect(report.tokensSaved).toBe(report.decisions[1]!.tokensBefore - report.decisions[1]!.tokensAfter)
  })

  test('lines that only have other numbers now', async () => {
    const numbered = (lines: readonly string[], first: number): string => lines.map((line, at) => `${String(first + at).padStart(6)}\t${line}`).join('\n')
    const { contents } = await send([...read(numbered(file, 1)), ...read(numbered(['New.', ...file], 1)), ...read(numbered(file.slice(2, 9), 3), 'b.md')], { textResults: { enabled: false } })
    expect(contents.slice(1)).toEqual([
      '     1\tNew.\n[lines numbered 1-12 in the result of read("a.md") above, now numbered 2-13]',
      '[lines numbered 3-9 in the 1st result of read("a.md") above, unchanged]',
    ])
  })

  test('one long line, though it is a single one', async () => {
    const line = file.join(' ')
    const { contents } = await send([...read(line), ...read(`Before.\n${line}`), ...read(line)])
    expect(contents.slice(1)).toEqual(['Before.\n[line 1 of the result of read("a.md") above, unchanged]', '[the only line of the 1st result of read("a.md") above, unchanged]'])
  })

  test('which of several results of one call is meant, and which of several texts', async () => {
    const parts = [{ type: 'text', text: 'nothing' }, { type: 'text', text: file.join('\n') }]
    const { contents } = await send([...read('x'.repeat(200)), ...read(parts), ...read([{ type: 'text', text: file.join('\n') }], 'b.md')])
    expect(contents[2]).toEqual([{ type: 'text', text: '[all 12 lines of text 2 of the 2nd result of read("a.md") above, unchanged]' }])
  })

  test('a last line break and carriage returns stay', async () => {
    const { contents } = await send([...read(`${file.join('\r\n')}\r\n`), ...read(`${file.join('\r\n')}\r\nMore.\n`)])
    expect(contents[1]).toBe('[lines 1-12 of the result of read("a.md") above, unchanged]\nMore.\n')
  })

  test('what a result says twice itself stays', async () => {
    await unchanged([...read([...file, ...file].join('\n')), ...read('x '.repeat(200), 'b.md')])
  })

  test('a later result refers to what stands there, never to a reference', async () => {
    const more = prose('appendix', 9)
    const { contents } = await send([...read(file.join('\n')), ...read([...file, ...more].join('\n'), 'b.md'), ...read([...file, ...more].join('\n'), 'c.md')])
    expect(contents[2]).toBe('[lines 1-12 of the result of read("a.md") above, unchanged]\n[lines 2-10 of the result of read("b.md") above, unchanged]')
  })

  test('what our other steps made shorter is compared as it is sent', async () => {
    const rows = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, name: `name ${id}`, state: 'open' })))
    const { contents, report } = await send([...asked('list', { kind: 'a' }, rows), ...asked('list', { kind: 'a' }, rows)])
    expect(contents[1]).toBe('[the only line of the result of list("a") above, unchanged]')
    expect(report.decisions[1]).toMatchObject({ action: 'folded', contentType: 'json' })
    expect(report.decisions[1]!.tokensBefore).toBeGreaterThan(2000)
  })
})

describe('what is not', () => {
  const both = [...read(file.join('\n')), ...read(file.join('\n'))]

  test.each([
    { name: 'where it is switched off', options: { repeats: { enabled: false } } },
    { name: 'results of a tool that is skipped', options: { toolProfiles: { read: { skipCompression: true } } } },
    { name: 'results of a tool whose profile says no', options: { toolProfiles: { 're*': { repeats: { enabled: false } } } } },
    { name: 'runs that are shorter than the options say', options: { repeats: { minLines: 13, minTokens: 1000 } } },
  ] satisfies { name: string, options: Options }[])('$name', async ({ options }) => {
    await unchanged(both, options)
  })

  test('a run of fewer lines and tokens, and lines cheaper than the reference', async () => {
    await unchanged([...read(file.slice(0, 3).join('\n')), ...read(file.slice(0, 3).join('\n'))])
    await unchanged([...read('}\n'.repeat(60)), ...read('}\n'.repeat(18).padEnd(200), 'b.md')])
  })

  test('errors, and results that are objects', async () => {
    const use = (id: string, output: object): unknown[] => [
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: id, toolName: 'read', input: { path: 'a.md' } }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: id, toolName: 'read', output }] },
    ]
    const text = file.join('\n')
    await unchanged([...use('1', { type: 'text', value: text }), ...use('2', { type: 'error-text', value: text })])
    await unchanged([...use('1', { type: 'json', value: { text } }), ...use('2', { type: 'json', value: { text } })])
  })

  test.each([
    { name: 'a history that the server holds', more: { previous_response_id: 'resp_1' } },
    { name: 'a history that the server shortens', more: { truncation: 'auto' } },
  ])('$name', async ({ more }) => {
    const call = (id: string): unknown[] => [{ type: 'function_call', call_id: id, name: 'read', arguments: '{"path":"a.md"}' }, { type: 'function_call_output', call_id: id, output: file.join('\n') }]
    const request = { model: 'gpt-4o', input: [{ role: 'user', content: 'Go.' }, ...call('1'), ...call('2')] }
    expect((await optimize({ ...request, truncation: 'disabled' })).request.input[4]).toMatchObject({ output: '[all 12 lines of the result of read("a.md") above, unchanged]' })
    const held = { ...request, ...more }
    expect((await optimize(held)).request).toBe(held)
  })

  test('nothing refers to what stands before a compaction', async () => {
    const call = (id: string): object[] => [{ type: 'function_call', call_id: id, name: 'read', arguments: '{"path":"a.md"}' }, { type: 'function_call_output', call_id: id, output: file.join('\n') }]
    const input = [{ role: 'user', content: 'Go.' }, ...call('1'), ...call('2'), { type: 'compaction', encrypted_content: 'x' }, ...call('3'), ...call('4')]
    const { request } = await optimize({ model: 'gpt-4o', input })
    const outputs = (request.input as { output?: string }[]).flatMap(({ output }) => output ?? [])
    const reference = '[all 12 lines of the result of read("a.md") above, unchanged]'
    expect(outputs).toEqual([file.join('\n'), reference, file.join('\n'), reference])
  })
})

describe('what comes with references in it', () => {
  const reference = '[all 12 lines of the result of read("a.md") above, unchanged]'

  test('is left as it is, and so is what they point to, though it would be shortened otherwise', async () => {
    const rows = Array.from({ length: 60 }, (_, id) => JSON.stringify({ id, name: `name ${id}`, state: 'open' })).join('\n')
    const sent = [...asked('list', { kind: 'a' }, rows), ...asked('list', { kind: 'b' }, '[all 60 lines of the result of list("a") above, unchanged]')]
    await unchanged(sent)
    const { report } = await send(sent)
    expect(report.decisions.map(({ reason }) => reason)).toEqual(['a later result refers to its lines', 'it refers to lines of an earlier result'])
    expect((await send(sent.slice(0, 2))).report.decisions[0]!.action).not.toBe('kept')
  })

  test('data that only looks like it is data: nothing is folded in it, and nothing refers to that line', async () => {
    const odd = [...file, '[all 99 lines of the result of read("a.md") above, unchanged]', reference]
    await unchanged([...read(odd.join('\n')), ...read(odd.join('\n'), 'b.md')])
    const { contents } = await send([...read(odd.join('\n')), ...read(file.join('\n'), 'b.md')])
    expect(contents[1]).toBe('[lines 1-12 of the result of read("a.md") above, unchanged]')
  })
})

describe('under a window', () => {
  const big = (of: string): string => prose(of, 60).join('\n')
  // The first result leaves; the second said a half of it in one line.
  const messages = [user, ...read(`${big('a')}\n${big('z')}`), ...read(big('a')), ...read(big('b'), 'b.md'), ...read(big('b'), 'b.md')]
  const window = (tokens: number, more: Options = {}): Options => ({
    model: 'gpt-4o', modelContextLimits: { 'gpt-4o': tokens }, rollingWindow: { outputBufferTokens: 0, keepToolUnits: 2, lowWater: 1 }, ...more,
  })
  const whole = [...messages, { role: 'assistant', content: 'I see.' }, { role: 'user', content: 'And now?' }, ...asked('noop', {}, 'ok'), ...asked('noop', {}, 'ok')]

  test('a reference whose target leaves is written out, and the report says so where it came in', async () => {
    const { report: { tokensAfter } } = await optimize(whole, { model: 'gpt-4o' })
    const { messages: after, report } = await optimize(whole, window(tokensAfter - 60))
    const contents = after.flatMap((message) => ((message as { role: string }).role === 'tool' ? [(message as { content: string }).content] : []))
    expect(report.window).toMatchObject({ cut: true, fits: true, unitsDropped: 1 })
    expect(contents[0]).toBe(big('a'))
    expect(contents[1]).toBe(big('b'))
    expect(contents[2]).toBe('[all 60 lines of the result of read("b.md") above, unchanged]')
    expect(report.decisions.map(({ action }) => action)).toEqual(expect.arrayContaining(['dropped', 'kept', 'folded']))
    expect(report.decisions.filter(({ action }) => action === 'folded')).toHaveLength(1)
  })

  test('the same for what came in as a reference', async () => {
    const { messages: sent, report: { tokensAfter } } = await optimize(whole, { model: 'gpt-4o' })
    const { messages: after, report } = await optimize(sent, window(tokensAfter - 60))
    expect(JSON.stringify(after)).toContain(JSON.stringify(big('a')).slice(1, -1))
    expect(report.decisions.filter(({ action }) => action === 'unfolded')).toMatchObject([{ reason: 'what it referred to is left out, so it says all of it again' }])
    expect(report.window.fits).toBe(true)
  })
})
