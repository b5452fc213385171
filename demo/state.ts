import type { CompressAnswer, Outcome } from './protocol.ts'

/** What the page shows. */
export type State =
  | { readonly kind: 'empty'; readonly id: number }
  | { readonly kind: 'working'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string }

export type Event =
  | { readonly kind: 'submitted' }
  | { readonly kind: 'answered'; readonly answer: CompressAnswer }
  /** The worker itself broke; there will be no answer. */
  | { readonly kind: 'broke'; readonly problem: string }

export const initialState: State = { kind: 'empty', id: 0 }

/** The next state. An answer to anything but the newest question changes nothing. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'submitted': return { kind: 'working', id: state.id + 1 }
    case 'broke': return { kind: 'failed', id: state.id, problem: event.problem }
    case 'answered': {
      const { answer } = event
      if (state.kind !== 'working' || answer.id !== state.id) return state
      return answer.kind === 'done'
        ? { kind: 'done', id: state.id, outcome: answer.outcome }
        : { kind: 'failed', id: state.id, problem: answer.problem }
    }
  }
}
