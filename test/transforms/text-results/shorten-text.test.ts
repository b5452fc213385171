import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countTokens, crush } from '../../../src/index.ts'

const base64 = (length: number, seed: number): string => {
  let state = seed
  return Array.from({ length }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'[(state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 26]!).join('')
}
const picture = `iVBORw0KGgo${base64(1500, 3)}==`
const logLines = Array.from({ length: 40 }, (_, i) => `2026-02-10T09:00:${String(i).padStart(2, '0')}Z INFO request ${i} was answered in ${i * 7} ms`)
const page = `<!doctype html><html><head><title>Harbours</title></head><body><h1>Harbours</h1>${Array.from({ length: 12 }, (_, i) => `<p class="text wide">Harbour ${i} was built in ${1900 + i} by <a href="/people/${i}">its first master</a>.</p>`).join('\n')}<pre>${logLines.slice(0, 10).join('\n')}</pre><img alt="" src="data:image/png;base64,${picture}"></body></html>`
const diff = `diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1,60 +1,61 @@\n${Array.from({ length: 60 }, (_, i) => ` const value${i} = read(${i})\n`).join('')}+const last = 1\n`
const rule = `${'='.repeat(60)}   \n\n\n\n`
const minified = `!function(e,t){${'if(e.k===t){return this.r(function(n){return n&&n.v})}'.repeat(60)}}(window);`

const pieces = [picture, logLines.join('\n'), page, diff, rule, minified, 'Exit code 0', '$ make all', 'Words of somebody who writes a letter about harbours and what they are for.', JSON.stringify({ status: 200, body: page }), JSON.stringify([{ id: 1, image: picture }, { id: 2, image: picture }]), '']
const texts = fc.record({ list: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }), glue: fc.constantFrom('\n', '\n\n', ' ', '\r\n'), nested: fc.boolean(), query: fc.constantFrom('What is on it?', 'When was harbour 7 built?', 'Is value40 read?'), toolName: fc.constantFrom(undefined, 'fetch', 'bash') })
  .map(({ list, glue, nested, ...asked }) => ({ ...asked, text: nested ? JSON.stringify({ output: list.join(glue) }) : list.join(glue) }))

test('pages, data, logs and diffs together: never more tokens, JSON stays JSON, and once is enough', async () => {
  await fc.assert(fc.asyncProperty(texts, async ({ text, query, toolName }) => {
    const options = { model: 'gpt-4o', query, ...(toolName === undefined ? {} : { toolName }) }
    const once = await crush(text, options)
    if (once.text !== text) {
      const [before, after] = [await countTokens(text, 'gpt-4o'), await countTokens(once.text, 'gpt-4o')]
      expect(after.tokens).toBeLessThan(before.tokens)
      expect(once.report.tokensAfter).toBe(after.tokens)
    }
    if (isJson(text)) expect(isJson(once.text)).toBe(true)
    const { text: twice } = await crush(once.text, options)
    expect(twice).toBe(once.text)
  }), { seed: 20_251_107, numRuns: 60 })
})

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
