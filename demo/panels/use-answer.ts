import { useEffect, useState } from 'preact/hooks'
import { CallFailed } from '../engine.ts'

/** What a question to the worker came to. */
export type Answer<Value> = { readonly kind: 'waiting' } | { readonly kind: 'there'; readonly value: Value } | { readonly kind: 'failed'; readonly problem: string }

/** Asks when the panel appears, and again when the key changes. A cancelled question stays open: another is on its way. */
export function useAnswer<Value>(key: string, ask: () => Promise<Value>): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({ kind: 'waiting' })
  useEffect(() => {
    let isGone = false
    setAnswer({ kind: 'waiting' })
    ask().then((value) => { if (!isGone) setAnswer({ kind: 'there', value }) }, (error: unknown) => {
      if (!isGone && !(error instanceof CallFailed && error.isCancelled)) setAnswer({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) })
    })
    return () => { isGone = true }
  }, [key])
  return answer
}
