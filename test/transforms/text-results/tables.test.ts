import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crush, optimize } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { findTables } from '../../../src/transforms/text-results/table/find-tables.ts'
import { beginsPart } from '../../../src/transforms/text-results/parts/seams.ts'
import { splitParts } from '../../../src/transforms/text-results/parts/split-parts.ts'
import type { TextTable } from '../../../src/transforms/text-results/table/types.ts'
import { markdown } from '../../arbitraries/text-table.ts'

const options = { model: 'gpt-4o', tokenCounter: 'estimate' } as const

function tablesOf(text: string): TextTable[] {
  const lines = splitLines(text)
  return findTables(lines, 0, (line) => beginsPart(lines, line))
}

const numbered = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n')

describe('the rows of a table are read', () => {
  test.each([
    {
      name: 'CSV with quotes, delimiters and line breaks in cells', names: ['id', 'name', 'note'],
      text: `id,name,note\n${numbered(12, (i) => `${i},"Doe, ""J"" ${i}","two\nlines, ${i}"`)}\n`, third: ['2', 'Doe, "J" 2', 'two\nlines, 2'],
    },
    { name: 'CSV with CR LF', names: ['id', 'state'], text: `id,state\r\n${Array.from({ length: 12 }, (_, i) => `${i},ok\r\n`).join('')}`, third: ['2', 'ok'] },
    { name: 'CSV with blanks behind commas', names: ['id', 'state', 'note'], text: `id, state, note\n${numbered(12, (i) => `${i}, ok, "a, b"`)}`, third: ['2', 'ok', 'a, b'] },
    { name: 'TSV with an inch sign', names: ['part', 'size'], text: `part\tsize\n${numbered(12, (i) => `"quoted ${i}\t${i}`)}`, third: ['"quoted 2', '2'] },
    { name: 'semicolons and decimal commas', names: ['Teil', 'Preis'], text: `Teil;Preis\n${numbered(12, (i) => `Nr ${i};${i},50`)}`, third: ['Nr 2', '2,50'] },
    { name: 'Markdown with an escaped bar', names: ['id', 'what'], text: `| id | what |\n|---:|:-----|\n${numbered(12, (i) => `| ${i} | a \\| b |`)}`, third: ['2', 'a | b'] },
    { name: 'Markdown without bars at the ends', names: ['id', 'what'], text: `id | what\n--- | ---\n${numbered(12, (i) => `${i} | x`)}`, third: ['2', 'x'] },
    {
      name: 'psql, of which a cell goes on in the next line', names: ['id', 'note'],
      text: ` id | note\n----+-------\n${numbered(12, (i) => ` ${String(i).padStart(2)} | one  +\n    | two`)}\n(12 rows)\n`, third: ['2', 'one\ntwo'],
    },
    {
      name: 'MySQL', names: ['id', 'state'], text: `+----+-------+\n| id | state |\n+----+-------+\n${numbered(12, (i) => `| ${String(i).padStart(2)} | ok    |`)}\n+----+-------+\n12 rows in set (0.00 sec)\n`, third: ['2', 'ok'],
    },
    {
      name: 'a table drawn with lines', names: ['id', 'state'], text: `┌────┬───────┐\n│ id │ state │\n├────┼───────┤\n${numbered(12, (i) => `│ ${String(i).padStart(2)} │ ok    │`)}\n└────┴───────┘\n`, third: ['2', 'ok'],
    },
    {
      name: 'kubectl get, with a cell of two words', names: ['NAME', 'READY', 'RESTARTS', 'AGE'],
      text: `NAME    READY   RESTARTS     AGE\n${numbered(12, (i) => `web-${String(i).padEnd(3)} 1/1     ${i === 5 ? '3 (2d ago)' : '0         '}   5d`)}`, third: ['web-2', '1/1', '0', '5d'],
    },
    {
      name: 'docker ps, with an empty cell', names: ['CONTAINER ID', 'IMAGE', 'PORTS', 'NAMES'],
      text: `CONTAINER ID   IMAGE     PORTS      NAMES\n${numbered(12, (i) => `${(0xabc123456789 + i).toString(16)}   redis:7   ${i % 2 ? '6379/tcp' : '        '}   box_${i}`)}`, third: ['abc12345678b', 'redis:7', '', 'box_2'],
    },
    {
      name: 'ps, with numbers that end under their names and arguments in the last cell', names: ['USER', 'PID', '%CPU', 'COMMAND'],
      text: `USER       PID %CPU COMMAND\n${numbered(12, (i) => `root     ${String(i * 97).padStart(5)}  0.${i % 10} node server.js --port ${i}`)}`, third: ['root', '194', '0.2', 'node server.js --port 2'],
    },
    {
      name: 'df', names: ['Filesystem', '1K-blocks', 'Used', 'Use%', 'Mounted_on'],
      text: `Filesystem     1K-blocks    Used Use% Mounted on\n${numbered(12, (i) => `/dev/sda${String(i).padEnd(6)}   1000000 ${String(i * 1000).padStart(7)} ${String(i).padStart(3)}% /mnt/my disk ${i}`)}`, third: ['/dev/sda2', '1000000', '2000', '2%', '/mnt/my disk 2'],
    },
    {
      name: 'a data frame, whose rows are numbered', names: ['', 'name', 'age'],
      text: `        name  age\n${numbered(12, (i) => `${String(i).padEnd(4)}${`person${i}`.padStart(8)}${String(20 + i).padStart(5)}`)}`, third: ['2', 'person2', '22'],
    },
    { name: 'names with a line below', names: ['Package', 'Version'], text: `Package    Version\n---------- -------\n${numbered(12, (i) => `${`pack-${i}`.padEnd(10)} ${i}.0.1`)}`, third: ['pack-2', '2.0.1'] },
    {
      name: 'units of a service manager, of which one has a mark before it', names: ['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'],
      text: `  UNIT         LOAD   ACTIVE SUB     DESCRIPTION\n${numbered(12, (i) => `${i === 5 ? '● ' : '  '}u${i}.service   loaded ${i === 5 ? 'failed failed ' : 'active running'} The unit ${i}`)}`, third: ['u2.service', 'loaded', 'active', 'running', 'The unit 2'],
    },
    { name: 'Markdown with a bar that is not escaped, and a row that is too short', names: ['id', 'what'], text: `| id | what |\n|---|---|\n${numbered(12, (i) => (i === 2 ? '| 2 | `a | b` |' : i === 5 ? '| 5 |' : `| ${i} | x |`))}`, third: ['2', '`a | b`'] },
    { name: 'CSV with what its rows add up to', names: ['id', 'amount'], text: `id,amount\n${numbered(12, (i) => `r${i},${i}`)}\nTotal,66\nAverage,5.5\n`, third: ['r2', '2'] },
  ])('$name', ({ text, names, third }) => {
    const [table, ...others] = tablesOf(text)
    expect(table?.names).toEqual(names)
    expect(table?.rows).toHaveLength(12)
    expect(table?.rows[2]).toEqual(third)
    expect(table?.confidence).toBeGreaterThanOrEqual(0.8)
    expect(others).toEqual([])
  })
})

describe('what is no table stays', () => {
  test.each([
    { name: 'prose with commas', text: numbered(40, (i) => `In the year ${i}, as before, people went on.`) },
    { name: 'a list of pairs', text: numbered(40, (i) => `City${i}, Country${i % 5}`) },
    { name: 'a list without names', text: numbered(40, (i) => `${i},thing ${i},ok`) },
    { name: 'names of changed files', text: numbered(40, (i) => `${i % 3 ? 'M' : 'A'}\tsrc/file${i}.ts`) },
    { name: 'sizes of folders', text: numbered(40, (i) => `${i}.0K\t/testbed/dir${i}`) },
    { name: 'source with commas', text: numbered(40, (i) => `call(a, b, ${i}),`) },
    { name: 'source behind tabs', text: numbered(40, (i) => `\tentry${i}`) },
    { name: 'source with numbers', text: numbered(40, (i) => `${i + 1}\tconst a${i} = [1, 2, ${i}]`) },
    { name: 'imports', text: numbered(40, (i) => `import a${i}, b${i}, c${i}`) },
    { name: 'assembly', text: numbered(40, (i) => `${i.toString(16).padStart(8, '0')}  e8  CALL   sub_${i}`) },
    { name: 'a grammar in comments', text: `#   ALIAS  TAG\n${numbered(40, (i) => `#   name_${i}  KEY`)}` },
    { name: 'a list whose items have bars', text: numbered(40, (i) => `- item ${i} | no | ${i}`) },
    { name: 'a CSV file that a patch adds', text: `diff --git a/x.csv b/x.csv\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/x.csv\n@@ -0,0 +1,41 @@\n+id,name,ok\n${numbered(40, (i) => `+${i},thing ${i},true`)}\n` },
  ])('$name', async ({ text }) => {
    expect(splitParts(splitLines(text), { tables: true, mixed: true }).filter(({ table }) => table)).toEqual([])
    expect((await crush(text, { query: 'which one is 17?', ...options })).text).toContain(text.split('\n')[27])
  })

  test('a small table in a document', async () => {
    const text = `# Guide\n\n${'Read all of it before you begin.\n'.repeat(40)}\n${markdown(['Option', 'Default'], Array.from({ length: 20 }, (_, i) => [`option-${i}`, String(i)]))}\n\n${'Then go on.\n'.repeat(40)}`
    expect((await crush(text, { query: 'option-7', ...options })).text).toBe(text)
  })

  test('several small tables in a document', async () => {
    const table = (nth: number): string => `## Part ${nth}\n\nRead this first.\n\n${markdown(['Option', 'Default'], Array.from({ length: 20 }, (_, i) => [`option-${i}`, String(i % 3)]))}\n\n`
    const text = `# Guide\n\n${Array.from({ length: 6 }, (_, i) => table(i)).join('')}`
    expect((await crush(text, { query: 'option-7', ...options })).text).toBe(text)
  })

  test.each([
    { name: 'a file of prose', call: { name: 'read_file', arguments: { path: 'docs/options.md' } }, stays: true },
    { name: 'source', call: { name: 'view', arguments: { file_path: '/src/table.c' } }, stays: true },
    { name: 'source, and has a pattern', call: { name: 'grep', arguments: { pattern: 'o.c', path: 'docs/options.md' } }, stays: true },
    { name: 'source that a shell shows', call: { name: 'bash', arguments: { command: 'cd docs && cat options.md' } }, stays: true },
    { name: 'what a script prints', call: { name: 'bash', arguments: { command: 'python3 report.py --all' } }, stays: false },
    { name: 'a database', call: { name: 'query_db', arguments: { sql: 'SELECT o.r, o.c FROM options o WHERE o.owner = \'a@example.org\'' } }, stays: false },
    { name: 'data', call: { name: 'read_file', arguments: { path: 'out/options.csv' } }, stays: false },
  ])('where the call reads $name', async ({ call, stays }) => {
    const content = `${markdown(['Option', 'Default'], Array.from({ length: 200 }, (_, i) => [`option-${i}`, String(i % 3)]))}\n`
    const { messages } = await optimize([
      { role: 'user', content: 'Sort the options.' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: call.name, arguments: JSON.stringify(call.arguments) } }] },
      { role: 'tool', tool_call_id: 'a', content },
    ], options)
    expect(messages[2]!.content === content).toBe(stays)
  })

  test('a short table', async () => {
    const text = `id,text\n${numbered(9, (i) => `${i},${'word '.repeat(60)}`)}`
    expect((await crush(text, options)).text).toBe(text)
  })

  test('any, where the options say so', async () => {
    const text = `id,name,state\n${numbered(200, (i) => `${i},thing number ${i},${i === 77 ? 'failed' : 'ok'}`)}`
    expect((await crush(text, { ...options, textResults: { tables: false } })).text).toBe(text)
    expect((await crush(text, { ...options, smartCrusher: { lossless: true } })).text).toBe(text)
    expect((await crush(text, { ...options, toolName: 'query_db', toolProfiles: { 'query_*': { textResults: { tables: false } } } })).text).toBe(text)
    expect((await crush(text, options)).text).not.toBe(text)
  })
})

test('the head, the ends, what failed and what is asked for stay as they stood, and each gap is counted', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `${i},"thing, number ${i}",${i === 77 ? 'failed' : 'ok'},${i === 140 ? 99999 : 100 + (i % 7)}`)
  const source = `id,name,state,amount\n${lines.join('\n')}\n`
  const { text, report } = await crush(source, { query: 'What about "thing, number 123"?', ...options })
  for (const row of [0, 1, 2, 77, 123, 140, 198, 199]) expect(text).toContain(`\n${lines[row]}\n`)
  expect(text).toMatch(/^\[table of 200 rows: \d+ stand here whole, \d+ stand in the gaps by \["id","name"\], \d+ are only counted\]\n\[over all 200 rows: \{.*"state":\{"ok":199,"failed":1\}/)
  const [decision] = report.decisions
  expect(decision).toMatchObject({ contentType: 'table', action: 'crushed', lines: { total: 201 }, arrays: [{ pointer: '', line: 1, rowsTotal: 200 }] })
  expect(decision!.arrays[0]!.keptRows).toContainEqual({ row: 77, reasons: expect.arrayContaining(['error', 'rare-category']) as unknown })
  expect(decision!.confidence).toBeGreaterThan(0.8)
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore * 0.5)
})

test('no figure is told of versions, of phone numbers, or of codes with an "e" in them', async () => {
  const rows = numbered(400, (i) => `n${i},1.${i},2.${i % 40},0${30 + i % 3}${'0'.repeat(i % 2)}${1000 + i},${1000 + i}e${i % 9},${i % 50}`)
  const { text } = await crush(`name,current,version,phone,sku,amount\n${rows}\n`, { query: 'Sum up current, version, phone, sku and amount.', ...options })
  const [figures = ''] = /^\[over all 400 rows: .*$/m.exec(text) ?? []
  expect(figures).toContain('"amount":{"min":0,')
  for (const name of ['current', 'version', 'phone', 'sku']) expect(figures).not.toMatch(new RegExp(`"${name}":\\{"(?:min|median)"`))
})

test('no figure is told of numbers whose points may stand between thousands', async () => {
  const figuresOf = async (head: string, row: (i: number) => string): Promise<string> => {
    const { text } = await crush(`${head}\n${numbered(400, row)}\n`, { query: 'Sum up umsatz.', ...options })
    return /^\[over all 400 rows: .*$/m.exec(text)?.[0] ?? ''
  }
  expect(await figuresOf('ort;umsatz;n', (i) => `O${i % 7};${i % 9 + 1}.${100 + i};${i % 50}`)).toMatch(/^(?!.*"umsatz":\{"min").*"n":\{"min":0,/)
  expect(await figuresOf('ort\tumsatz\tpreis\tn', (i) => `O${i % 7}\t${i % 9 + 1}.${100 + i}\t${i % 9},50\t${i % 50}`)).toMatch(/^(?!.*"umsatz":\{"min").*"n":\{"min":0,/)
  expect(await figuresOf('ort,umsatz,n', (i) => `O${i % 7},${i % 9 + 1}.${100 + i},${i % 50}`)).toContain('"umsatz":{"min":1.100,')
  expect(await figuresOf('ort;umsatz;n', (i) => `O${i % 7};${i % 9}.${i % 10};${i % 50}`)).toContain('"umsatz":{"min":0.0,')
})

test('a CSV reader gives back what a writer wrote', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', ',', '"', '\n', '\r\n', ';', 'é', '🙂'), maxLength: 8 })
  const quoted = (text: string): string => (text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 10, maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (cells, ending) => {
    const rows = cells.map(([a, b], i) => [String(i), a, b, 'x'])
    const source = ['id,first,second,kind', ...rows.map((row) => row.map(quoted).join(','))].join(ending)
    expect(tablesOf(source)[0]?.rows).toEqual(rows)
  }), { numRuns: 150 })
})

/** Time grows alike in every runtime. */
test.skipIf(typeof document !== 'undefined').each([
  ['quotes that nothing closes', (n: number) => 'a,b,"c\n\n'.repeat(n)],
  ['heads of columns, each under a heading', (n: number) => 'Aa  Bb  Cc:\n'.repeat(n)],
  ['rules', (n: number) => '| a | b |\n|---|---|\n'.repeat(n)],
  ['cells that go on', (n: number) => ' a | b\n---+---\n'.padEnd(20, ' ') + ' x +| y\n---+---\n'.repeat(n)],
  ['bars', (n: number) => `${'|'.repeat(n)}\n${'-|'.repeat(n)}\n`],
  ['blocks of a few rows', (n: number) => 'id,name,state\n1,a,b\n2,a,b\n\n'.repeat(n)],
])('%s take linear time', (_, make) => {
  const time = (text: string): number => {
    const started = performance.now()
    splitParts(splitLines(text), { tables: true, mixed: true })
    return performance.now() - started
  }
  time(make(2000))
  // Quadratic work would take ten times as long.
  expect(time(make(20_000))).toBeLessThan(2500)
})
