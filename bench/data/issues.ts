import { createRandom } from './random.ts'

const actors = ['The importer', 'A background worker', 'The login page', 'The mobile client', 'Our scheduler', 'The billing export', 'An older proxy', 'The search index', 'The upload form', 'A cached session', 'The webhook', 'Every second build']
const failures = ['hangs', 'crashes', 'shows a blank screen', 'loses the last entries', 'answers twice', 'refuses valid certificates', 'runs out of memory', 'ignores the time zone', 'forgets who is signed in', 'writes broken files', 'never retries', 'reports a wrong total']
const occasions = ['after an upgrade', 'when the network is slow', 'for customers in other regions', 'during the nightly backup', 'with very long names', 'if two people edit the same page', 'as soon as the disk is nearly full', 'on the first day of a month', 'behind a corporate firewall', 'once the token has expired']
const requests = ['Restarting helps for a while.', 'A stack trace is attached.', 'We cannot reproduce it locally.', 'Rolling back made it go away.', 'Please raise the limit or say what it is.', 'It used to work in the spring.', 'The logs show nothing unusual.', 'Several teams are waiting for a fix.']

/** Rows of an issue tracker, about 400 characters each, whose title and text are 30 to 40 word pieces. */
export function issues(count: number, seed = 5): string[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => JSON.stringify({
    id: 4_000_000 + i,
    node_id: random.hex(20),
    url: `https://tracker.example/issues/${4000 + i}`,
    title: `${random.pick(actors)} ${random.pick(failures)} ${random.pick(occasions)}`,
    state: random.pick(['open', 'open', 'closed']),
    author: { login: `${random.pick(['kim', 'lee', 'ana', 'tom', 'eva'])}${random.integer(1, 99)}`, id: random.integer(1000, 99_999) },
    labels: [random.pick(['bug', 'question', 'regression'])],
    comments: random.integer(0, 40),
    created_at: `2026-0${random.integer(1, 9)}-${random.integer(10, 28)}T${random.integer(10, 23)}:${random.integer(10, 59)}:00Z`,
    body: `${random.pick(actors)} ${random.pick(failures)} ${random.pick(occasions)}. ${random.pick(requests)} ${random.pick(requests)}`,
  }))
}
