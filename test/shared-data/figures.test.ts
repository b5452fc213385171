import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isJson } from '../arbitraries/json.ts'
import { readDocuments } from '../laws/documents.ts'
import { realPipeline } from '../laws/real-pipeline.ts'
import { doubledKeys, wrongFigures } from '../laws/true-figures.ts'
import { sharedData } from './folder.ts'

const folder = `${sharedData}payloads/`
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

/** Without a question, and with one that looks into names, numbers and counts. */
const queries = ['', 'How many of each status are there, which name has the highest count, size or value, and what was the last update?']

describe.skipIf(files.length === 0)('payloads', () => {
  test.each(files)('%s stays JSON, and what is said of all its rows is true', async (file) => {
    const source = readFileSync(folder + file, 'utf8')
    for (const query of queries) {
      const { text } = await realPipeline.crush(source, { query, model: 'gpt-4o' })
      expect(isJson(text)).toBe(true)
      expect(doubledKeys(text)).toEqual(doubledKeys(source))
      expect(wrongFigures(readDocuments(source), readDocuments(text))).toEqual([])
    }
  })
})
