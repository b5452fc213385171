import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, test } from 'vitest'
import { expand } from '../../src/columns/expand.ts'
import { rewriteText } from '../../src/columns/rewrite.ts'
import { spliceNode } from '../../src/json/splice.ts'
import { findDocuments } from '../../src/json/text-documents.ts'
import { sharedData } from './folder.ts'

const folder = `${sharedData}payloads/`
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.jsonl?$/.test(name) && name !== 'manifest.json') : []
const quick = (text: string): number => countTokens(text, { disallowedSpecial: new Set() })

describe.skipIf(files.length === 0)('recorded tool results', () => {
  const shares: number[] = []

  test.each(files)('%s is given back without its insignificant white space', (file) => {
    const text = readFileSync(folder + file, 'utf8')
    const [document] = findDocuments(text)
    const rewritten = rewriteText(text, { quick })
    expect(expand(rewritten) === spliceNode(document!.doc, 0)).toBe(true)
    expect(rewriteText(rewritten, { quick }) === rewritten).toBe(true)
    shares.push(quick(rewritten) / quick(text))
  })

  test('takes at most 60 % of the tokens, as the mean over files', () => {
    expect(shares.length).toBe(files.length)
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.6)
  })
})
