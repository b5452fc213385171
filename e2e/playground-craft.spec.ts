import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { chooseExample, expect, paste, readTokens, rows, settle, source, test } from './playground-page.ts'

/** @param part of the page; all of it takes axe seconds @param rules all, unless some are named */
async function expectNoTrouble(page: Page, where: string, part = 'body', rules?: string[]): Promise<void> {
  // Of what repeats the first few, and of lines the first of each kind wherever it stands: each is looked at for half a second on a busy machine.
  const kinds = ['note', 'whole', 'index', 'minus', 'plus'].map((kind) => `.m-${kind} ~ .m-${kind}`)
  const axe = [...kinds, '.line:not([class*=m-]):nth-child(n+9)', '.row:nth-child(n+5)', '.ranked > :nth-child(n+4)', '.blocks > :nth-child(n+5)', 'tbody > :nth-child(n+5)'].reduce((builder, repeated) => builder.exclude(repeated), new AxeBuilder({ page }).include(part))
  // There are no frames: without this it opens a page of its own for every look.
  axe.setLegacyMode(true)
  if (rules === undefined) axe.options({ rules: { 'target-size': { enabled: true } } })
  else axe.withRules(rules)
  const { violations } = await axe.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).slice(0, 3).join(' | ')}`)).toEqual([])
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }))
  expect(scroll).toBeLessThanOrEqual(client)
}

// Names, roles and structure do not depend on colours, nor does what fits on a screen: each width is looked at in one scheme, and for contrast in the other.
for (const { width, colorScheme, other } of [{ width: 360, colorScheme: 'dark', other: 'light' }, { width: 1440, colorScheme: 'light', other: 'dark' }] as const) {
  test(`everything fits, can be read and has a name at ${width} pixels, ${colorScheme}, and in ${other} can be read as well`, async ({ play }) => {
    await play.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await play.setViewportSize({ width, height: 800 })
    await chooseExample(play, 'agent')
    await play.getByText('More settings').click()
    await expectNoTrouble(play, 'all')
    // Whoever asks for calm gets it.
    expect(await play.evaluate(() => [document.getAnimations().length, getComputedStyle(document.querySelector('.view')!).transitionDuration])).toEqual([0, '0s'])
    for (const name of ['Before and after', 'Decisions', 'Ranking', 'Difference', 'Cache', 'Window', 'Compare']) {
      await play.getByRole('tab', { name }).click()
      if (name === 'Before and after') await play.getByRole('grid').getByRole('row').first().click()
      if (name === 'Compare') await expect(play.getByRole('row', { name: /^TOON/ })).toBeVisible({ timeout: 15_000 })
      if (name === 'Ranking') await expect(play.getByRole('heading', { name: 'Words (BM25)' })).toBeVisible()
      await settle(play)
      await expectNoSidewaysScroll(play)
      // One width is enough for what does not depend on it.
      if (width === 360 && name !== 'Before and after') await expectNoTrouble(play, name, '#view')
    }
    await play.emulateMedia({ colorScheme: other })
    // Colours are the same at every width; what only a wide page shows is looked at there.
    for (const name of width === 360 ? ['Before and after', 'Difference'] : ['Before and after']) {
      await play.getByRole('tab', { name }).click()
      await settle(play)
      await expectNoTrouble(play, `${name}, ${other}`, 'body', ['color-contrast'])
    }
    await play.getByText('More settings').click()
    if (width === 1440) return
    await play.getByRole('button', { name: 'Clear', exact: true }).click()
    await expectNoTrouble(play, `empty, ${other}`, 'main', ['color-contrast'])
    await paste(play, '{"a": oops}')
    await expect(play.getByRole('alert')).toBeVisible()
    await expectNoTrouble(play, `broken, ${other}`, 'form', ['color-contrast'])
  })
}

test('the keyboard alone is enough: from the text through every view to the settings, and back', async ({ play }) => {
  const focused = play.locator(':focus')
  /** What a person sees of the element with the focus: its name, and a frame around it. */
  const seen = () => focused.evaluate((element) => {
    const shown = element.matches('[type=radio]') ? element.parentElement! : element
    return { name: (element as HTMLInputElement).labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent ?? '', outline: getComputedStyle(shown).outlineStyle }
  })
  const walk = async (...names: (string | RegExp)[]): Promise<void> => {
    for (const name of names) {
      await play.keyboard.press('Tab')
      const { name: found, outline } = await seen()
      expect(found).toMatch(name)
      expect(outline, found).toBe('solid')
    }
  }
  await source(play).focus()
  await play.keyboard.insertText(JSON.stringify(rows))
  await play.keyboard.press('ControlOrMeta+Enter')
  await readTokens(play)
  await walk('Question')
  await play.keyboard.type('which invoice failed?')
  await play.keyboard.press('Enter')
  await settle(play)
  await walk('Model', 'Mode', 'Compress', 'Before and after', 'all', 'whole', 'index line', 'only counted', 'why', 'Find in rows', 'Rows of the original')
  await play.keyboard.press('ArrowDown')
  await expect(play.getByText('Row 1: whole.')).toBeVisible()
  await play.keyboard.press('Escape')
  await expect(play.getByText('Row 1: whole.')).toBeHidden()
  await walk('Compressed text', 'Copy the result', 'Copy a link', 'Save', 'Report as JSON', 'Report as page', 'History', 'Words', /^Undo|^Reset/)
  await play.keyboard.press('Alt+v')
  await expect(play.getByRole('tab', { name: 'Before and after' })).toBeFocused()
  for (const name of ['Decisions', 'Ranking', 'Difference', 'Compare']) {
    await play.keyboard.press('ArrowRight')
    await expect(play.getByRole('tab', { name })).toBeFocused()
    await expect(play.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
  }
  await play.keyboard.press('Home')
  await play.keyboard.press('ArrowRight')
  await expect(play.getByRole('tabpanel')).toContainText('rows left out and counted')
  await play.getByLabel('Lossless only').focus()
  await play.keyboard.press('Space')
  await play.keyboard.press('Alt+z')
  await expect(play.getByLabel('Lossless only')).not.toBeChecked()
  await play.keyboard.press('Alt+Shift+Z')
  await expect(play.getByLabel('Lossless only')).toBeChecked()
  await play.keyboard.press('Alt+q')
  await expect(play.getByLabel('Question', { exact: true })).toBeFocused()
  for (const keys of ['Ctrl Enter', 'Esc', 'Alt Z', 'Alt Shift Z', 'Alt Q', 'Alt V']) await expect(play.locator('footer kbd', { hasText: new RegExp(`^${keys}$`) })).toBeVisible()
})
