import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Options } from '../../src/options.ts'
import { mapDeep } from '../arbitraries/clone.ts'
import { buildConversation, conversationSpecs } from '../arbitraries/conversation.ts'
import type { Request, Sent } from '../arbitraries/conversation.ts'
import { logs } from '../arbitraries/log.ts'
import { payloads, payloadSpecs } from '../arbitraries/payload.ts'
import { checkStages, stagesOf } from './10-prefix-stability.ts'
import { readDocuments, withoutWhiteSpaceInDocuments } from './documents.ts'
import { parseExactly } from './exact-json.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import type { Mutant } from './pipeline.ts'
import { rowsThatHold } from './row-reading.ts'
import { spokenTexts } from './wire-reading.ts'
import { canonical, wholeRows } from './written-form.ts'

/** What a user pasted, and the words before it. */
interface Paste {
  readonly words: string
  readonly data: string
}

/** A conversation whose users paste. */
interface Pasted extends Sent {
  /** By turn. */
  readonly pastes: readonly (readonly Paste[])[]
}

/** Stands in every stretch of words, and nowhere else. */
const mark = '§'

const fences = [['', ''], ['', ''], ['```json\n', '\n```\n'], ['~~~\n', '\n~~~\n'], ['````log\n', '\n````\n'], ['```ts\n', '\n```\n'], ['  Indented:\n  ', '  \n\n']] as const
const sentences = ['Here  it is: ', 'I mean\n{"small":  [1,  2]}\nand this\t', '> quoted "text" `code`\r\n  1. [one] {two}', 'Why?\n\n[1]\n']

const data = (maxRows: number): fc.Arbitrary<string> => fc.oneof(
  { weight: 3, arbitrary: payloads({ maxRows, kinds: ['array', 'wrapped', 'nested', 'map', 'strings', 'json-in-string', 'json-lines', 'mixed', 'cut', 'prose'] }).map(({ text }) => text) },
  { weight: 1, arbitrary: logs().map(({ text }) => text) },
).map((text) => text.replace(/\r?\n$/, ''))

const paste = (maxRows: number) => fc.record({ data: data(maxRows), fence: fc.constantFrom(...fences), sentence: fc.constantFrom(...sentences) })

const conversations = (maxRows: number): fc.Arbitrary<Pasted> => fc.record({
  spec: conversationSpecs(payloadSpecs({ maxRows: maxRows / 2 })),
  drawn: fc.array(fc.array(paste(maxRows), { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
}).map(({ spec, drawn }) => {
  const pastes = spec.turns.map((_, turn) => {
    const ends = ['\n', ...drawn[turn]!.map(({ fence: [, close] }) => close || '\n')]
    return drawn[turn]!.map(({ data, fence: [open], sentence }, at) => ({ words: `${ends[at]!}${sentence}${mark}${turn}.${at}\n${open}`, data, end: ends[at + 1]! }))
  })
  const turns = spec.turns.map((turn, at) => ({ ...turn, pasted: pastes[at]!.map(({ words, data }) => words + data).join('') + pastes[at]!.at(-1)!.end + lastWords(at) }))
  const { shape, request } = buildConversation({ ...spec, turns })
  return { shape, request, pastes }
})

/** Names a row, by an id that many tables have: another one in each turn. */
const lastWords = (turn: number): string => `Where is  ${1008 + turn * 3} ${mark} `

const options: Options = { model: 'gpt-4o', userContent: 'json-blocks', smartCrusher: { minTokensToCrush: 60 } }

/** What stands where the data of a turn stood; fails where the words around are not what they were, byte for byte and in order. */
function readPasted(before: string, after: string, turn: readonly Paste[], at: number): string[] {
  const first = before.indexOf(turn[0]!.words)
  expect(after.slice(0, first)).toBe(before.slice(0, first))
  let rest = after.slice(first)
  const written: string[] = []
  for (const [place, { words }] of turn.entries()) {
    expect(rest.slice(0, words.length)).toBe(words)
    rest = rest.slice(words.length)
    const next = turn[place + 1]?.words
    const tail = next ?? before.slice(before.lastIndexOf(turn.at(-1)!.data) + turn.at(-1)!.data.length)
    const end = next === undefined ? rest.length - tail.length : rest.indexOf(next)
    expect(end, 'the words after the data').toBeGreaterThan(0)
    if (next === undefined) expect(rest.slice(end)).toBe(tail)
    written.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  expect(after.endsWith(lastWords(at))).toBe(true)
  return written
}

/** The texts of users in which data stands, before and after, by turn; all others are what they were. */
function pairsOf(before: Request, after: Request): { readonly before: string, readonly after: string }[] {
  const source = spokenTexts(before, ['user'])
  const sent = spokenTexts(after, ['user'])
  expect(sent).toHaveLength(source.length)
  const pairs = source.map((text, at) => ({ before: text, after: sent[at]! }))
  for (const pair of pairs) if (!pair.before.includes(mark)) expect(pair.after).toBe(pair.before)
  return pairs.filter((pair) => pair.before.includes(mark))
}

/** A mutant that changes what users who pasted are sent to say. */
const breakUser = (change: (text: string) => string): Mutant =>
  breakOptimize((after) => mapDeep(after, (_, value) => (typeof value === 'string' && value.includes(mark) ? change(value) : value)))

export const wordsAroundLaw: Law<Pasted> = {
  name: 'Law 1 with userContent: the words around data are unchanged and in order, and what others say too',
  inputs: conversations(40),
  runs: 18,
  async check(pipeline, { request, pastes }) {
    const { request: after, report } = await pipeline.optimize(request, options)
    for (const [turn, pair] of pairsOf(request, after).entries()) {
      readPasted(pair.before, pair.after, pastes[turn]!, turn)
      if (pair.after !== pair.before) expect(await pipeline.countTokens(pair.after, 'gpt-4o')).toBeLessThan(await pipeline.countTokens(pair.before, 'gpt-4o'))
    }
    expect(spokenTexts(after, ['assistant'])).toEqual(spokenTexts(request, ['assistant']))
    for (const { tokensBefore, tokensAfter, action } of report.decisions) if (action !== 'moved') expect(tokensAfter).toBeLessThanOrEqual(tokensBefore)
  },
  mutants: {
    'trims what follows the data': breakUser((text) => text.trimEnd()),
    'closes up the words': breakUser((text) => text.replace('Here  it', 'Here it')),
    'minifies what is too small to be data': breakUser((text) => text.replace('[1,  2]', '[1,2]')),
    'takes a blank line for part of the data': breakUser((text) => text.replace('\n```\n', '\n\n```\n')),
    'writes data for people': breakUser((text) => text.replaceAll('{"_headroom"', `{${' '.repeat(20_000)}"_headroom"`)),
  },
}

export const pastedLosslessLaw: Law<Pasted> = {
  name: 'Law 8 with userContent: what is rewritten without loss expands to what was pasted',
  inputs: conversations(40),
  runs: 12,
  async check(pipeline, { request, pastes }) {
    const { request: after } = await pipeline.optimize(request, { ...options, smartCrusher: { minTokensToCrush: 0, lossless: true } })
    for (const [turn, pair] of pairsOf(request, after).entries()) {
      const written = readPasted(pair.before, pair.after, pastes[turn]!, turn)
      for (const [at, text] of written.entries()) expect(withoutWhiteSpaceInDocuments(pipeline.expand(text))).toBe(withoutWhiteSpaceInDocuments(pastes[turn]![at]!.data))
    }
  },
  mutants: {
    'leaves rows out all the same': (pipeline) => ({ ...pipeline, optimize: (request) => pipeline.optimize(request, options) }),
    'loses what is null': breakUser((text) => text.replaceAll('null', '""')),
  },
}

export const pastedOnceLaw: Law<Pasted> = {
  name: 'Laws 11 and 12 with userContent: optimizing twice is optimizing once',
  inputs: conversations(40),
  runs: 14,
  async check(pipeline, { request }) {
    const once = await pipeline.optimize(request, options)
    const twice = await pipeline.optimize(once.request, options)
    expect(JSON.stringify(twice.request)).toBe(JSON.stringify(once.request))
    expect(twice.request).toBe(once.request)
  },
  mutants: {
    'shortens what it has shortened': breakUser((text) => (text.length > 600 ? text.replace(/.{9}$/s, '') : text)),
  },
}

export const pastedPrefixLaw: Law<Pasted> = {
  name: 'Laws 9 and 10 with userContent: a longer transcript repeats what was sent for the shorter one, in a session too',
  inputs: conversations(24),
  runs: 10,
  async check(pipeline, { request }) {
    const session = pipeline.createSession(options)
    await checkStages(stagesOf(request), (stage) => session.optimize(stage))
    const fresh = await pipeline.optimize(request, options)
    expect(JSON.stringify((await session.optimize(request)).request)).toBe(JSON.stringify(fresh.request))
  },
  mutants: {
    'asks the newest question': (pipeline) => ({
      ...pipeline,
      createSession: (own) => pipeline.createSession({ ...own, smartCrusher: { ...own?.smartCrusher, relevance: { query: 'latest' } } }),
    }),
    'numbers what users said by what follows': breakOptimize((after) => mapDeep(after, (_, value) =>
      (typeof value === 'string' && value.includes(mark) ? `${value} ${spokenTexts(after, ['user']).length}` : value))),
  },
}

/** A message with one table in it, whose words name a row. */
const named = payloads({ minRows: 30, maxRows: 80, kinds: ['array', 'wrapped', 'nested', 'map', 'json-lines'] }).filter(({ table }) => table !== undefined && table.handles.length > 0)

export const pastedNamesLaw: Law<{ readonly text: string, readonly words: string, readonly rows: readonly string[], readonly isBefore: boolean }> = {
  name: 'Law 5 with userContent: a row that the user names in the message is kept whole',
  inputs: fc.record({ payload: named, which: fc.nat({ max: 9 }), isBefore: fc.boolean() }).map(({ payload: { text, table }, which, isBefore }) =>
    ({ text: text.trim(), words: table!.handles[which % table!.handles.length]!.words, rows: table!.rows, isBefore })), // filtered by its table
  runs: 18,
  async check(pipeline, { text, words, rows: sources, isBefore }) {
    const question = `Tell me about ${words}.`
    const content = isBefore ? `${question}\n${text}\nPlease.` : `Please:\n${text}\n${question}`
    const { request } = await pipeline.optimize([{ role: 'user', content }], options)
    const rows = sources.map(parseExactly)
    const holding = rowsThatHold(words, rows)
    if (holding.length > (/^\p{L}+$/u.test(words) ? Math.min(3, Math.floor(rows.length / 10)) : 25)) return
    const after = (request as readonly [{ readonly content: string }])[0].content
    const whole = wholeRows(readDocuments(after))
    for (const row of holding) expect(whole.has(canonical(rows[row])), `row ${row} holds ${words}`).toBe(true)
  },
  mutants: {
    'does not listen to what the user says beside the data': (pipeline) => ({
      ...pipeline,
      optimize: (request, own) => pipeline.optimize(mapDeep(request, (key, value) => (key === 'content' && typeof value === 'string' ? value.replace(/Tell me about .*\./, '-') : value)), own),
    }),
  },
}
