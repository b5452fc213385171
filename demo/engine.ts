import type { CallName, Calls, FromWorker, Problem, Source, Stage, ToWorker } from './protocol.ts'
import type { Settings } from './settings.ts'
import type { Event } from './state.ts'

/** The worker behind the page: what is asked of it, one source and one run at a time. */
export interface Engine {
  /** Reads a source; events tell what came of it. Whatever ran before is cancelled. @returns whether it was read, and nothing newer was asked for */
  open(source: Source): Promise<boolean>
  /** Compresses the open source; an older run is cancelled. */
  run(settings: Settings): Promise<void>
  /** Ends what runs within a fifth of a second: where the worker does not answer at once, another takes its place. */
  cancel(): Promise<void>
  /** Forgets the source; what runs comes to nothing. */
  clear(): void
  /** Asks about the last run. Rejects with `CallFailed`. */
  ask<Name extends Exclude<CallName, 'open' | 'run'>>(name: Name, ...args: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>>
}

/** A call that was not answered: refused, cancelled, or lost with its worker. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly problem: Problem
  readonly isCancelled: boolean
  constructor(problem: Problem, isCancelled: boolean) {
    super(problem.text)
    this.problem = problem
    this.isCancelled = isCancelled
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: CallFailed) => void
  readonly onStage: ((stage: Stage) => void) | undefined
}

/** How long a worker has to say that it stopped, in milliseconds. */
const patienceMs = 100

/** @param tell how far the call is that the page waits for, ten times a second at most */
export function createEngine(dispatch: (event: Event) => void, tell: (stage: Stage) => void, modelUrl: string): Engine {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let source: Source | undefined
  /** A worker that took another's place has read nothing. */
  let mustOpen = false
  let current: { readonly id: number; readonly settled: Promise<unknown> } | undefined

  const start = (): Worker => {
    const started = new Worker(new URL('./optimize.worker.ts', import.meta.url), { type: 'module', name: 'headroom' })
    started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => { receive(data) })
    started.addEventListener('error', ({ message }) => { failAll({ text: `The worker broke${message ? `: ${message}` : ''}. Reload the page.` }, false) })
    started.postMessage({ kind: 'start', modelUrl } satisfies ToWorker)
    return started
  }
  const receive = (message: FromWorker): void => {
    const call = waiting.get(message.id)
    if (message.kind === 'stage') {
      call?.onStage?.(message.stage)
      return
    }
    waiting.delete(message.id)
    if (message.kind === 'done') call?.resolve(message.value)
    else call?.reject(new CallFailed(message.problem, message.isCancelled))
  }
  const failAll = (problem: Problem, isCancelled: boolean): void => {
    const all = [...waiting.values()]
    waiting.clear()
    for (const { reject } of all) reject(new CallFailed(problem, isCancelled))
  }
  let worker = start()

  const call = <Name extends CallName>(name: Name, args: Parameters<Calls[Name]>, onStage?: (stage: Stage) => void): { readonly id: number; readonly value: Promise<ReturnType<Calls[Name]>> } => {
    const id = ++lastId
    const value = new Promise<unknown>((resolve, reject) => { waiting.set(id, { resolve, reject, onStage }) }) as Promise<ReturnType<Calls[Name]>> // the worker serves these calls
    worker.postMessage({ kind: 'call', id, name, args } satisfies ToWorker)
    return { id, value }
  }
  /** A call of which there is one at a time. */
  const callAlone = async <Name extends 'open' | 'run'>(name: Name, args: Parameters<Calls[Name]>, onStage?: (stage: Stage) => void): Promise<ReturnType<Calls[Name]>> => {
    const { id, value } = call(name, args, onStage)
    const own = { id, settled: value.catch(() => undefined) }
    current = own
    try {
      return await value
    } finally {
      if (current === own) current = undefined
    }
  }
  /** @returns whether the worker was lost with it */
  const stop = async (): Promise<boolean> => {
    const stopping = current
    if (stopping === undefined) return false
    worker.postMessage({ kind: 'cancel', id: stopping.id } satisfies ToWorker)
    const isSettled = await Promise.race([stopping.settled.then(() => true), new Promise<false>((resolve) => { setTimeout(resolve, patienceMs, false) })])
    if (isSettled || current !== stopping) return false
    worker.terminate()
    worker = start()
    mustOpen = source !== undefined
    failAll({ text: 'Stopped.' }, true)
    return true
  }
  let turn = 0

  return {
    async open(next) {
      const mine = ++turn
      tell({ kind: 'reading' })
      dispatch({ kind: 'opening', source: next })
      await stop()
      if (mine !== turn) return false
      source = next
      mustOpen = false
      try {
        const reading = await callAlone('open', [next])
        if (mine !== turn) return false
        dispatch({ kind: 'opened', reading })
        return true
      } catch (error) {
        if (mine === turn) dispatch(isCancelled(error) ? { kind: 'stopped', isLost: true } : { kind: 'unreadable', problem: problemOf(error) })
        return false
      }
    },
    async run(settings) {
      const mine = ++turn
      tell({ kind: 'compressing' })
      dispatch({ kind: 'running' })
      await stop()
      if (mine !== turn) return
      const onStage = (stage: Stage): void => { if (mine === turn) tell(stage) }
      try {
        if (mustOpen && source !== undefined) {
          mustOpen = false
          await callAlone('open', [source], onStage)
          if (mine !== turn) return
        }
        const outcome = await callAlone('run', [settings], onStage)
        if (mine === turn) dispatch({ kind: 'finished', outcome })
      } catch (error) {
        if (mine === turn && !isCancelled(error)) dispatch({ kind: 'failed', problem: problemOf(error) })
      }
    },
    async cancel() {
      ++turn
      dispatch({ kind: 'stopped', isLost: await stop() })
    },
    clear() {
      ++turn
      source = undefined
      mustOpen = false
      dispatch({ kind: 'cleared' })
      void stop()
    },
    ask: (name, ...args) => call(name, args).value,
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof CallFailed && error.isCancelled
}

function problemOf(error: unknown): Problem {
  return error instanceof CallFailed ? error.problem : { text: error instanceof Error ? error.message : String(error) }
}
