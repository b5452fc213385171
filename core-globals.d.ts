/**
 * All that core files may use beside the language: what browsers, workers and Node have alike.
 * Only `tsconfig.core.json` reads this; elsewhere the platform's own types say the same.
 */

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** For the timings of a report and nothing else: the output never depends on the time. */
declare const performance: { now(): number }

/** For time limits of foreign scorers. */
declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timeout: unknown): void

declare class TextEncoder {
  encode(text: string): Uint8Array
}

/** For ids of records and nothing else: no output depends on chance. */
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array }
