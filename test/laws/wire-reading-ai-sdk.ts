import type { PlacedText, WireReader } from './wire-reading.ts'

interface Fields { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : [])
const textsOf = (parts: unknown): string[] => listOf(parts).flatMap(({ type, text }) => ((type === 'text' || type === 'reasoning') && typeof text === 'string' ? [text] : []))

/** A text, or a value as its JSON. */
const valueText = (value: unknown, path: PlacedText['path']): PlacedText[] =>
  (typeof value === 'string' ? [{ path, text: value }] : value === undefined ? [] : [{ path, text: JSON.stringify(value), isJson: true }])

function outputTexts({ type, value }: Fields, path: PlacedText['path']): PlacedText[] {
  if (type !== 'content') return valueText(value, [...path, 'value'])
  return listOf(value).flatMap(({ text }, i) => (typeof text === 'string' ? [{ path: [...path, 'value', i, 'text'], text }] : []))
}

/** Model messages, and the prompt of a middleware. */
export const modelMessageReader: WireReader = {
  owns: ({ content, providerOptions }) => isObject(providerOptions) || listOf(content).some((part) => typeof part['toolCallId'] === 'string' || isObject(part['providerOptions']) || part['type'] === 'custom'),
  toolTexts: ({ role, content }) => (role !== 'tool' ? [] : listOf(content).flatMap(({ type, output }, i) => (type === 'tool-result' && isObject(output) ? outputTexts(output, ['content', i, 'output']) : []))),
  spoken: ({ role = '', content }) => ({ role, texts: typeof content === 'string' ? [content] : textsOf(content) }),
  system: ({ instructions }) => (typeof instructions === 'string' ? [instructions] : []),
  skeleton: ({ role, content }) => [role, ...listOf(content).map(({ type, toolCallId }) => `${String(type)} ${String(toolCallId)}`)].join(' | '),
  answers: ({ role }) => role === 'tool',
}

/** Messages of the user interface. */
export const uiMessageReader: WireReader = {
  owns: ({ parts }) => listOf(parts).some(({ type }) => typeof type === 'string'),
  toolTexts: ({ parts }) => listOf(parts).flatMap((part, i) => (
    typeof part['toolCallId'] !== 'string' ? [] : part['state'] === 'output-error' ? valueText(part['errorText'], ['parts', i, 'errorText']) : valueText(part['output'], ['parts', i, 'output']))),
  spoken: ({ role = '', parts }) => ({ role, texts: textsOf(parts) }),
  system: () => [],
  skeleton: ({ role, parts }) => [role, ...listOf(parts).map(({ type, toolCallId, state }) => `${String(type)} ${String(toolCallId)} ${String(state)}`)].join(' | '),
  answers: ({ parts }) => listOf(parts).some(({ state }) => typeof state === 'string' && state.startsWith('output-')),
}
