import { expect, test } from 'vitest'
import { renderCurve } from '../../bench/savings/curve-svg.ts'
import { renderTable } from '../../bench/table.ts'
import { summarize } from '../../bench/measure.ts'

test('a table is Markdown with numbers to the right', () => {
  expect(renderTable({ title: 'T', columns: ['what', 'ms'], rows: [['a|b', 1.5], ['c', 12]], notes: ['A note.'] }))
    .toBe('## T\n\n| what |  ms |\n|------|----:|\n| a\\|b | 1.5 |\n| c    |  12 |\n\nA note.\n')
})

test('a timing is the least, the median and the middle half of its samples', () => {
  expect(summarize([5, 1, 3, 2, 4])).toEqual({ minimum: 1, median: 3, spread: 2, runs: 5 })
})

test('the curve has a dot for every point and a ring around the defaults', () => {
  const point = { meanShare: 0.3, totalShare: 0.2, asked: 10 }
  const svg = renderCurve([
    { ...point, items: 5, index: 800, answered: 5 }, { ...point, items: 15, index: 800, meanShare: 0.4, answered: 8 }, { ...point, items: 15, index: false, answered: 6 },
  ], { items: 15, index: 800 })
  expect(svg.match(/r="3"/g)).toHaveLength(3)
  expect(svg.match(/r="8"/g)).toHaveLength(1)
  expect(svg).not.toContain('NaN')
})
