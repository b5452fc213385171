import { isHeadroomError, messageOf } from '../errors.ts'
import { guardLogger, silentLogger } from '../logger.ts'
import type { Logger } from '../logger.ts'
import { group, literalOr, rule, wholeNumber, withMethods } from '../option-checks.ts'
import type { MetricsRecord } from './record.ts'
import { limitRules } from './store.ts'
import type { MetricsStore, PruneLimits } from './store.ts'
import { within } from './within.ts'

export interface RecorderOptions {
  /** Records that wait for the store; further ones are lost, and counted. @default 10000 */
  readonly maxWaiting?: number
  /** Records appended at once. @default 500 */
  readonly maxBatch?: number
  /** How long the first record of a batch waits for others, in milliseconds. @default 1000 */
  readonly delayMs?: number
  /** How long `flush` and `close` wait for the store, in milliseconds. @default 5000 */
  readonly timeLimitMs?: number
  /** What is pruned, after the first batch and then once an hour; `false` for nothing. @default 90 days, 50 MB */
  readonly limits?: Omit<PruneLimits, 'now'> | false
  /** @default silent */
  readonly logger?: Logger
}

/** Every record is in one of `written`, `waiting` and `lost`. */
export interface RecorderCounts {
  readonly recorded: number
  readonly written: number
  readonly waiting: number
  readonly lost: number
}

/** Stands between requests and a store: taking a record costs the request nothing, whatever the store does. */
export interface MetricsRecorder {
  /** Never throws and never waits. */
  record(record: MetricsRecord): void
  /**
   * Calls `listener` with every record, at once, whatever becomes of it in the store.
   *
   * @returns ends that
   */
  onRecord(listener: (record: MetricsRecord) => void): () => void
  /** Writes what waits, or as much as the store takes within the time limit. Never rejects. */
  flush(): Promise<RecorderCounts>
  counts(): RecorderCounts
  /** As `flush`; what is still waiting then is lost, and so are records that come later. The store stays open. */
  close(): Promise<RecorderCounts>
}

const hourMs = 3_600_000
/** Between two attempts while the store fails. */
const maxDelayMs = 60_000

/** Timers take no more, and fire at once instead. */
const time = rule('a number of milliseconds, from 0 to 2147483647', (value) => typeof value === 'number' && value >= 0 && value <= 2_147_483_647)
const checkOptions = group({
  maxWaiting: wholeNumber(1), maxBatch: wholeNumber(1), delayMs: time, timeLimitMs: time, limits: literalOr(false, group(limitRules)),
  logger: withMethods('a logger', 'debug', 'info', 'warn', 'error'),
})
const checkListener = rule('a function', (value) => typeof value === 'function')
const checkStore = withMethods('a metrics store, or a function that opens one', 'append', 'query', 'summarize', 'prune', 'clear', 'close')

/**
 * A bounded queue in front of a store. A batch that fails waits and is tried again, ever more slowly; one that hangs holds up the others
 * but no request. The first trouble is a warning, and so is the number of lost records in the end.
 *
 * @param store or what opens it, called with the first record, and again when it failed
 * @throws ConfigurationError for a wrong option
 */
export function createRecorder(store: MetricsStore | (() => MetricsStore | Promise<MetricsStore>), options: RecorderOptions = {}): MetricsRecorder {
  if (typeof store !== 'function') checkStore(store, 'store')
  checkOptions(options, '')
  const { maxWaiting = 10_000, maxBatch = 500, delayMs = 1000, timeLimitMs = 5000, limits = {}, logger: unguarded = silentLogger } = options
  const logger = guardLogger(unguarded)
  const listeners = new Set<(record: MetricsRecord) => void>()
  let queue: MetricsRecord[] = []
  let inFlight = 0
  let [recorded, written, lost, failures] = [0, 0, 0, 0]
  let opened: MetricsStore | undefined
  let opening: Promise<MetricsStore> | undefined
  let closing: Promise<RecorderCounts> | undefined
  let stopListening: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let prunedAt = -Infinity
  let [hasWarned, isClosed, hasGivenUp, cannotListen] = [false, false, false, false]

  const counts = (): RecorderCounts => ({ recorded, written, waiting: queue.length + inFlight, lost })
  const warnOnce = (message: string): void => {
    if (!hasWarned) logger.warn(message)
    hasWarned = true
  }
  const lose = (records: number, why: string): void => {
    lost += records
    if (records > 0) warnOnce(`metrics are being lost: ${why}`)
  }

  const openStore = async (): Promise<MetricsStore> => {
    opened = typeof store === 'function' ? await store() : store
    listen()
    unrefTimer()
    return opened
  }
  /** Only while something waits: a recorder that is never closed leaves no listener behind. */
  const listen = (): void => {
    if (queue.length === 0 || isClosed || cannotListen || stopListening !== undefined || opened?.onLeave === undefined) return
    try {
      const end: unknown = opened.onLeave(leave)
      if (typeof end !== 'function') throw new TypeError('onLeave() gives no function')
      stopListening = () => { end() }
    } catch (error) {
      cannotListen = true
      warnOnce(`metrics that wait when the page or process ends will be lost: ${messageOf(error)}`)
    }
  }
  const stop = (): void => {
    try {
      stopListening?.()
    } catch (error) {
      logger.debug(`the metrics store still listens: ${messageOf(error)}`)
    }
    stopListening = undefined
  }
  const rest = (): void => {
    if (queue.length === 0 && inFlight === 0) stop()
  }
  /**
   * Whatever waits goes out at once, also while another batch is under way: there may be no later. When that fails it is not tried again
   * before the next record: a process that is about to end is told so again and again, as long as anything is done about it.
   */
  const leave = (): void => {
    if (queue.length === 0 || hasGivenUp) return
    void send(queue.splice(0)).then((isWritten) => { hasGivenUp = !isWritten })
  }
  const open = (): Promise<MetricsStore> => {
    opening ??= openStore().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  /** @returns false when not all of it was written; the rest waits again */
  const send = async (batch: readonly MetricsRecord[]): Promise<boolean> => {
    inFlight += batch.length
    const settle = (kept: number): void => {
      written += kept
      // Given up when the recorder was closed, but written after all.
      if (isClosed) lost -= kept
      else inFlight -= batch.length
      rest()
    }
    try {
      // Not awaited when it is open already: a page that is about to go gives no second turn.
      await (opened ?? await open()).append(batch)
      failures = 0
      settle(batch.length)
      return true
    } catch (error) {
      const kept = Math.min(recordsWrittenOf(error), batch.length)
      failures++
      if (!isClosed) queue = [...batch.slice(kept), ...queue]
      settle(kept)
      warnOnce(`metrics could not be written and wait to be tried again: ${messageOf(error)}`)
      return false
    }
  }
  const prune = async (): Promise<void> => {
    if (limits === false || opened === undefined || performance.now() - prunedAt < hourMs) return
    prunedAt = performance.now()
    try {
      const { recordsDeleted } = await opened.prune(limits)
      logger.debug(`${recordsDeleted} old metrics records were deleted`)
    } catch (error) {
      warnOnce(`old metrics could not be deleted: ${messageOf(error)}`)
    }
  }
  const sendAll = async (): Promise<void> => {
    while (queue.length > 0) if (!await send(queue.splice(0, maxBatch))) return
    // One that hangs must not hold up what is recorded next.
    await within(timeLimitMs, prune())
  }
  const run = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    running ??= sendAll().finally(() => {
      running = undefined
      if (queue.length > 0 && !isClosed) schedule()
    })
    return running
  }
  const schedule = (): void => {
    if (timer !== undefined || running !== undefined) return
    const isFull = queue.length >= maxBatch && failures === 0
    timer = setTimeout(() => { void run() }, isFull ? 0 : Math.min(maxDelayMs, delayMs * 2 ** failures))
    unrefTimer()
  }
  /** A process that has nothing else to do may end, if the store calls then. Node's timers are objects; a browser's are numbers. */
  const unrefTimer = (): void => {
    const handle: unknown = timer
    if (stopListening !== undefined && typeof handle === 'object' && handle !== null) (handle as { readonly unref?: () => void }).unref?.()
  }
  const tell = (record: MetricsRecord): void => {
    const complain = (error: unknown): void => { logger.warn(`onRecord failed: ${messageOf(error)}`) }
    for (const listener of listeners) {
      try {
        // An async listener fits the type; its rejection must not stay unhandled.
        Promise.resolve<unknown>(listener(record)).catch(complain)
      } catch (error) {
        complain(error)
      }
    }
  }

  /** Whatever is under way, and then all that waits. */
  const settle = (): Promise<void> => running === undefined ? run() : running.then(run)
  const finish = async (): Promise<RecorderCounts> => {
    await within(timeLimitMs, settle())
    isClosed = true
    clearTimeout(timer)
    stop()
    lost += queue.length + inFlight
    inFlight = 0
    queue = []
    if (lost > 0) logger.warn(`${lost} of ${recorded} metrics records were lost`)
    return counts()
  }

  return {
    record(record) {
      recorded++
      tell(record)
      if (isClosed) return lose(1, 'the recorder is closed')
      if (queue.length + inFlight >= maxWaiting) return lose(1, `${maxWaiting} records wait for the store already`)
      queue.push(record)
      hasGivenUp = false
      listen()
      // Opened while the first batch still gathers; `send` tries again, and says so, when that fails.
      if (opened === undefined) open().catch(() => undefined)
      schedule()
      // A batch that is full need not wait for the others' time.
      if (queue.length === maxBatch && failures === 0 && running === undefined) {
        clearTimeout(timer)
        timer = undefined
        schedule()
      }
    },
    onRecord(listener) {
      checkListener(listener, 'listener')
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    async flush() {
      await within(timeLimitMs, settle())
      return counts()
    },
    counts,
    close: () => closing ??= finish(),
  }
}

function recordsWrittenOf(error: unknown): number {
  const written = isHeadroomError(error) ? error.details['recordsWritten'] : undefined
  return Number.isSafeInteger(written) && (written as number) >= 0 ? written as number : 0
}
