import { chooseExample, expect, test } from './playground-page.ts'

test('every run is in the history, in two tabs alike, after a reload too, and can be deleted', async ({ play, baseUrl }) => {
  const runs = play.locator('#history-runs')
  await chooseExample(play, 'search')
  await play.getByText('History: what all runs saved').click()
  await expect(runs).toBeVisible()
  const before = Number(await runs.innerText())
  await chooseExample(play, 'series')
  await expect(runs).toHaveText(String(before + 1))
  await expect(play.getByRole('img', { name: /Tokens saved so far/ })).toBeVisible()
  await expect(play.getByRole('region', { name: 'Tokens saved by transform' })).toContainText('smart-crusher')
  await expect(play.getByText(/Its store in IndexedDB has \d+ requests/)).toBeVisible()
  // What the page shows unasked is no run; what is chosen in the other tab is.
  const other = await play.context().newPage()
  await other.goto(baseUrl)
  await chooseExample(other, 'anthropic')
  await expect(runs).toHaveText(String(before + 2), { timeout: 20_000 })
  await other.close()
  await play.reload()
  await play.getByText('History: what all runs saved').click()
  await expect(runs).toHaveText(String(before + 2), { timeout: 20_000 })
  const [saved] = await Promise.all([play.waitForEvent('download'), play.getByRole('button', { name: 'Save the history' }).click()])
  const chunks: Buffer[] = []
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer)
  expect(JSON.parse(Buffer.concat(chunks).toString())).toHaveLength(before + 2)
  await play.getByRole('button', { name: 'Delete the history' }).click()
  await expect(play.getByText('No runs yet.')).toBeVisible()
})
