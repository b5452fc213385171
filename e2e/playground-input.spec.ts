import { writeFile } from 'node:fs/promises'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { copyOutput, expect, headline, output, paste, question, readTokens, rows, source, test } from './playground-page.ts'

test('a pasted tool result comes out with fewer tokens, and its error row is still there', async ({ play }) => {
  await paste(play, JSON.stringify(rows, null, 2))
  await question(play).fill('what went wrong?')
  const { before, after } = await readTokens(play)
  expect(after).toBeLessThan(before / 3)
  await expect(output(play)).toContainText('card declined by issuer')
  expect(await copyOutput(play)).toContain('[1123,"error","card declined by issuer"')
})

test('a whole request is compressed where its tool result stands and nowhere else, and shown without escapes', async ({ play }) => {
  const request = `{\n "model": "gpt-4o", "temperature": 0.0, "seed": 12345678901234567890,\n "messages": [
    {"role": "system", "content": "You watch a billing system."}, {"role": "user", "content": "Which invoice failed?"},
    {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "read_log", "arguments": "{\\"service\\":\\"billing\\"}"}}]},
    {"role": "tool", "tool_call_id": "call_1", "content": ${JSON.stringify(JSON.stringify(rows))}}]\n}`
  await paste(play, request)
  const { before, after } = await readTokens(play)
  expect(after).toBeLessThan(before / 2)
  await expect(output(play)).toContainText('result of read_log')
  await expect(output(play)).toContainText('"columns"')
  await expect(output(play)).not.toContainText('\\"')
  const copied = await copyOutput(play)
  expect(copied.slice(0, copied.indexOf('"content": "{'))).toBe(request.slice(0, request.indexOf('"content": "[{')))
  const smaller = JSON.parse(copied) as { messages: { content: string }[] }
  expect(smaller.messages[3]!.content).toContain('card declined by issuer')
})

test('broken JSON is answered with its line, and the way there', async ({ play }) => {
  await paste(play, '{\n  "results": [1, 2],\n  "total": oops\n}')
  await expect(play.getByRole('alert')).toContainText('line 3, column 12')
  await expect(play.getByRole('alert')).toContainText('"o" does not belong there')
  await expect(headline(play)).toBeHidden()
  await play.getByRole('button', { name: 'Go there' }).click()
  expect(await source(play).evaluate((field) => [(field as HTMLTextAreaElement).selectionStart, (field as HTMLTextAreaElement).selectionEnd])).toEqual([34, 35])
  await paste(play, JSON.stringify(rows))
  await readTokens(play)
  await expect(play.getByRole('alert')).toBeHidden()
})

test('nothing at all is answered in words', async ({ play }) => {
  await play.getByRole('button', { name: 'Compress' }).click()
  await expect(play.getByRole('alert')).toContainText('Paste a tool result')
})

test('what there is nothing to gain from is left alone and said so', async ({ play }) => {
  await paste(play, '{"ok":true}')
  const { before, after } = await readTokens(play)
  expect(after).toBe(before)
  await expect(play.getByText('nothing was changed')).toBeVisible()
  expect(await copyOutput(play)).toBe('{"ok":true}')
})

test('markup in pasted data stays text', async ({ play }) => {
  const hostile = Array.from({ length: 40 }, (_, id) => ({ id, html: `<img src=x onerror="document.title='taken'"><script>document.title="taken"</script>` }))
  await paste(play, JSON.stringify(hostile))
  await readTokens(play)
  await expect(output(play)).toContainText('<script>')
  expect(await play.locator('img, main script').count()).toBe(0)
  await expect(play).toHaveTitle('Headroom playground')
})

test('a file that is dragged onto the page is read, also when it is long, and its beginning is shown', async ({ play }, info) => {
  const path = info.outputPath('log.json')
  await writeFile(path, JSON.stringify(Array.from({ length: 3000 }, (_, i) => rows[i % rows.length]), null, 1))
  // As the system does it: the browser itself opens the file.
  const devtools = await play.context().newCDPSession(play)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data: { items: [], files: [path], dragOperationsMask: 1 } })
    if (type === 'dragOver') await expect(play.locator('body.dragging')).toHaveCount(1)
  }
  await devtools.detach()
  const { before, after } = await readTokens(play)
  await expect(play.locator('body.dragging')).toHaveCount(0)
  expect(after).toBeLessThan(before / 20)
  await expect(source(play)).toHaveAttribute('readonly')
  expect((await source(play).inputValue()).length).toBeLessThan(10_000)
  await expect(play.getByText('the field shows its beginning')).toBeVisible()
})

const result = JSON.stringify(rows)
const call = { id: 'call_1', name: 'read_log', args: { service: 'billing' } }
const shapes: readonly { readonly what: string; readonly text: string }[] = [
  { what: 'JSON lines', text: rows.map((row) => JSON.stringify(row)).join('\n') },
  { what: 'OpenAI chat request, one message a line', text: [
    { role: 'user', content: 'Which invoice failed?' }, { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_log', arguments: '{}' } }] }, { role: 'tool', tool_call_id: 'call_1', content: result },
  ].map((message) => JSON.stringify(message)).join('\n') },
  { what: 'OpenAI Responses request', text: JSON.stringify({ model: 'gpt-4o', input: [{ role: 'user', content: 'Which invoice failed?' }, { type: 'function_call', call_id: 'call_1', name: 'read_log', arguments: '{}' }, { type: 'function_call_output', call_id: 'call_1', output: result }] }) },
  { what: 'Anthropic request', text: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Which invoice failed?' }, { role: 'assistant', content: [{ type: 'tool_use', id: 'call_1', name: 'read_log', input: {} }] }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: result }] }] }) },
  { what: 'Google request', text: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Which invoice failed?' }] }, { role: 'model', parts: [{ functionCall: { name: 'read_log', args: {} } }] }, { role: 'user', parts: [{ functionResponse: { name: 'read_log', response: { output: rows } } }] }] }) },
  { what: 'AI SDK request', text: JSON.stringify({ messages: [{ role: 'user', content: 'Which invoice failed?' }, { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'read_log', input: {} }] }, { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_1', toolName: 'read_log', output: { type: 'json', value: rows } }] }] }) },
  { what: 'LangChain messages', text: JSON.stringify([new HumanMessage('Which invoice failed?'), new AIMessage({ content: '', tool_calls: [call] }), new ToolMessage({ content: result, tool_call_id: 'call_1' })]) },
]

test('JSON lines and requests of every shape are told apart and made smaller', async ({ play }) => {
  for (const { what, text } of shapes) {
    await paste(play, text)
    await expect(play.locator('#source-about')).toContainText(`${what}, `)
    const { before, after } = await readTokens(play)
    expect(after, what).toBeLessThan(before / 2)
    await expect(output(play)).toContainText('card declined by issuer')
  }
})

test('a log is folded, and its lines are counted', async ({ play }) => {
  await play.getByLabel('Example').selectOption('log')
  const { before, after } = await readTokens(play)
  expect(after).toBeLessThan(before / 4)
  await expect(output(play)).toContainText('deadlock detected on table stock')
  await expect(play.locator('#headline ~ .detail')).toContainText(/[\d,]+ of [\d,]+ lines stay word for word/)
  await expect(output(play).locator('.m-note').first()).toContainText('[log of 2403 lines')
  await play.getByRole('tab', { name: 'Decisions' }).click()
  await expect(play.getByRole('row', { name: /tool result/ })).toContainText('lines left out and counted')
  // Each line that went says as what it is counted.
  await play.getByRole('tab', { name: 'Difference' }).click()
  const difference = play.getByRole('region', { name: 'Difference' })
  await expect(difference.locator('.m-plus').filter({ hasText: 'like #1' }).first()).toBeVisible()
  await expect(difference.locator('.m-minus .because').first()).toHaveText(/^like #\d$/)
})

test('a file is opened, a message with data pasted into it keeps its words, and a shape that nobody knows is a tool result', async ({ play }) => {
  const said = `Which invoice failed?\n${JSON.stringify(rows)}\nAnd here?\n${JSON.stringify(rows.map((row) => ({ ...row, id: row.id + 5000 })))}\nThanks.`
  const [chooser] = await Promise.all([play.waitForEvent('filechooser'), play.getByRole('button', { name: 'Open a file' }).click()])
  await chooser.setFiles({ name: 'request.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: said }] })) })
  const whole = await readTokens(play)
  expect(whole.after).toBe(whole.before)
  await play.getByText('More settings').click()
  await play.getByLabel('Pasted data too').check()
  await expect.poll(async () => (await readTokens(play)).after).toBeLessThan(whole.before / 3)
  await play.getByText('More settings').click()
  expect(await copyOutput(play)).toMatch(/Which invoice failed\?.*And here\?.*Thanks\./)
  const lists = play.locator('.side-head select')
  await expect(lists.getByRole('option')).toHaveCount(2)
  await lists.selectOption('1')
  await expect(play.getByRole('grid').getByRole('row').first()).toContainText('6000')
  await play.getByRole('tab', { name: 'Decisions' }).click()
  await expect(play.getByRole('row', { name: /pasted JSON/ })).toHaveCount(2)
  await paste(play, '{"messages": [1, 2, 3]}')
  await expect(play.locator('#source-about')).toContainText('JSON, 23 bytes, 1 line, read as one tool result')
})

test('what is cleared while it is worked on does not come back, nor does what was typed before an example was chosen', async ({ play }) => {
  await paste(play, result)
  await play.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(play.getByText('Paste a tool result or a whole request')).toBeVisible()
  await source(play).pressSequentially('{"a":')
  for (const id of ['search', 'series', 'payments', 'issues']) await play.getByLabel('Example').selectOption(id)
  await readTokens(play)
  // Longer than the pause after which typed text is read.
  await play.waitForTimeout(600)
  await expect(play.getByLabel('Example')).toHaveValue('issues')
  await expect(play.getByRole('alert')).toBeHidden()
})

test('the model decides how tokens are counted', async ({ play }) => {
  await paste(play, JSON.stringify(rows))
  await play.getByLabel('Model', { exact: true }).fill('claude-sonnet-4-5')
  await expect(headline(play)).toHaveText(/^about /, { timeout: 15_000 })
})
