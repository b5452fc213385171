import { signal } from '@preact/signals'
import type { ReadonlySignal } from '@preact/signals'
import { createEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import type { Source, Stage } from './protocol.ts'
import type { Settings } from './settings.ts'
import { initialState, reduce } from './state.ts'
import type { Event, State } from './state.ts'

/** What every panel works with: the state to show, and the ways to change it. */
export interface Store {
  readonly state: ReadonlySignal<State>
  /** How far the newest run is. Apart from the state, since what shows it is small and changes often. */
  readonly stage: ReadonlySignal<Stage>
  readonly engine: Engine
  dispatch(event: Event): void
  /** Reads a source and compresses it. */
  open(source: Source, settings?: Partial<Settings>): Promise<void>
  /** Changes settings and compresses anew; after a pause in typing where they are typed. */
  set(change: Partial<Settings>, typed?: boolean): void
  undo(): void
  redo(): void
  reset(): void
  /** Empties the source and what came of it. */
  clear(): void
  /** Compresses now. */
  run(): void
}

/** How long a pause in typing is, in milliseconds. */
const pauseMs = 450

export function createStore(modelUrl: string): Store {
  const state = signal(initialState)
  const dispatch = (event: Event): void => { state.value = reduce(state.peek(), event) }
  const stage = signal<Stage>({ kind: 'reading' })
  const engine = createEngine(dispatch, (told) => { stage.value = told }, modelUrl)
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = (): void => {
    clearTimeout(timer)
    const { input, settings } = state.peek()
    if (input.kind === 'read') void engine.run(settings)
    else if (input.kind === 'stopped') void open(input.source)
  }
  const open: Store['open'] = async (source, settings) => {
    clearTimeout(timer)
    // Superseded: its settings are not those of what is open now.
    if (!await engine.open(source)) return
    if (settings !== undefined) dispatch({ kind: 'set', change: settings })
    run()
  }
  const change = (event: Event, delayMs = 0): void => {
    const before = state.peek().settings
    dispatch(event)
    if (state.peek().settings === before) return
    if (state.peek().input.kind === 'read') dispatch({ kind: 'due' })
    clearTimeout(timer)
    timer = setTimeout(run, delayMs)
  }
  return {
    state, stage, engine, dispatch, run, open,
    set: (settings, typed = false) => { change({ kind: 'set', change: settings, ...(typed ? { typed } : {}) }, typed ? pauseMs : 0) },
    undo: () => { change({ kind: 'undone' }) },
    redo: () => { change({ kind: 'redone' }) },
    clear: () => {
      clearTimeout(timer)
      engine.clear()
    },
    reset: () => { change({ kind: 'reset' }) },
  }
}
