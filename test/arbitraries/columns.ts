import { hexDigits } from './random.ts'
import type { Random } from './random.ts'

/** Writes the cell of one row as JSON text; undefined leaves the key out. */
export type Column = (random: Random, row: number) => string | undefined

const nouns = ['harbor', 'lantern', 'meadow', 'copper', 'violin', 'glacier', 'orchard', 'saddle', 'thimble', 'quarry', 'beacon', 'walnut'] as const
const verbs = ['checks', 'follows', 'repairs', 'collects', 'describes', 'replaces', 'measures', 'delivers'] as const
const names = ['ada', 'björn', 'chen', 'dalia', 'efua', 'farid', 'greta', 'hugo', 'inés', 'jun'] as const

const quoted = (text: string): string => JSON.stringify(text)
const two = (value: number): string => String(value).padStart(2, '0')

/** A moment `minutes` after a fixed day, as ISO 8601, by arithmetic alone. */
export const timeAfter = (minutes: number): string =>
  `2025-03-${two(1 + (Math.floor(minutes / 1440) % 28))}T${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00Z`

const sentence = (random: Random): string =>
  `The ${random.pick(nouns)} ${random.pick(verbs)} the ${random.pick(nouns)} near the ${random.pick(nouns)}`

/** Columns as tools write them. The key is the key of the column. */
export const columns = {
  id: (_random, row) => String(1001 + row),
  key: (random, row) => quoted(`ord_${hexDigits(random, 4)}${two(row)}k`),
  uuid: (random) => quoted([8, 4, 4, 4, 12].map((length) => hexDigits(random, length)).join('-')),
  created_at: (_random, row) => quoted(timeAfter(row * 7)),
  status: () => quoted('ok'),
  region: (random) => quoted(random.pick(['eu-west', 'us-east', 'us-west'])),
  kind: (random) => quoted(random.pick(['invoice', 'invoice', 'invoice', 'refund', 'quote'])),
  score: (_random, row) => (0.99 - row * 0.004).toFixed(3),
  price: (random) => `${random.int(10, 90)}.${two(random.int(0, 99))}`,
  // Spellings that a number does not survive being parsed for.
  serial: (random, row) => `90071992547409${random.int(10, 99)}${1000 + row}`,
  ratio: (random) => `${random.int(1, 9)}.0`,
  latency_ms: (random) => String(random.int(20, 60)),
  throughput: (random) => String(random.int(98, 104)),
  archived: () => 'false',
  title: (random, row) => quoted(`${random.pick(nouns)} ${random.pick(nouns)} ${row}`),
  message: (random, row) => quoted(`Processed batch ${row} in ${random.int(10, 99)} ms`),
  notes: (random) => quoted(sentence(random)),
  email: (random, row) => quoted(`${random.pick(names)}.${row}@example.com`),
  path: (random, row) => quoted(`/srv/${random.pick(nouns)}/conf/${random.pick(nouns)}-${row}.yaml`),
  url: (random, row) => quoted(`https:\\/\\/api.example.org\\/v1\\/${random.pick(nouns)}\\/${1001 + row}`).replaceAll('\\\\', '\\'),
  error: () => 'null',
  http_status: (random) => random.pick(['200', '200', '201', '204']),
  exit_code: () => '0',
  level: (random) => quoted(random.pick(['INFO', 'INFO', 'INFO', 'DEBUG'])),
  version: () => quoted('2.14.0'),
  user: (random, row) => `{"login":${quoted(`${random.pick(names)}${row}`)},"type":"User","site_admin":false}`,
  labels: (random) => `[${Array.from({ length: random.int(0, 3) }, () => `{"name":${quoted(random.pick(nouns))},"color":"${hexDigits(random, 6)}"}`).join(',')}]`,
  tags: (random) => `[${Array.from({ length: random.int(0, 4) }, () => quoted(random.pick(nouns))).join(',')}]`,
  metrics: (random) => `{"cpu":{"p50":${random.int(5, 20)},"p99":${random.int(40, 60)}},"restarts":0}`,
  parent: (random, row) => (random.chance(0.5) ? 'null' : String(1001 + random.int(0, row))),
  comment: (random) => (random.chance(0.4) ? undefined : quoted(random.chance(0.3) ? '' : sentence(random))),
  policy: () => quoted('Objects in this collection are kept for ninety days and are removed afterwards unless a hold was placed on them by their owner.'),
} satisfies Record<string, Column>

export type ColumnName = keyof typeof columns
export const columnNames = Object.keys(columns) as readonly ColumnName[]
