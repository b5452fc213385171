import { whole, type Table } from '../table.ts'
import { buildCore } from './core-build.ts'

/** How much a page loads that imports the core entry. */
export async function run(root: string): Promise<Table[]> {
  const core = await buildCore(root)
  try {
    const atOnce = core.chunks.filter((chunk) => chunk.isLoadedAtOnce)
    const later = core.chunks.filter((chunk) => !chunk.isLoadedAtOnce)
    const sum = (chunks: typeof atOnce, what: 'bytes' | 'gzippedBytes'): string => whole(chunks.reduce((bytes, chunk) => bytes + chunk[what], 0))
    return [{
      title: 'Core entry, in bytes',
      columns: ['part', 'minified', 'and gzipped'],
      rows: [
        ['loaded with the entry', sum(atOnce, 'bytes'), sum(atOnce, 'gzippedBytes')],
        ...later.map((chunk) => [`on first use: ${chunk.name.replace(/-[\w-]{8}\.js$/, '')}`, whole(chunk.bytes), whole(chunk.gzippedBytes)]),
      ],
      notes: ['Without the token ranks. The budget is 30 KB (30,720 bytes) gzipped.'],
    }]
  } finally {
    core.remove()
  }
}
