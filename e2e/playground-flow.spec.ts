import { chooseExample, copyOutput, expect, output, paste, question, readTokens, rows, settle, test } from './playground-page.ts'

// The other specs go through everything at 1440 pixels in light; these three go the whole way, in short, in the other looks.
for (const { width, colorScheme } of [{ width: 360, colorScheme: 'light' }, { width: 360, colorScheme: 'dark' }, { width: 1440, colorScheme: 'dark' }] as const) {
  test(`from a paste to a link at ${width} pixels, ${colorScheme}`, async ({ play }) => {
    await play.emulateMedia({ colorScheme })
    await play.setViewportSize({ width, height: 800 })
    await paste(play, JSON.stringify(rows, null, 1))
    await question(play).fill('which card was declined?')
    const usual = await readTokens(play)
    expect(usual.after).toBeLessThan(usual.before / 3)
    // Rows, on both sides, and why.
    await play.getByLabel('why').selectOption('error')
    await play.getByRole('grid').getByRole('row').first().click()
    await expect(play.getByText('Row 124: whole.')).toBeVisible()
    await expect(output(play).locator('.lit').first()).toContainText('1123')
    // Settings, and back.
    await play.getByLabel('Lossless only').check()
    await expect.poll(async () => (await readTokens(play)).after).toBeGreaterThan(usual.after)
    await play.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await readTokens(play)).after).toBe(usual.after)
    // Ranking by meaning.
    await play.getByRole('radio', { name: 'Static table' }).check()
    await expect(play.getByText('static', { exact: true })).toBeVisible({ timeout: 20_000 })
    await play.getByRole('tab', { name: 'Ranking' }).click()
    await expect(play.getByRole('region', { name: 'Static table' }).getByRole('listitem').first()).toContainText('card declined')
    // The other views of a result.
    await play.getByRole('tab', { name: 'Difference' }).click()
    await expect(play.getByRole('region', { name: 'Difference' }).locator('.m-minus').first()).toBeVisible()
    await play.getByRole('tab', { name: 'Compare' }).click()
    await expect(play.getByRole('row', { name: /^Headroom with/ })).toBeVisible()
    // And those of a request.
    await chooseExample(play, 'anthropic')
    for (const [tab, says] of [['Decisions', 'find_orders'], ['Cache', 'It was moved to the end of the prompt'], ['Window', 'The request fits']] as const) {
      await play.getByRole('tab', { name: tab }).click()
      await expect(play.getByRole('tabpanel')).toContainText(says)
    }
    await play.getByText('History: what all runs saved').click()
    await expect(play.locator('#history-runs')).toBeVisible()
    await play.getByText('History: what all runs saved').click()
    // Away with it.
    expect(await copyOutput(play)).toContain('lost in transit')
    await play.getByRole('button', { name: 'Copy a link' }).click()
    await expect(play.getByRole('button', { name: 'Link copied' })).toBeVisible()
    await settle(play)
  })
}
