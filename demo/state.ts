import type { Outcome, Problem, Reading, Source } from './protocol.ts'
import { defaultSettings } from './settings.ts'
import type { Settings } from './settings.ts'

/** The source: nothing, being read, read, or not readable. */
export type InputState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading'; readonly source: Source }
  | { readonly kind: 'read'; readonly source: Source; readonly reading: Reading }
  /** Reading was cancelled. */
  | { readonly kind: 'stopped'; readonly source: Source }
  | { readonly kind: 'broken'; readonly source: Source; readonly problem: Problem }

/** The newest run. What an older one found stays on the page until the newest is done. */
export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'stopped' }

export type View = 'rows' | 'decisions' | 'meaning' | 'cache' | 'window' | 'difference' | 'compare'

export interface State {
  readonly input: InputState
  readonly settings: Settings
  readonly past: readonly Settings[]
  readonly future: readonly Settings[]
  /** What was set last, so that the next letter of one word is no step of its own. */
  readonly lastSet: keyof Settings | undefined
  readonly run: RunState
  /** A run will begin as soon as typing pauses. */
  readonly isDue: boolean
  /** The last one that ended well; its number tells views that what they show is out of date. */
  readonly outcome: Outcome | undefined
  readonly outcomeNumber: number
  readonly view: View
  /** The array whose rows are shown. */
  readonly array: number
  /** The row that is looked at, in that array. */
  readonly row: number | undefined
}

export type Event =
  | { readonly kind: 'opening'; readonly source: Source }
  | { readonly kind: 'opened'; readonly reading: Reading }
  | { readonly kind: 'unreadable'; readonly problem: Problem }
  | { readonly kind: 'cleared' }
  /** `typed`: one of many small changes of the same setting. */
  | { readonly kind: 'set'; readonly change: Partial<Settings>; readonly typed?: boolean }
  | { readonly kind: 'undone' }
  | { readonly kind: 'redone' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'due' }
  | { readonly kind: 'running' }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Cancelled; `isLost`: with all that the worker knew. */
  | { readonly kind: 'stopped'; readonly isLost: boolean }
  | { readonly kind: 'viewed'; readonly view: View }
  | { readonly kind: 'array-chosen'; readonly array: number }
  | { readonly kind: 'row-chosen'; readonly row: number | undefined; readonly array?: number }

export const initialState: State = {
  input: { kind: 'empty' }, settings: defaultSettings, past: [], future: [], lastSet: undefined,
  run: { kind: 'idle' }, isDue: false, outcome: undefined, outcomeNumber: 0, view: 'rows', array: 0, row: undefined,
}

const maxPast = 200

/** The state after an event. Pure. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'opening': return { ...state, input: { kind: 'reading', source: event.source }, run: { kind: 'idle' }, isDue: false, outcome: undefined, row: undefined, array: 0 }
    case 'opened': return state.input.kind !== 'reading' ? state : { ...state, input: { kind: 'read', source: state.input.source, reading: event.reading }, settings: { ...state.settings, ...event.reading.settings } }
    case 'unreadable': return state.input.kind === 'empty' ? state : { ...state, input: { kind: 'broken', source: state.input.source, problem: event.problem }, run: { kind: 'idle' } }
    case 'cleared': return { ...initialState, settings: { ...state.settings, question: '' }, past: state.past, future: state.future, outcomeNumber: state.outcomeNumber }
    case 'set': return set(state, event.change, event.typed === true)
    case 'undone': return state.past.length === 0 ? state : { ...state, settings: state.past.at(-1)!, past: state.past.slice(0, -1), future: [state.settings, ...state.future], lastSet: undefined }
    case 'redone': return state.future.length === 0 ? state : { ...state, settings: state.future[0]!, past: [...state.past, state.settings], future: state.future.slice(1), lastSet: undefined }
    case 'reset': return set(state, { ...defaultSettings, question: state.settings.question, model: state.settings.model }, false)
    case 'due': return { ...state, isDue: true }
    case 'running': return { ...state, isDue: false, run: { kind: 'working' } }
    case 'finished': return {
      ...state, run: { kind: 'idle' }, outcome: event.outcome, outcomeNumber: state.outcomeNumber + 1,
      array: Math.min(state.array, Math.max(0, event.outcome.arrays.length - 1)),
      view: isShown(state.view, event.outcome) ? state.view : 'rows',
      // Whoever comes sees the row that answers the question on both sides.
      row: state.row ?? (state.input.kind === 'read' && state.input.source.kind === 'sample' && state.input.source.isGreeting === true ? event.outcome.arrays[0]?.telling : undefined),
    }
    case 'failed': return { ...state, run: { kind: 'failed', problem: event.problem } }
    case 'stopped': return { ...state, run: { kind: 'stopped' }, ...(state.input.kind === 'reading' ? { input: { kind: 'stopped' as const, source: state.input.source } } : {}), ...(event.isLost ? { outcome: undefined } : {}) }
    case 'viewed': return { ...state, view: event.view }
    case 'array-chosen': return { ...state, array: event.array, row: undefined }
    case 'row-chosen': return { ...state, row: event.row, array: event.array ?? state.array }
  }
}

/** Views about conversations have nothing to say of a lone tool result, nor the ranking where there are no rows. */
export function isShown(view: View, outcome: Outcome): boolean {
  return (view !== 'cache' && view !== 'window') || outcome.isRequest
}

function set(state: State, change: Partial<Settings>, typed: boolean): State {
  const names = Object.keys(change) as (keyof Settings)[] // the keys of a part of the settings
  if (names.every((name) => state.settings[name] === change[name])) return state
  const name = names.length === 1 ? names[0] : undefined
  const goesOn = typed && name !== undefined && name === state.lastSet && state.past.length > 0
  return { ...state, settings: { ...state.settings, ...change }, past: goesOn ? state.past : [...state.past, state.settings].slice(-maxPast), future: [], lastSet: typed ? name : undefined }
}
