import type { MetricsRecord } from '../../src/metrics/record.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'

/** Names that a tool, a model or an error may have, and how a page shows them. */
export const hostileNames = [
  { name: '<img src=x onerror=document.title="owned">', shown: '<img src=x onerror=document.title="owned">' },
  { name: '</script><script>document.title="owned"</script>', shown: '</script><script>document.title="owned"</script>' },
  { name: '</style><svg onload=document.title="owned">', shown: '</style><svg onload=document.title="owned">' },
  { name: '--><!-- &amp; &#60;', shown: '--><!-- &amp; &#60;' },
  { name: '" autofocus onfocus="document.title=1', shown: '" autofocus onfocus="document.title=1' },
  { name: 'right\u202eto left', shown: 'right\\u{202e}to left' },
  { name: '\u2067isolate', shown: '\\u{2067}isolate' },
  { name: 'بحث', shown: 'بحث' },
  { name: 'half \ud800 a character', shown: 'half \\u{d800} a character' },
  { name: 'x'.repeat(10_000), shown: `${'x'.repeat(199)}…` },
  { name: '__proto__', shown: '__proto__' },
  { name: '', shown: '(empty)' },
] as const

/** Records whose every name is hostile, as a store may hold them that others write to. */
export const hostileRecords: readonly MetricsRecord[] = hostileNames.map(({ name }, i) => recordOf({
  timestamp: new Date(Date.UTC(2026, 10, 20 + i)).toISOString(), model: name, provider: name, warnings: [name], error: { name },
  tokensSavedByTransform: Object.fromEntries([[name, 100]]), stablePrefixHash: name, cachedTokensRead: 10 * i,
  waste: { whiteSpace: 5, repeatedKeys: 4, repeatedRows: 3, base64: 2, html: 1, volatilePrefix: 6 },
  decisions: [{ transform: name, toolName: name, contentType: name, action: 'crushed', blocks: 1, tokensBefore: 900, tokensAfter: 150, rowsTotal: 9, rowsKept: 2 }],
}))
