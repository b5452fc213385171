import * as fc from 'fast-check'

const words = ['ada', 'bo', 'c', '', 'x{id}', '{url}', 'https://example.org/a', 'long value that stands in many rows of the table', '&1', '-', '../id', '\\u0041', '\\"']
const word = fc.constantFrom(...words)

/** How the value of a column comes about: from the row's number, from other columns, or from nothing. */
const makers: readonly (readonly [string, (id: number, word: string, other: string) => string])[] = [
  ['"id"', (id) => String(id)],
  ['"word"', (_, text) => `"${text}"`],
  ['"url"', (id) => `"https://api.example.org/things/${id}"`],
  ['"html_url"', (id, text) => `"https://www.example.org/${text}/things/${id}?x={id}"`],
  ['"owner"', (id, text, other) => `{"login":"${text}","id":${id},"url":"https://api.example.org/users/${text}","home":"https://example.org/${other}/${text}/of/${id}"}`],
  ['"kind"', () => '"thing of the kind that all things are of"'],
  ['"same"', (_, text) => `"${text}"`],
  ['"tags"', (id, text, other) => `[{"name":"${text}","link":"https://example.org/tags/${text}/${id}"},{"name":"${other}","link":"https://example.org/tags/${other}/${id}"}]`],
  ['"links"', (id) => `{"self":"https://api.example.org/things/number/${id}"}`],
  ['"_headroom"', (id) => `"note ${id}"`],
  ['"__headroom"', (_, text) => `{"_headroom":"${text}"}`],
  ['"a}b"', (_, text) => `"${text}"`],
  ['"deep"', (id, text) => `{"a":{"b":{"c":[{"d":${id},"e":"${text}"},{"d":${id},"e":null}]}}}`],
  ['"text"', (id, text) => JSON.stringify(`[${Array.from({ length: 6 }, (_, i) => `{"number":${id + i},"word":"${text}","more":"some words of text"}`).join(',')}]`)],
]

/** What may happen to a value of a row. */
const damages = fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'null', 'missing', 'other', 'array')

/** Tables with columns that are the same everywhere, copies, templates over siblings and objects around, and rows that break the rule. */
export const relatedTables = (): fc.Arbitrary<string> => fc
  .uniqueArray(fc.nat(makers.length - 1), { minLength: 2, maxLength: 8 })
  .chain((chosen) => fc.tuple(
    fc.constant(chosen),
    fc.array(fc.tuple(fc.nat(99), word, word, fc.nat(chosen.length - 1), damages), { minLength: 2, maxLength: 14 }),
    fc.constantFrom('array', 'array', 'array', 'map', 'wrapped', 'lines'),
  ))
  .map(([chosen, rows, form]) => {
    const written = rows.map(([id, text, other, at, damage]) => {
      const pairs = chosen.map((column) => `${makers[column]![0]}:${makers[column]![1](id, text, other)}`)
      const key = makers[chosen[at]!]![0]
      if (damage === 'null') pairs[at] = `${key}:null`
      if (damage === 'missing') pairs.splice(at, 1)
      if (damage === 'other') pairs[at] = `${key}:{"${other}":"${text}"}`
      if (damage === 'array') pairs[at] = `${key}:["${text}",{"id":${id}}]`
      return `{${pairs.join(',')}}`
    })
    if (form === 'lines') return written.join('\n')
    if (form === 'map') return `{${written.map((row, i) => `"key ${i}":${row}`).join(',')}}`
    return form === 'array' ? `[${written.join(',')}]` : `{"total":${written.length},"items":[${written.join(', ')}]}`
  })
