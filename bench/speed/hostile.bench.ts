import { optimize } from '../library.ts'
import { toolResultConversation } from '../conversation.ts'
import { hostileInputs } from '../data/hostile.ts'
import { measure, milliseconds } from '../measure.ts'
import type { Table } from '../table.ts'

/** Twice the input never takes three times as long. */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const input of hostileInputs) {
    const once = toolResultConversation('What is this?', input.make(input.size), undefined, input.toolName)
    const twice = toolResultConversation('What is this?', input.make(2 * input.size), undefined, input.toolName)
    const cells: (string | number)[] = [input.name]
    for (const lossless of [false, true]) {
      const options = { model: 'gpt-4o-mini', smartCrusher: { lossless } }
      const [small, large] = await measure([() => optimize(once, options), () => optimize(twice, options)], 600)
      const times = large!.minimum / small!.minimum
      cells.push(milliseconds(small!.minimum), milliseconds(large!.minimum), times.toFixed(2))
    }
    rows.push(cells)
  }
  return [{
    title: 'Hostile inputs, in milliseconds',
    columns: ['input', 'n', '2n', 'times', 'lossless, n', '2n', 'times'],
    rows,
    notes: ['The least of several runs; the budget is 3 times.'],
  }]
}
