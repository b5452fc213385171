import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findNamingTerms, findQueryTerms } from '../../src/relevance/terms.ts'
import type { QueryTermKind } from '../../src/relevance/terms.ts'

interface Case {
  readonly query: string
  readonly kind: QueryTermKind
  readonly words: readonly string[]
}

function wordsOfKind(query: string, kind: QueryTermKind): string[] {
  return findQueryTerms(query).filter((term) => term.kind === kind).map((term) => term.words.join(' '))
}

describe('findQueryTerms', () => {
  test.each([
    { query: 'Who wrote event 10680625393?', kind: 'number', words: ['10680625393'] },
    { query: 'What is #647 about?', kind: 'number', words: ['647'] },
    { query: 'all 45,000 of them', kind: 'number', words: ['45000'] },
    { query: 'a server on 172.14?', kind: 'number', words: ['172 14'] },
    { query: 'What became of c7n-batch-run-humble-pika?', kind: 'id', words: ['c7n batch run humble pika', 'c7nbatchrunhumblepika'] },
    { query: 'What does sg-c67c7dba allow?', kind: 'id', words: ['sg c67c7dba', 'sgc67c7dba'] },
    { query: 'Is CVE-2017-6519 fixed?', kind: 'id', words: ['cve 2017 6519', 'cve20176519'] },
    { query: 'zone europe-west6-c', kind: 'id', words: ['europe west6 c', 'europewest6c'] },
    { query: 'innodb_log_file_size', kind: 'id', words: ['innodb log file size', 'innodblogfilesize'] },
    { query: 'fixed in 4.7.17?', kind: 'id', words: ['4 7 17'] },
    { query: 'on 2024-01-15.', kind: 'id', words: ['2024 01 15'] },
    { query: '9b2e1c34-5f6a-4b7c-8d9e-0a1b2c3d4e5f', kind: 'id', words: ['9b2e1c34 5f6a 4b7c 8d9e 0a1b2c3d4e5f', '9b2e1c345f6a4b7c8d9e0a1b2c3d4e5f'] },
    { query: 'ask @octocat', kind: 'id', words: ['octocat'] },
    { query: 'mail bob.smith@example.com, please', kind: 'email', words: ['bob smith example com'] },
    { query: 'open src/main/App.java now', kind: 'path', words: ['src main app java'] },
    { query: 'open src/main/App.java now', kind: 'id', words: ['app java'] },
    { query: 'https://example.org/a/b?c=d', kind: 'path', words: ['https example org a b'] },
    { query: 'id of "Neural Query Language"?', kind: 'quoted', words: ['neural query language'] },
    { query: "what is 'big data' and `fooBar` and “é” and «à la»", kind: 'quoted', words: ['big data', 'foobar', 'e', 'a la'] },
    { query: '{"query": "foo bar"}', kind: 'quoted', words: ['foo bar'] },
    { query: JSON.stringify({ query: 'is "foo bar" or "baz qux" there' }), kind: 'quoted', words: ['is foo bar or baz qux there', 'foo bar', 'baz qux'] },
    { query: JSON.stringify({ query: `${'all of it '.repeat(30)} "foo bar"` }), kind: 'quoted', words: ['foo bar'] },
    { query: 'compare ORD-20001/ORD-20151', kind: 'id', words: ['ord 20001', 'ord 20151'] },
    { query: 'compare ORD-1/ORD-2', kind: 'name', words: ['ord 1', 'ord 2'] },
    { query: 'GET /api/v1/users/20151', kind: 'number', words: ['20151'] },
    { query: 'on 01/02/2024 and/or v1/users', kind: 'number', words: [] },
    { query: 'write to mailto:bob@example.com', kind: 'email', words: ['mailto bob example com', 'bob example com'] },
    { query: 'at 12:30, note:this', kind: 'email', words: [] },
    { query: 'where is handleAlphaEvent151', kind: 'id', words: ['handlealphaevent151', 'handle alpha event151'] },
    { query: 'where is handle_alpha_event151', kind: 'id', words: ['handle alpha event151', 'handlealphaevent151'] },
    { query: 'row 5.963, 5,963 and 5’963', kind: 'number', words: ['5 963', '5963'] },
    { query: '1.234.5 and 0.5 and 10.0.0.1', kind: 'number', words: [] },
    { query: "don't say users' and admins'", kind: 'quoted', words: [] },
    { query: 'capital of Burkina Faso?', kind: 'name', words: ['burkina faso'] },
    { query: "Is the Bank of America's office open?", kind: 'name', words: ['bank of america'] },
    { query: 'Show Town Hall. Next.', kind: 'name', words: ['town hall'] },
    { query: 'in South-East Asia', kind: 'name', words: ['south east asia', 'south east'] },
    { query: 'this and/or that e-mail', kind: 'name', words: [] },
    { query: 'Which jobs failed, how many are there?', kind: 'word', words: ['jobs', 'failed'] },
    { query: 'What does WHO say about IT', kind: 'word', words: ['who', 'say', 'it'] },
    { query: '¿Cuántos países hay?', kind: 'word', words: ['paises'] },
    { query: 'Wie viele Länder sind das?', kind: 'word', words: ['lander'] },
    { query: '東京タワー', kind: 'word', words: ['東京', '京タ', 'タワ', 'ワー'] },
    { query: 'the top 3 of 12 and 404', kind: 'hint', words: ['3', '12'] },
    { query: 'the top 3 of 12 and 404', kind: 'word', words: ['top', '404'] },
    { query: 'userName', kind: 'hint', words: ['user', 'name'] },
    { query: 'the 21st of 500MB', kind: 'id', words: [] },
  ] satisfies Case[])('finds $kind $words in: $query', ({ query, kind, words }) => {
    expect(wordsOfKind(query, kind)).toEqual(words)
  })

  test('counts what is said again and keeps one term for it', () => {
    expect(findQueryTerms('apple pear, Apple; APPLE').map(({ words, count }) => [words[0], count])).toEqual([['apple', 3], ['pear', 1]])
  })

  test('only hashes match as prefixes', () => {
    expect(findQueryTerms('92a015ca4 1234567 defaced').filter((term) => term.prefix).map((term) => term.text)).toEqual(['92a015ca4'])
  })

  test('any text has terms of at least one word, each once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (query) => {
      const keys = findQueryTerms(query).map((term) => `${term.kind} ${term.words.join(' ')}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const term of findQueryTerms(query)) expect(term.words.every((word) => word.length > 0) && term.words.length > 0 && term.count > 0).toBe(true)
    }), { numRuns: 200 })
  })

  test('names are found wherever they stand, and nothing else is', () => {
    const filler = 'The quick brown fox, it jumps over the lazy dog. '.repeat(400)
    const names = ['ORD-20151', 'a@b.org', 'src/a/main.ts', '4711', '"the red one"', 'req_ab12', '9b2e1c34-5f6a-4b7c-8d9e-0a1b2c3d4e5f']
    const found = findNamingTerms(filler + names.join(`, ${filler}`), 100)
    expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(names.map((name) => name.replaceAll('"', ''))))
    expect(found.every(({ count }) => count === 0)).toBe(true)
    expect(findNamingTerms(filler, 100)).toEqual([])
  })

  test('of too many names the first and the last are taken', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `${10_000 + i}`).join(' ')
    expect(findNamingTerms(text, 4).map((term) => term.text)).toEqual(['10000', '10001', '14998', '14999'])
  })

  test.each(['"', "'", 'a1/', '1.234.', 'Aa1 ', 'x:1:', '@.'])('names in 300 KB of %j end', (piece) => {
    expect(findNamingTerms(piece.repeat(300_000 / piece.length), 10).length).toBeLessThanOrEqual(10)
  })

  test.each(['"', "'", '1,', 'Aa ', '@.', '/', '1,234', 'A of '])('300 KB of %j end', (piece) => {
    expect(findQueryTerms(piece.repeat(300_000 / piece.length)).length).toBeLessThan(20)
  })
})
