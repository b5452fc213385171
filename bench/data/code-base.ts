import type { Random } from './random.ts'

/** A file of a made-up project; an edit replaces its lines. */
export interface SourceFile {
  readonly path: string
  /** Functions that are declared in it, each name in no other file. */
  readonly names: readonly string[]
  lines: readonly string[]
}

const verbs = ['collect', 'resolve', 'settle', 'merge', 'render', 'schedule', 'validate', 'balance', 'export', 'archive', 'refund', 'notify']
const kinds = ['Pending', 'Monthly', 'Foreign', 'Partial', 'Expired', 'Nested', 'Signed', 'Shared', 'Draft', 'Locked']
const things = ['Invoice', 'Ledger', 'Payout', 'Session', 'Report', 'Voucher', 'Account', 'Shipment', 'Quota', 'Webhook', 'Statement', 'Tariff']
const words = ['amount', 'entry', 'cursor', 'total', 'limit', 'owner', 'region', 'window', 'batch', 'reason', 'version', 'offset', 'holder', 'draft', 'stamp', 'share']

/** Files of functions of a curly language, indented with tabs, in folders by what they are about; no function is in two of them. */
export function createCodeBase(random: Random, files: number): SourceFile[] {
  const used = new Set<string>()
  const newName = (): string => {
    for (;;) {
      const name = random.pick(verbs) + random.pick(kinds) + random.pick(things)
      if (used.has(name)) continue
      used.add(name)
      return name
    }
  }
  return Array.from({ length: files }, (_, at) => {
    const names = Array.from({ length: random.integer(7, 9) }, newName)
    const path = `src/${random.pick(['billing', 'transfer', 'reporting', 'gateway'])}/${random.pick(words)}-${random.pick(words)}-${at + 1}.ts`
    return { path, names, lines: [...imports(random), ...names.flatMap((name) => writeFunction(random, name)), ''] }
  })
}

function imports(random: Random): string[] {
  return Array.from({ length: random.integer(2, 6) }, () => `import { ${word(random)}, ${word(random)} } from '../${random.pick(words)}/${random.pick(words)}.ts'`)
}

const word = (random: Random): string => random.pick(words) + random.pick(things)

function writeFunction(random: Random, name: string): string[] {
  const [first, second, third] = [random.pick(words), word(random), word(random)]
  const statements: readonly (() => string[])[] = [
    () => [`\tconst ${word(random)} = ${second}.${random.pick(words)}(${first}, ${random.integer(2, 900)})`],
    () => [`\tif (${second}.${random.pick(words)} > ${random.integer(1, 5000)}) {`, `\t\tlog.debug('${random.pick(words)} of ${random.pick(words)} is over', { ${first} })`, '\t\treturn undefined', '\t}'],
    () => [`\tfor (const ${random.pick(words)} of ${third}.${random.pick(words)}s) {`, `\t\t${third}.push({ ${word(random)}, ${random.pick(words)}: ${first}.${random.pick(words)} ?? '${random.hex(4)}' })`, '\t}'],
    () => [`\t// The ${random.pick(words)} comes from the ${random.pick(words)} of the ${random.pick(words)}, never from its ${random.pick(words)}.`],
    () => [`\tawait store.${random.pick(verbs)}(${first}.${random.pick(words)}, { ${word(random)}: true, retries: ${random.integer(1, 9)} })`],
    () => ['', `\tconst { ${random.pick(words)}, ${word(random)} } = await ${second}.load(${first})`],
  ]
  return [
    `/** ${random.pick(verbs)}s the ${random.pick(words)} by its ${random.pick(words)}. */`,
    `export async function ${name}(${first}: ${random.pick(things)}, ${second}: ${random.pick(kinds)}${random.pick(things)}) {`,
    `\tconst ${third} = create${random.pick(things)}(${random.integer(10, 999)})`,
    ...Array.from({ length: random.integer(4, 8) }, () => random.pick(statements)()).flat(),
    `\treturn { ${third}, ${random.pick(words)}: ${second}.${random.pick(words)} }`,
    '}',
    '',
  ]
}

/** As tools that read files number lines: right-aligned, an arrow behind the number. @param from the first line, counted from 1 */
export function readLines({ lines }: SourceFile, from = 1, count = lines.length): string {
  return lines.slice(from - 1, from - 1 + count).map((line, at) => `${String(from + at).padStart(6)}\u2192${line}`).join('\n')
}

/** `path:line:text` of each line with the word in it. */
export function searchFiles(files: readonly SourceFile[], wanted: string): string {
  return files.flatMap(({ path, lines }) => lines.flatMap((line, at) => (line.includes(wanted) ? [`${path}:${at + 1}:${line}`] : []))).join('\n')
}

/** Where a function begins, counted from 1. */
export function lineOf({ lines }: SourceFile, name: string): number {
  return lines.findIndex((line) => line.includes(`function ${name}(`)) + 1
}

/** Puts lines into a file behind one of its lines, and tells the change as a diff does. */
export function insertLines(file: SourceFile, behind: number, added: readonly string[]): string {
  const around = 3
  const before = file.lines.slice(behind - around, behind)
  const after = file.lines.slice(behind, behind + around)
  file.lines = [...file.lines.slice(0, behind), ...added, ...file.lines.slice(behind)]
  return [
    `diff --git a/${file.path} b/${file.path}`, `--- a/${file.path}`, `+++ b/${file.path}`,
    `@@ -${behind - around + 1},${2 * around} +${behind - around + 1},${2 * around + added.length} @@`,
    ...before.map((line) => ` ${line}`), ...added.map((line) => `+${line}`), ...after.map((line) => ` ${line}`),
  ].join('\n')
}
