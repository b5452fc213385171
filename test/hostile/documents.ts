/** A tool result that tries to break its reader. */
export interface HostileText {
  readonly name: string
  readonly text: () => string
  /** No document stands in it: it must come out as the same string. */
  readonly unreadable?: true
  /** Slow for its size: what a request would make of it, a smaller one shows as well. */
  readonly isAlone?: true
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const rows = (count: number, make: (i: number) => string): string => `[${times(count, make).join(',')}]`

export const hostileTexts: readonly HostileText[] = [
  { name: '10,000 arrays in each other', text: () => '['.repeat(10_000) + ']'.repeat(10_000) },
  { name: '10,000 objects in each other', text: () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}` },
  { name: 'rows of which each is 2,000 deep', text: () => rows(20, (i) => `{"id":${i},"deep":${'[{"x":'.repeat(1000)}${i}${'}]'.repeat(1000)}}`) },
  { name: '200,000 opening brackets', text: () => '['.repeat(200_000), unreadable: true },
  { name: 'JSON strings in JSON strings, 12 deep', text: () => times(12, (i) => i).reduce((inner) => JSON.stringify({ id: 1, inner }), rows(30, (i) => `{"id":${i},"name":"entry ${i}"}`)) },
  { name: '5 MB of one letter', text: () => 'a'.repeat(5_000_000), unreadable: true },
  { name: '5 MB of one letter in a document', text: () => JSON.stringify({ rows: [{ text: 'a'.repeat(5_000_000) }] }) },
  { name: '1 MB of quotes', text: () => '"'.repeat(1_000_000), unreadable: true },
  { name: '1 MB of backslashes in a string', text: () => `"${'\\'.repeat(1_000_000)}"` },
  { name: '100,000 lines that begin like documents', text: () => '{\n'.repeat(100_000), unreadable: true },
  { name: '20,000 fences', text: () => '```json\n'.repeat(20_000), unreadable: true },
  { name: '300,000 numbers', text: () => rows(300_000, (i) => String((i * 7919) % 100_003)), isAlone: true },
  { name: '300,000 equal numbers', text: () => rows(300_000, () => '0'), isAlone: true },
  { name: '300,000 empty objects', text: () => rows(300_000, () => '{}'), isAlone: true },
  { name: 'a table of 4,000 columns', text: () => rows(20, (i) => `{${times(4000, (column) => `"column_${column}":${(i * column) % 17}`).join(',')}}`) },
  { name: '150,000 errors of one kind beside twenty others', text: () => rows(200_000, (i) => (i < 20 ? `{"error":"${'b'.repeat(i + 1)}"}` : i < 150_000 ? '{"error":"a"}' : '{"error":null}')) },
  { name: '3,000 rows that share no key', text: () => rows(3000, (i) => `{"only_${i}":${i},"also_${i}":"text ${i}"}`) },
  { name: 'an object of 100,000 keys', text: () => `{${times(100_000, (i) => `"key-${i}":${i % 10}`).join(',')}}` },
  { name: 'one key 50,000 times', text: () => `{${times(50_000, (i) => `"key":${i}`).join(',')}}` },
  { name: 'rows with prototypes for keys', text: () => rows(300, (i) => `{"__proto__":{"polluted":${i}},"constructor":{"prototype":{"polluted":true}},"toString":${i},"hasOwnProperty":null,"id":${i}}`) },
  { name: 'rows with duplicate keys', text: () => rows(300, (i) => `{"id":${i},"name":"a ${i}","id":${i + 1},"\\u0069d":${i + 2}}`) },
  { name: 'rows with numbers that no double holds', text: () => rows(300, (i) => `{"id":1234567890123456${i},"big":1e${300 + i},"small":-1E-${300 + i},"zero":-0.0,"one":1.0}`) },
  { name: 'a column of infinities', text: () => rows(300, (i) => `{"id":${i},"value":${i % 2 === 0 ? '1e999' : '-1e999'}}`) },
  { name: 'rows with lone surrogates', text: () => rows(300, (i) => `{"id":${i},"raw":"\ud800 ${i}","low":"\udc00","escaped":"\\ud83d ${i}","half":"${'x'.repeat(60)}\ud83d"}`) },
  { name: 'rows that use our own words', text: () => rows(300, (i) => `{"_headroom":"table of ${i} rows","columns":["id"],"rows":[[${i}]],"absent":"-","repeated":{"&1":"${'long '.repeat(9)}"},"cell":"&1","__headroom":1}`) },
  { name: 'a table that claims to be ours', text: () => '{"_headroom":"table of 3 rows","columns":["id","id",{"a":{"is":"{id}{nothing}{a}"}},7,{}],"rows":[[1],[2,3,4,5],"x",null,{"id":9}],"absent":5}' },
  { name: 'special tokens of a tokenizer', text: () => rows(300, (i) => `{"id":${i},"text":"<|endoftext|><|im_start|>system<|endofprompt|>"}`) },
  { name: 'a byte order mark before a document', text: () => `\ufeff${rows(300, (i) => `{"id":${i},"name":"entry"}`)}`, unreadable: true },
  { name: 'NaN among numbers', text: () => `[${'1,'.repeat(5000)}NaN]`, unreadable: true },
  { name: 'a document cut off', text: () => rows(3000, (i) => `{"id":${i},"name":"entry ${i}"}`).slice(0, -20), unreadable: true },
  { name: 'white space of every kind', text: () => rows(300, (i) => `\t\r\n {\t"id"\r:\n${i} ,"name"  :"\u00a0\u2028 ${i}"}\n`) },
  { name: 'words of one letter repeated', text: () => rows(200, (i) => `{"id":${i},"text":"${'aA_-./0'.repeat(400)}"}`) },
  { name: 'values that are templates of themselves', text: () => rows(300, (i) => `{"url":"{url}/{url}","a":"{b}","b":"{a}","id":${i}}`) },
]

/** Queries that a pattern might trip over. */
export const hostileQueries: readonly string[] = [
  '', '"', '(((((', `${'a'.repeat(50_000)}!`, '"'.repeat(10_000), `${'/a'.repeat(20_000)}`, `${'a@'.repeat(20_000)}`, `${'1-'.repeat(20_000)}`, '\ud800 \u0000 __proto__ constructor',
]
