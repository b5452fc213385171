import { runNeedles } from './savings/needles.ts'
import { renderTable, type Table } from './table.ts'

export async function main(args: readonly string[], root: string): Promise<number> {
  const option = (name: string): string | undefined => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const dataFolder = option('data') ?? `${root}../shared/data`
  const verbose = args.includes('--verbose')
  const names = option('variants')?.split(';') ?? []
  const tables: Table[] = await runNeedles(dataFolder, { verbose, names })
  for (const table of tables) console.log(renderTable(table))
  return 0
}
