/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest'

const sources = import.meta.glob<string>('../src/**/*.ts', { query: '?raw', import: 'default', eager: true })
const files = new Map(Object.entries(sources).map(([path, text]) => [path.replace('../src/', ''), text]))

interface Import {
  readonly from: string
  /** As written for a package, else the file relative to src. */
  readonly to: string
  readonly isPackage: boolean
  readonly kind: 'value' | 'type' | 'dynamic'
}

const everyRoom = [
  'adapters', 'cache-optimizer', 'clients', 'columns', 'conversation', 'errors', 'flow', 'hash', 'json', 'load-once', 'logger', 'make-folder', 'metrics', 'models', 'option-checks', 'options', 'prefix-change', 'relevance', 'report', 'report-page',
  'stats', 'tokens', 'transforms', 'until-aborted', 'usage', 'worker',
]

/** What each room may import beside itself. The flow is every file that stands directly in src, but for those named here. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  index: everyRoom,
  cli: everyRoom,
  flow: everyRoom.filter((room) => room !== 'stats'),
  clients: ['adapters', 'cache-optimizer', 'conversation', 'errors', 'flow', 'json', 'logger', 'options', 'usage'],
  worker: ['adapters', 'conversation', 'errors', 'flow', 'logger', 'metrics', 'options', 'until-aborted'],
  options: ['errors', 'logger', 'option-checks', 'transforms'],
  'cache-optimizer': ['adapters', 'conversation', 'errors', 'flow', 'models', 'tokens', 'transforms'],
  'prefix-change': ['adapters', 'conversation', 'errors', 'flow', 'models', 'tokens'],
  metrics: ['errors', 'logger', 'make-folder', 'option-checks', 'report', 'stats'],
  // Of the flow the version alone.
  'report-page': ['errors', 'flow', 'metrics', 'option-checks', 'report'],
  report: ['conversation', 'hash', 'json', 'load-once', 'models', 'tokens', 'transforms'],
  transforms: ['columns', 'conversation', 'errors', 'hash', 'json', 'load-once', 'option-checks', 'relevance', 'stats', 'tokens'],
  columns: ['json'],
  adapters: ['conversation', 'errors', 'load-once'],
  tokens: ['conversation', 'errors', 'load-once'],
  models: ['errors'],
  relevance: ['errors', 'hash', 'json', 'make-folder', 'until-aborted'],
  'option-checks': ['errors'],
  conversation: ['errors'],
  'make-folder': ['errors'],
  errors: [], hash: [], json: [], 'load-once': [], logger: [], stats: [], 'until-aborted': [], usage: [],
}

/** Files of types alone: seams that any room may name in an `import type`, since nothing of them is left at run time. */
const contracts = [
  'options.ts', 'logger.ts', 'metrics/store.ts', 'request-model.ts', 'report/types.ts', 'conversation/types.ts', 'conversation/edits.ts', 'conversation/query.ts',
  'adapters/adapter.ts', 'tokens/counter.ts', 'relevance/scorer.ts', 'transforms/transform.ts', 'transforms/smart-crusher/options.ts', 'transforms/text-results/options.ts',
  'json/document.ts', 'columns/types.ts',
]

/** The only files that touch a platform or a package. */
function isEdge(file: string): boolean {
  return /(^|\/)drivers\//.test(file) || /(^|\/)wrap\.ts$/.test(file) || /^(cli\.ts|cli\/|fetch\.ts|worker\.ts|worker-thread\.ts|proxy\/)/.test(file)
}

function roomOf(file: string): string {
  const top = file.split('/')[0]!.replace(/\.ts$/, '')
  return top in mayImport ? top : file.includes('/') ? `no room: ${top}` : 'flow'
}

function findImports(from: string, text: string): Import[] {
  const found: Import[] = []
  const add = (specifier: string, kind: Import['kind']): void => {
    const isPackage = !specifier.startsWith('.')
    found.push({ from, to: isPackage ? specifier : resolve(from, specifier), isPackage, kind })
  }
  for (const [, type, specifier] of text.matchAll(/^(?:import|export)\b(\s+type\b)?(?:[^'";=()]*?\bfrom)?\s*'([^'\n]+)'/gm)) {
    add(specifier!, type ? 'type' : 'value')
  }
  for (const [, specifier] of text.matchAll(/\bimport\(\s*'([^'\n]+)'\s*\)/g)) {
    add(specifier!, 'dynamic')
  }
  return found
}

function resolve(from: string, specifier: string): string {
  const path = from.split('/').slice(0, -1)
  for (const step of specifier.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}

const imports = [...files].flatMap(([file, text]) => findImports(file, text))
const say = ({ from, kind, to }: Import): string => `${from} -> ${to} (${kind})`

/** Whether an arrow points where it may. */
function isAllowed({ from, to, kind, isPackage }: Import): boolean {
  // Chosen by the conditions of the package's imports; the metrics room alone asks for it, and only when it is used.
  if (to === '#metrics-store') return roomOf(from) === 'metrics' && kind === 'dynamic'
  if (isPackage) return isEdge(from) || kind === 'type'
  if (kind === 'type' && contracts.includes(to)) return true
  const [fromRoom, toRoom] = [roomOf(from), roomOf(to)]
  // What a result without JSON is handed to; the other way nothing is known of it.
  if (from === 'transforms/smart-crusher/crush-text.ts' && (to === 'transforms/text-results/fold-text.ts' || to === 'transforms/text-results/shorten-document.ts')) return kind === 'dynamic'
  // A log that a user pasted is told from words as a log of a tool is.
  if (from.startsWith('transforms/user-content/') && to.startsWith('transforms/text-results/')) return true
  if (fromRoom !== toRoom) return mayImport[fromRoom]?.includes(toRoom) ?? false
  const [fromStep, toStep] = [stepOf(from), stepOf(to)]
  return fromStep === undefined || toStep === undefined || fromStep === toStep
}

/** The folder of one transform or adapter; siblings never import each other. */
function stepOf(file: string): string | undefined {
  const path = file.split('/')
  return (path[0] === 'transforms' || path[0] === 'adapters') && path.length > 2 ? path[1] : undefined
}

/** Files in the order of one import cycle, or undefined. */
function findCycle(edges: readonly Import[]): string[] | undefined {
  const targets = new Map<string, string[]>()
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to])
  const finished = new Set<string>()
  const visit = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (finished.has(file)) return undefined
    for (const target of targets.get(file) ?? []) {
      const cycle = visit(target, [...trail, file])
      if (cycle) return cycle
    }
    finished.add(file)
    return undefined
  }
  for (const file of targets.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return undefined
}

describe('the source tree', () => {
  test('is read at all', () => {
    expect(files.size).toBeGreaterThan(10)
    expect(imports.length).toBeGreaterThan(files.size / 2)
  })

  test('has a rule for every folder', () => {
    expect([...files.keys()].map(roomOf).filter((room) => room.startsWith('no room'))).toEqual([])
  })

  test('has no common rooms', () => {
    expect([...files.keys()].filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.ts$)/.test(file))).toEqual([])
  })

  test('imports only downwards, and packages only at an edge', () => {
    expect(imports.filter((edge) => !isAllowed(edge)).map(say)).toEqual([])
  })

  test('resolves every relative import to a file', () => {
    expect(imports.filter(({ to, isPackage }) => !isPackage && !files.has(to)).map(say)).toEqual([])
  })

  test('never imports an edge statically, but from that edge', () => {
    const wrong = imports.filter(({ from, to, kind }) => kind === 'value' && isEdge(to) && !(isEdge(from) && roomOf(from) === roomOf(to)))
    expect(wrong.map(say)).toEqual([])
  })

  test('keeps Node out of everything but edges', () => {
    expect(imports.filter(({ from, to }) => to.startsWith('node:') && !isEdge(from)).map(say)).toEqual([])
  })

  test('has no import cycles at run time', () => {
    expect(findCycle(imports.filter(({ to, kind }) => kind === 'value' && files.has(to)))).toBeUndefined()
  })

  test('re-exports names one by one', () => {
    expect([...files].filter(([, text]) => /^export\s*\*/m.test(text)).map(([file]) => file)).toEqual([])
  })
})

describe('the rules reject', () => {
  const edgesOf = (file: string, text: string): Import[] => findImports(file, text)
  test.each([
    { name: 'an arrow upwards', file: 'json/parse.ts', text: "import { optimize } from '../optimize.ts'" },
    { name: 'a transform that imports another', file: 'transforms/a/a.ts', text: "import {\n  b,\n} from '../b/b.ts'" },
    { name: 'text results at start', file: 'transforms/smart-crusher/crush-text.ts', text: "import { foldText } from '../text-results/fold-text.ts'" },
    { name: 'an adapter that imports another', file: 'adapters/openai/parse.ts', text: "import type { A } from '../anthropic/wire.ts'" },
    { name: 'a package in the core', file: 'tokens/estimate.ts', text: "import lodash from 'lodash'" },
    { name: 'a package in the core, later', file: 'tokens/estimate.ts', text: "const ranks = import('js-tiktoken/ranks/o200k_base')" },
    { name: 'a builtin in the core', file: 'stats/mean.ts', text: "import 'node:fs'" },
  ])('$name', ({ file, text }) => {
    expect(edgesOf(file, text).map(isAllowed)).toEqual([false])
  })

  test('a cycle', () => {
    const edges = [...edgesOf('a.ts', "export { b } from './b.ts'"), ...edgesOf('b.ts', "import { c } from './c.ts'"), ...edgesOf('c.ts', "import { a } from './a.ts'")]
    expect(findCycle(edges)).toEqual(['a.ts', 'b.ts', 'c.ts', 'a.ts'])
  })
})
