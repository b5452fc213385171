import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { milliseconds, measure } from '../measure.ts'
import type { Table } from '../table.ts'
import { buildCore } from './core-build.ts'

/** What importing the core entry adds to the start of Node. */
export async function run(root: string): Promise<Table[]> {
  const core = await buildCore(root)
  try {
    const start = (code: string) => (): unknown => execFileSync(process.execPath, ['--input-type=module', '-e', code])
    const [bare, withCore] = await measure([start('0'), start(`import ${JSON.stringify(pathToFileURL(core.entry).href)}`)], 6000)
    return [{
      title: 'Import of the core entry in Node, in milliseconds',
      columns: ['start', 'least', 'median', 'spread', 'runs'],
      rows: [
        ['bare', milliseconds(bare!.minimum), milliseconds(bare!.median), milliseconds(bare!.spread), bare!.runs],
        ['with the core entry', milliseconds(withCore!.minimum), milliseconds(withCore!.median), milliseconds(withCore!.spread), withCore!.runs],
        ['difference', milliseconds(withCore!.minimum - bare!.minimum), milliseconds(withCore!.median - bare!.median), '', ''],
      ],
      notes: ['The budget for the difference is 30 ms. On a busy machine the least is nearer to the truth than the median.'],
    }]
  } finally {
    core.remove()
  }
}
