import { visibleName } from './visible-name.ts'

/** Text that is HTML already. Everything else that goes into a page is escaped on the way. */
export interface Html {
  readonly kind: 'html'
  readonly text: string
}

export type Insertable = Html | string | number | undefined | readonly Html[]

/** HTML with values in it: texts and numbers become text, whatever they contain; `undefined` becomes nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return { kind: 'html', text: parts.map((part, i) => part + (i < values.length ? insert(values[i]) : '')).join('') }
}

/** @param text of ours, in which nothing comes from outside */
export function trusted(text: string): Html {
  return { kind: 'html', text }
}

function insert(value: Insertable): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  return 'kind' in value ? value.text : value.map(({ text }) => text).join('')
}

/** For text and for values of attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A name from outside, in its own direction of writing. */
export function name(text: string): Html {
  return html`<bdi>${visibleName(text)}</bdi>`
}
