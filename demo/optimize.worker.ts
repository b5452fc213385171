import type { FromWorker, Stage, ToWorker } from './protocol.ts'
import { createSession, describeError } from './worker/session.ts'
import type { CallContext } from './worker/session.ts'

let session: ReturnType<typeof createSession> | undefined
const running = new Map<number, AbortController>()

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') session = createSession(data.modelUrl)
  else if (data.kind === 'cancel') running.get(data.id)?.abort()
  else void serve(data)
})

/** Bytes arrive in hundreds of pieces; the page shows so many of them as can be seen. */
const betweenStagesMs = 100

/** What is told of a load, without what comes too soon after the last. */
function thinOut(onStage: (stage: Stage) => void): (stage: Stage) => void {
  let last = -Infinity
  return (stage) => {
    const now = performance.now()
    if (stage.kind === 'loading' && stage.loadedBytes > 0 && now - last < betweenStagesMs) return
    last = now
    onStage(stage)
  }
}

async function serve({ id, name, args }: ToWorker & { readonly kind: 'call' }): Promise<void> {
  const abort = new AbortController()
  running.set(id, abort)
  const send = (message: FromWorker): void => { self.postMessage(message) }
  try {
    if (session === undefined) throw new Error('The worker was not started')
    // The arguments come from the engine, whose types are those of the calls.
    const call = session[name] as (context: CallContext, ...rest: readonly unknown[]) => Promise<unknown>
    send({ kind: 'done', id, value: await call({ signal: abort.signal, onStage: thinOut((stage) => { send({ kind: 'stage', id, stage }) }) }, ...args) })
  } catch (error) {
    send({ kind: 'failed', id, problem: describeError(error), isCancelled: abort.signal.aborted })
  } finally {
    running.delete(id)
  }
}
