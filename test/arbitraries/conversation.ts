import * as fc from 'fast-check'
import type { WireFormat } from '../../src/conversation/types.ts'
import { buildPayload, payloadSpecOf, payloadSpecs } from './payload.ts'
import type { Payload, PayloadSpec } from './payload.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { handleNames } from './table.ts'
import type { HandleName } from './table.ts'
import { renderModelMessages, renderUiMessages } from './wire-ai-sdk.ts'
import { renderGoogle } from './wire-google.ts'
import { renderLangChain } from './wire-langchain.ts'
import type { Rendered } from './wire-parts.ts'
import { renderResponses } from './wire-responses.ts'
import { renderAnthropic, renderOpenAi } from './wire.ts'

/** How a conversation is written in each shape; messages of the AI SDK's user interface are a form of its own. */
const renderers = {
  'openai-chat': renderOpenAi,
  anthropic: renderAnthropic,
  'openai-responses': renderResponses,
  google: renderGoogle,
  'ai-sdk': renderModelMessages,
  'ai-sdk-ui': renderUiMessages,
  langchain: renderLangChain,
} satisfies Readonly<Record<string, (spec: ConversationSpec, turns: readonly Turn[]) => Rendered>>

export type Shape = keyof typeof renderers
export const shapes = Object.keys(renderers) as readonly Shape[]
/** The format that a shape is of. */
export const formatOf = (shape: Shape): WireFormat => (shape === 'ai-sdk-ui' ? 'ai-sdk' : shape)

/** Where the words that name a row stand; all four are part of the query at birth. */
export const namingPlaces = ['user', 'assistant', 'arguments', 'after'] as const
export type NamingPlace = (typeof namingPlaces)[number]

export interface CallSpec {
  readonly payload: PayloadSpec
  /** A plain string, a list of text parts, or text parts with an image between them. */
  readonly form: 'string' | 'parts' | 'images'
  readonly isError: boolean
  /** A result whose call is not in the request. */
  readonly orphan: boolean
  readonly handle: HandleName | 'none'
  readonly place: NamingPlace
}

export interface TurnSpec {
  readonly calls: readonly CallSpec[]
  readonly followUp: boolean
  readonly thinking: boolean
  readonly image: boolean
  /** What follows the user's words in the same text. @default nothing */
  readonly pasted?: string
}

export interface ConversationSpec {
  readonly seed: number
  readonly shape: Shape
  /** A whole request body with system and tools, or a bare array of messages. */
  readonly body: boolean
  readonly system: 'none' | 'plain' | 'dated'
  /** Cache marks, and fields and blocks that no provider documents. */
  readonly extras: boolean
  readonly turns: readonly TurnSpec[]
  /** How much is said around the words that name rows. @default nothing */
  readonly wordy?: Wordy
}

/** Words that name a row stand in long texts, or long ago, and are spelled otherwise than the row spells them. */
export interface Wordy {
  /** Sentences before and after the words, in the same text. */
  readonly before: number
  readonly after: number
  /** Turns of small talk between the user's words and the calls they are about. */
  readonly asides: number
  readonly spelled: 'as the row' | 'otherwise'
}

/** A turn as it was said, before it takes the shape of a provider. */
export interface Turn {
  readonly user: string
  readonly image: boolean
  readonly thinking: string
  readonly assistant: string
  readonly calls: readonly Call[]
  /** What the user adds after the results and before the assistant speaks; '' for nothing. */
  readonly after: string
  readonly answer: string
}

export interface Call {
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  readonly payload: Payload
  readonly form: CallSpec['form']
  readonly isError: boolean
  readonly orphan: boolean
  /** The row that was named, and the words. */
  readonly named?: { readonly words: string, readonly row: number }
}

/** A string of the request that came from a tool. */
export interface PlacedResult {
  /** Keys and indices from the root of the request. */
  readonly path: readonly (string | number)[]
  readonly call: Call
}

/** A request and the shape it has. */
export interface Sent {
  readonly shape: Shape
  readonly request: Request
}

export interface GeneratedConversation extends Sent {
  readonly spec: ConversationSpec
  readonly results: readonly PlacedResult[]
}

/** What `optimize` takes: a bare array of messages, or a body that holds one. */
export type Request = readonly Message[] | { readonly [key: string]: unknown }
/** A message of a chat, an item of Responses, a content of Google's. */
export interface Message { readonly role?: string, readonly [key: string]: unknown }

/** Where a body has its messages. */
export const messagesKey = (body: object): string => ['messages', 'input', 'contents', 'prompt'].find((key) => key in body)!
// A body that was generated has messages under its key.
export const messagesOf = (request: Request): readonly Message[] => (isBare(request) ? request : request[messagesKey(request)] as readonly Message[])
export const withMessages = (request: Request, messages: readonly Message[]): Request => (isBare(request) ? messages : { ...request, [messagesKey(request)]: messages })
export const isBare = (request: Request): request is readonly Message[] => Array.isArray(request)

export function buildConversation(spec: ConversationSpec): GeneratedConversation {
  const random = createRandom(spec.seed)
  const turns = spec.turns.map((turn, at) => buildTurn(turn, at, random, spec.wordy)).flatMap((turn) => talkBetween(turn, spec.wordy?.asides ?? 0))
  const { request, results } = renderers[spec.shape](spec, turns)
  return { spec, shape: spec.shape, request, results }
}

function buildTurn(spec: TurnSpec, at: number, random: Random, wordy: Wordy | undefined): Turn {
  const said: Record<NamingPlace, string[]> = { user: [], assistant: [], arguments: [], after: [] }
  const calls = spec.calls.map((call, i): Call => {
    const payload = buildPayload(call.payload)
    const named = payload.table?.handles.find(({ handle }) => handle === call.handle)
    const words = named === undefined ? '' : surround(sentenceAbout(spell(named, wordy), random), wordy)
    if (words !== '') said[call.place].push(words)
    return {
      id: `call_${at}_${i}_${random.int(1000, 9999)}`,
      name: random.pick(['search', 'list_records', 'fetch_page', 'run_query']),
      input: { limit: 50, ...(call.place === 'arguments' && words !== '' ? { request: words } : {}) },
      payload,
      form: call.form,
      isError: call.isError,
      orphan: call.orphan,
      ...(named === undefined ? {} : { named: { words: named.words, row: named.row } }),
    }
  })
  return {
    user: [random.pick(['Please look this up.', 'What do we have here?\n\n{"keep":  [1, 2]}', '  Go on.  ']), ...said.user].join(' ') + (spec.pasted ?? ''),
    image: spec.image,
    thinking: spec.thinking ? 'The records should tell.' : '',
    assistant: [random.pick(['Let me look.', '']), ...said.assistant].join(' '),
    calls,
    after: spec.followUp || said.after.length > 0 ? ['And then?', ...said.after].join(' ') : '',
    answer: random.pick(['Done.', 'Here is what I found:\n\n| a | b |\n|---|---|\n| 1 | 2 |', '  Nothing unusual. ']),
  }
}

const sentenceAbout = (words: string, random: Random): string =>
  random.pick([`Tell me about ${words}.`, `Is ${words} among them?`, `I mean (${words}), nothing else`])

const surround = (words: string, wordy: Wordy | undefined): string =>
  wordy === undefined ? words : `${smallTalk.repeat(wordy.before)}${words} ${smallTalk.repeat(wordy.after)}`

/** 100 characters that name nothing. */
const smallTalk = 'It was a long way from the hill to the shore and nobody who went there had told us what they saw, so '

/** As people write what a row calls otherwise. */
function spell({ handle, words }: { readonly handle: HandleName, readonly words: string }, wordy: Wordy | undefined): string {
  if (wordy?.spelled !== 'otherwise') return words
  if (handle === 'email') return `mailto:${words}`
  if (handle === 'key') return `ord_a1b2c399k/${words}`
  if (handle === 'number') return words.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
  return words
}

/** The user's words, small talk, and then the calls, which the user no longer says anything about. */
function talkBetween(turn: Turn, asides: number): Turn[] {
  if (asides === 0) return [turn]
  const aside: Turn = { user: smallTalk, image: false, thinking: '', assistant: '', calls: [], after: '', answer: 'I see.' }
  return [{ ...aside, user: turn.user }, ...Array.from({ length: asides }, () => aside), { ...turn, user: 'Go on.' }]
}

const wordiness: fc.Arbitrary<Wordy> = fc.record({
  before: fc.constantFrom(0, 12, 40),
  after: fc.constantFrom(0, 0, 12, 40),
  asides: fc.constantFrom(0, 0, 3, 30),
  spelled: fc.constantFrom('as the row', 'otherwise'),
})

/** The same as `conversations`, with much said around the words that name rows. */
export const wordyConversations = (payload?: fc.Arbitrary<PayloadSpec>): fc.Arbitrary<GeneratedConversation> =>
  fc.record({ spec: conversationSpecs(payload), wordy: wordiness }).map(({ spec, wordy }) => buildConversation({ ...spec, wordy }))

const callSpecs = (payload: fc.Arbitrary<PayloadSpec>): fc.Arbitrary<CallSpec> => fc.record({
  payload,
  form: fc.constantFrom('string', 'string', 'parts', 'images'),
  isError: fc.constantFrom(false, false, false, false, true),
  orphan: fc.constantFrom(false, false, false, false, false, true),
  handle: fc.constantFrom('none', ...handleNames),
  place: fc.constantFrom(...namingPlaces),
})

/** Specs of conversations of one to three turns in all shapes. `payload` narrows what their tools return. */
export const conversationSpecs = (payload: fc.Arbitrary<PayloadSpec> = payloadSpecs({ maxRows: 80 })): fc.Arbitrary<ConversationSpec> => fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  shape: fc.constantFrom(...shapes),
  body: fc.boolean(),
  system: fc.constantFrom('none', 'plain', 'dated'),
  extras: fc.boolean(),
  turns: fc.array(
    fc.record({ calls: fc.array(callSpecs(payload), { maxLength: 3 }), followUp: fc.boolean(), thinking: fc.boolean(), image: fc.boolean() }),
    { minLength: 1, maxLength: 3 },
  ),
})

export const conversations = (payload?: fc.Arbitrary<PayloadSpec>): fc.Arbitrary<GeneratedConversation> =>
  conversationSpecs(payload).map(buildConversation)

/**
 * A spec that follows from a seed, for fixtures that must not change with a version of the property library.
 *
 * @param shape by default one of the two that were there first, by the seed
 */
export function conversationSpecOf(seed: number, shape: Shape = seed % 2 === 0 ? 'openai-chat' : 'anthropic'): ConversationSpec {
  const random = createRandom(seed ^ 0xc0de)
  return {
    seed,
    shape,
    body: random.chance(0.5),
    system: random.pick(['none', 'plain', 'dated']),
    extras: random.chance(0.5),
    turns: Array.from({ length: random.int(1, 3) }, (_, turn) => ({
      calls: Array.from({ length: random.int(0, 2) }, (_, call) => ({
        payload: payloadSpecOf(seed * 31 + turn * 7 + call),
        form: random.pick(['string', 'parts', 'images'] as const),
        isError: random.chance(0.1),
        orphan: random.chance(0.1),
        handle: random.pick(['none', ...handleNames] as const),
        place: random.pick(namingPlaces),
      })),
      followUp: random.chance(0.5),
      thinking: random.chance(0.5),
      image: random.chance(0.3),
    })),
  }
}
