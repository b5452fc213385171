import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../demo/settings.ts'
import { differ } from '../../demo/worker/difference.ts'
import { show } from '../../demo/worker/blocks.ts'
import { findQuery } from '../../demo/worker/rank.ts'
import { readInput } from '../../demo/worker/read-source.ts'
import { run } from '../../demo/worker/run.ts'

const rows = (from: number) => JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: from + i, level: i === 77 ? 'error' : 'info', message: i === 77 ? 'card declined' : 'invoice written' })), null, 1)
const log = Array.from({ length: 90 }, (_, i) => `2026-11-09T18:00:${String(i % 60).padStart(2, '0')}Z INFO worker-${i % 3} order ${4000 + i} was written in ${20 + i} ms`).join('\n')
const said = `Which invoice failed?\n\n${rows(1000)}\n\nAnd in this one:\n\`\`\`json\n${rows(5000)}\n\`\`\`\nHere is the log:\n${log}\nThanks!`

describe('data that a user pasted', () => {
  test('stands in blocks of its own, each with its rows, its decision and its part of what goes out', async () => {
    const { input } = readInput(JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: said }] }))
    const ran = await run(input, { ...defaultSettings, pastedData: true }, {}, new AbortController().signal, () => undefined)
    const { run: { blocks, output }, outcome } = ran
    const pasted = blocks.filter(({ role }) => role === 'pasted')
    expect(pasted.map(({ decision }) => decision?.contentType)).toEqual(['json', 'json', 'log'])
    expect(pasted.map(({ decision }) => decision?.pasted?.start)).toEqual([said.indexOf('['), said.lastIndexOf('[\n'), said.indexOf('2026-')])
    expect(pasted.map(({ arrays }) => arrays.map(({ array }) => array))).toEqual([[0], [1], []])
    expect(outcome.arrays.map(({ isLinked, block }) => [isLinked, blocks[block]!.before!.includes('"id": 1000,')])).toEqual([[true, true], [true, false]])
    const sent = (JSON.parse(output) as { messages: { content: string }[] }).messages[0]!.content
    for (const { before, after } of pasted) {
      expect(said).toContain(before)
      expect(sent).toContain(after)
      expect(after!.length).toBeLessThan(before!.length / 2)
    }
    expect(blocks.filter(({ role }) => role === 'user').every(({ before, after }) => before === after && said.includes(before!))).toBe(true)
    expect(await findQuery(ran.run, outcome.arrays[1]!.block)).toContain('Which invoice failed?')
    const shown = [...differ(blocks, true, 90)].map(show)
    expect(shown.some(({ mark, why }) => mark === '-' && why === 'like #1')).toBe(true)
    expect(shown.some(({ mark, why }) => mark === '-' && why === 'only counted')).toBe(true)
  })

  test('is one with the words where it is not read', async () => {
    const { input } = readInput(JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: said }] }))
    const { run: { blocks } } = await run(input, defaultSettings, {}, new AbortController().signal, () => undefined)
    expect(blocks.map(({ role, before, after }) => [role, before === said, after === said])).toEqual([['user', true, true]])
  })
})
