import { createRandom, pick } from './random.ts'

/** Titles and bodies of an invented project; the question below shares no word with the one it is about. */
const reports: readonly (readonly [title: string, body: string])[] = [
  ['Heap keeps growing when tabs stay open', 'Leave three editors running over a weekend: RSS climbs from 300 MB to 4 GB and is never given back. A profile shows detached nodes piling up.'],
  ['Dark theme: scrollbar is white', 'In the side panel the track keeps the light colour after switching.'],
  ['Cannot paste an image from the clipboard on Wayland', 'Nothing happens. X11 works.'],
  ['Add Portuguese translation', 'I would like to contribute one. Where do the strings live?'],
  ['Exported PDF lacks the last page', 'A document of 12 pages comes out with 11. The header says 12.'],
  ['Keyboard shortcut for "split view"', 'There is a menu entry but no accelerator.'],
  ['Search ignores accents', 'Looking for "creme" should find "crème" as well.'],
  ['Crash on start when the config has a BOM', 'Written by Notepad. The parser stops at byte 0.'],
  ['Spell checker marks URLs', 'Every link is underlined in red.'],
  ['Login with a hardware key times out', 'After 30 s the dialog closes; the key never blinks.'],
  ['Table columns jump while resizing', 'The neighbour to the right follows the pointer too.'],
  ['Docs: the Docker example uses an old tag', 'It should be 4.2, not 3.9.'],
  ['Undo after drag and drop moves the wrong block', 'It restores the position of the one before.'],
  ['Sync conflicts are shown twice', 'Once in the banner, once in the list.'],
  ['Wrong week numbers in January', 'The calendar says 53 where ISO 8601 says 1.'],
  ['Support for RTL languages in the outline', 'Indentation is on the wrong side.'],
  ['Audio recording stops when the screen locks', 'Only on Android 15.'],
  ['Update notification cannot be dismissed', 'The cross does nothing.'],
  ['Markdown footnotes are numbered from 0', 'Should start at 1.'],
  ['Toolbar overlaps the title at 125 % zoom', 'See the attached screenshot.'],
  ['Certificate of the update server expires next month', 'Monitoring warns since yesterday.'],
  ['Emoji picker opens off-screen', 'On the second monitor.'],
  ['Printing ignores the chosen margins', 'Always 2 cm.'],
  ['Backup file is not compressed', 'The setting says zip, what is written is plain.'],
  ['Links to headings break after renaming', 'The anchor keeps the old slug.'],
  ['Feature request: export to EPUB', 'For readers.'],
  ['Two-factor codes are rejected when the clock is off by a minute', 'A wider window would help.'],
  ['Selecting text on touch screens starts a drag', 'Long press should select.'],
  ['CSV import guesses the wrong delimiter', 'Semicolons with decimal commas end up in one column.'],
  ['Settings are lost after an upgrade from 4.0', 'The migration looks for the old path.'],
  ['Code blocks lose their indentation when copied', 'Tabs become single spaces.'],
  ['The window forgets its size', 'Opens at 800 x 600 each time.'],
  ['Tags with a slash cannot be deleted', 'The request is answered by 404.'],
  ['Notifications arrive in the wrong order', 'The oldest on top.'],
  ['High contrast mode hides the caret', 'It has the colour of the background.'],
  ['Attachments over 2 GB fail without a message', 'The bar stays at 99 %.'],
]

const areas = ['editor', 'sync', 'export', 'ui', 'auth', 'docs', 'mobile']
const people = ['mira', 'jonas-k', 'pt4', 'okafor', 'lucie', 'dev-sam']

/** Issues as a forge's API returns them, each report twice or so in other clothes, so that there is something to leave out. */
export function createIssues(): { text: string; settings: { question: string } } {
  const random = createRandom(5)
  const issues = reports.concat(reports.slice(1).map(([title, body]): readonly [string, string] => [`${title} (again)`, `Seen once more in 4.3. ${body}`])).map(([title, body], i) => ({
    number: 1800 + ((i * 29) % 97) + i,
    title,
    state: random() > 0.35 ? 'open' : 'closed',
    labels: [pick(random, areas), ...(random() > 0.6 ? ['bug'] : [])],
    user: { login: pick(random, people), type: 'User' },
    comments: Math.floor(random() * 14),
    created_at: new Date(Date.UTC(2026, 2, 1) + Math.floor(random() * 200) * 86_400_000).toISOString(),
    body,
  }))
  // Not among the first, which stay whatever is asked.
  const [leak, ...others] = issues
  return { text: JSON.stringify([...others.slice(0, 41), leak, ...others.slice(41)], null, 2), settings: { question: 'Is there a memory leak? The app eats all RAM after a few days.' } }
}
