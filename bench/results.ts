import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes `<date>-<name>` to bench/results and removes the older files of that name: only the newest run is kept. */
export function writeResult(root: string, date: string, name: string, content: string): string {
  const folder = join(root, 'bench/results')
  mkdirSync(folder, { recursive: true })
  const isOlder = new RegExp(`^\\d{4}-\\d{2}-\\d{2}-${name.replaceAll('.', '\\.')}$`)
  for (const file of readdirSync(folder)) if (isOlder.test(file)) rmSync(join(folder, file))
  const file = `${date}-${name}`
  writeFileSync(join(folder, file), content)
  return `bench/results/${file}`
}
