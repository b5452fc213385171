import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { holdsDocument, withoutWhiteSpaceInDocuments } from '../laws/documents.ts'
import { realPipeline } from '../laws/real-pipeline.ts'
import { sharedData } from './folder.ts'

const folder = `${sharedData}adversarial/`
const files = existsSync(folder) ? readdirSync(folder).filter((name) => !/README|LICENSE/.test(name)) : []

describe.skipIf(files.length === 0)('hostile texts that others collected', () => {
  test.each(files)('%s', async (file) => {
    const text = readFileSync(folder + file, 'utf8')
    const { text: after, report } = await realPipeline.crush(text, { query: 'Which one names the chevrolet?', model: 'gpt-4o' })
    const { text: written } = await realPipeline.crush(text, { model: 'gpt-4o', smartCrusher: { lossless: true } })
    expect(report.warnings).toEqual([])
    expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore)
    const small = text.split('\n').length < 2000
    if (small && !holdsDocument(text)) expect(after).toBe(text)
    expect(withoutWhiteSpaceInDocuments(realPipeline.expand(written)) === withoutWhiteSpaceInDocuments(text)).toBe(true)
  })

  test.each(files.filter((name) => name.startsWith('blns') && name.endsWith('.json')))('each string of %s as a tool result', async (file) => {
    for (const text of JSON.parse(readFileSync(folder + file, 'utf8')) as string[]) {
      const { text: after, report } = await realPipeline.crush(text, { query: text, smartCrusher: { minTokensToCrush: 0 } })
      expect(report.warnings).toEqual([])
      if (!holdsDocument(text)) expect(after).toBe(text)
      expect(realPipeline.expand(text)).toBe(text)
    }
  })
})
