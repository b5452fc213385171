import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { silentLogger } from '../../src/logger.ts'
import { resolveOptions } from '../../src/options.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'
import { crushText } from '../library.ts'
import { percent, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'
import { kinds, loadPayloads } from './needles.ts'
import { readRows } from './read-rows.ts'
import { scoreNeedle, type Needle, type QuestionKind, type SquashedTexts } from './score.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
type Rows = readonly Readonly<Record<string, Json>>[]

/** Fewer rows are not worth a table. */
const leastRows = 16

/** The rows of an array as text. A cell is a number, a word or a text; what is deeper in a row is a column of its own, and a list is written as JSON. */
const notations: Readonly<Record<string, (rows: Rows) => string>> = {
  JSON: (rows) => JSON.stringify(rows),
  CSV: (rows) => write(rows, (cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')),
  TSV: (rows) => write(rows, (cells) => cells.map((cell) => cell.replace(/\s/g, ' ')).join('\t')),
  Markdown: (rows) => {
    const [head = '', ...lines] = write(rows, (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\r?\n/g, '<br>')).join(' | ')} |`).split('\n')
    return [head, `|${' --- |'.repeat(namesOf(rows).length)}`, ...lines].join('\n')
  },
}

/** The same rows with the same questions in several notations: how many can still be answered, and at which price. */
export async function runTables(dataFolder: string, { verbose = false } = {}): Promise<Table[]> {
  const sources = readArrays(dataFolder)
  if (sources.length === 0) return []
  const tokens = await loadCounter('exact', { name: 'o200k_base', factor: 1 })
  const { smartCrusher: options, textResults } = resolveOptions({})
  const rows: (string | number)[][] = []
  const failed: string[][] = []
  let askedIn = new Map<QuestionKind, number>()
  for (const [name, notation] of Object.entries(notations)) {
    const asked = new Map<QuestionKind, number>()
    const passed = new Map<QuestionKind, number>()
    let before = 0
    let after = 0
    for (const source of sources) {
      const text = notation(source.rows)
      const tokensBefore = countExactly(text)
      const squashedTexts: SquashedTexts = new Map()
      let sum = 0
      for (const needle of source.needles) {
        const query = { user: { text: needle.query, earlier: undefined }, assistant: '', call: '', after: [] }
        const { text: sent } = await crushText({ text, tokens, tokensBefore, options, textResults, query, logger: silentLogger })
        sum += countExactly(sent)
        add(asked, needle.kind)
        const isPlain = scoreNeedle(needle, text, sent, squashedTexts).pass
        if (isPlain || (needle.kind !== 'aggregate' && scoreNeedle(needle, text, readRows(sent), squashedTexts).pass)) add(passed, needle.kind)
        else failed.push([name, needle.id, needle.query])
      }
      before += tokensBefore
      after += sum / source.needles.length
    }
    const all = [...passed.values()].reduce((total, count) => total + count, 0)
    rows.push([name, Math.round(before), percent(after / before), Math.round(after), ...kinds.map((kind) => passed.get(kind) ?? 0), all])
    askedIn = asked
  }
  const tables: Table[] = [{
    title: 'Questions still answerable about the same rows in several notations',
    columns: ['notation', 'tokens', 'left', 'tokens left', ...kinds.map((kind) => `${kind} ${askedIn.get(kind) ?? 0}`), `all ${[...askedIn.values()].reduce((total, count) => total + count, 0)}`],
    rows,
    notes: [`${sources.length} arrays of ${leastRows} rows and more of the payloads; questions that can be answered from their rows in every notation. What is deeper in a row is a column of its own.`],
  }]
  return verbose ? [...tables, { title: 'Questions about tables that fail', columns: ['notation', 'question', ''], rows: failed }] : tables
}

interface Source {
  readonly rows: Rows
  readonly needles: readonly Needle[]
}

/** The largest array of each payload, its rows flat, with the questions about it. */
function readArrays(dataFolder: string): Source[] {
  const manifest = join(dataFolder, 'payloads/manifest.json')
  if (!existsSync(manifest)) return []
  const pointers = new Map((JSON.parse(readFileSync(manifest, 'utf8')) as readonly { readonly file: string, readonly mainArray?: string }[]).map(({ file, mainArray = '/' }) => [`payloads/${file}`, mainArray === '/' ? '' : mainArray]))
  return loadPayloads(dataFolder).flatMap(({ file, text, needles }) => {
    const pointer = pointers.get(file)
    const array = pointer === undefined ? undefined : valueAt(JSON.parse(text) as Json, pointer)
    if (!Array.isArray(array) || array.length < leastRows || !array.every(isObject)) return []
    const rows = flatten(array)
    const texts = Object.values(notations).map((notation) => notation(rows))
    const squashedTexts: SquashedTexts = new Map()
    const own = needles.filter((needle) => needle.targets?.every((target) => target.startsWith(`${pointer}/`)) !== false && texts.every((written) => scoreNeedle(needle, written, written, squashedTexts).pass))
    return own.length === 0 ? [] : [{ rows, needles: own }]
  })
}

const isObject = (value: Json): value is Readonly<Record<string, Json>> => typeof value === 'object' && value !== null && !Array.isArray(value)

function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root
  for (const key of pointer.split('/').slice(1)) value = value !== undefined && isObject(value) ? value[key] : undefined
  return value
}

function flatten(array: Rows): Rows {
  return array.map((row) => {
    const flat: Record<string, Json> = {}
    const add = (value: Json, path: string): void => {
      if (isObject(value) && Object.keys(value).length > 0) for (const [key, inner] of Object.entries(value)) add(inner, path === '' ? key : `${path}.${key}`)
      else flat[path] = value
    }
    add(row, '')
    return flat
  })
}

const namesOf = (rows: Rows): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]

function write(rows: Rows, line: (cells: readonly string[]) => string): string {
  const names = namesOf(rows)
  const cellOf = (value: Json | undefined): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))
  return [names, ...rows.map((row) => names.map((name) => cellOf(row[name])))].map(line).join('\n')
}

const add = (counts: Map<QuestionKind, number>, kind: QuestionKind): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1)
