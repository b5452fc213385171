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

test('a dropped file is read, also when it is long, and its beginning is shown', async ({ play }) => {
  const long = JSON.stringify(Array.from({ length: 3000 }, (_, i) => rows[i % rows.length]), null, 1)
  const transfer = await play.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'log.json', { type: 'application/json' }))
    return data
  }, long)
  await play.locator('main').dispatchEvent('drop', { dataTransfer: transfer })
  const { before, after } = await readTokens(play)
  expect(after).toBeLessThan(before / 20)
  await expect(source(play)).toHaveAttribute('readonly')
  expect((await source(play).inputValue()).length).toBeLessThan(10_000)
  await expect(play.getByText('the field shows its beginning')).toBeVisible()
})

test('the model decides how tokens are counted', async ({ play }) => {
  await paste(play, JSON.stringify(rows))
  await play.getByLabel('Model', { exact: true }).fill('claude-sonnet-4-5')
  await expect(headline(play)).toHaveText(/^about /, { timeout: 15_000 })
})
