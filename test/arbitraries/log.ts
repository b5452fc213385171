import * as fc from 'fast-check'

/** A generated log, and what of it must be found again. */
export interface GeneratedLog {
  readonly text: string
  readonly lines: readonly string[]
  /** First lines of the failures, one of each wording, the first of its kind. */
  readonly failures: readonly string[]
  /** Lines of a wording that no other line has. */
  readonly rare: readonly string[]
  /** What a query may say to name one line, and the line. */
  readonly named: { readonly words: string, readonly line: string }
}

const hosts = ['web-1', 'web-2', 'db-1']
const usual = [
  (n: number) => `INFO request GET /orders/${n} finished with 200 in ${n % 97} ms`,
  (n: number) => `INFO session opened for user u${n % 7} from 10.0.0.${n % 250}`,
  (n: number) => `DEBUG cache miss for key ${(n * 7919).toString(16)} in region ${n % 3}`,
]
const failing = [
  (n: number) => [`ERROR could not reach broker ${n % 5}: connection refused`, '    at connect (src/broker.ts:12:7)', '    at retry (src/retry.ts:31:11)'],
  (n: number) => [`FATAL out of memory after ${n} kilobytes`],
]
const oddities = ['INFO certificate renewed for the mail gateway', 'WARN clock drifted, stepping back', 'INFO operator switched maintenance on', 'NOTICE schema moved to its third version']

const specs = fc.record({
  seed: fc.nat({ max: 9999 }),
  count: fc.integer({ min: 30, max: 160 }),
  timed: fc.boolean(),
  failures: fc.array(fc.record({ at: fc.nat({ max: 9999 }), kind: fc.nat({ max: failing.length - 1 }) }), { maxLength: 6 }),
  odd: fc.uniqueArray(fc.nat({ max: oddities.length - 1 }), { maxLength: oddities.length }),
  ending: fc.constantFrom('\n', '\r\n'),
  isEnded: fc.boolean(),
  blank: fc.boolean(),
})

/** Logs as services write them: mostly usual lines, some failures with stacks, some lines of their own; with times or without. */
export function logs(): fc.Arbitrary<GeneratedLog> {
  return specs.map(({ seed, count, timed, failures, odd, ending, isEnded, blank }) => {
    const lines: string[] = []
    const found = new Map<number, string>()
    const rare: string[] = []
    let named = { words: '', line: '' }
    for (let i = 0; i < count; i++) {
      const n = (seed * 31 + i * 17) % 9973
      const head = timed ? `2026-02-10T09:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.${String(n % 1000).padStart(3, '0')}Z ${hosts[n % 3]} ` : ''
      for (const { kind } of failures.filter(({ at }) => at % count === i)) {
        const [first, ...stack] = failing[kind]!(n)
        lines.push(head + first, ...stack)
        if (!found.has(kind)) found.set(kind, head + first!)
      }
      for (const which of odd.filter((place) => (place * 37 + seed) % count === i)) {
        lines.push(head + oddities[which])
        rare.push(head + oddities[which])
      }
      if (blank && i % 19 === 3) lines.push('')
      const line = i === seed % count ? `${head}INFO request GET /orders/7${seed}913 finished with 200 in 7 ms` : head + usual[n % usual.length]!(n)
      if (i === seed % count) named = { words: `/orders/7${seed}913`, line }
      lines.push(line)
    }
    return { text: lines.join(ending) + (isEnded ? ending : ''), lines, failures: [...found.values()], rare, named }
  })
}
