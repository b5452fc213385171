import type { ComponentType, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Store } from '../store.ts'

/** The history loads, with its database and charts, when it is opened. */
export function HistoryBox({ store }: { readonly store: Store }): JSX.Element {
  const [History, setHistory] = useState<{ readonly Panel: ComponentType<{ readonly store: Store }> } | undefined>(undefined)
  const [problem, setProblem] = useState('')
  return (
    <details class="panel" onToggle={(event) => {
      if (!event.currentTarget.open || History !== undefined) return
      import('./history.tsx').then((loaded) => { setHistory({ Panel: loaded.default }) }, (error: unknown) => { setProblem(String(error)) })
    }}>
      <summary>History: what all runs saved</summary>
      {problem !== '' && <p class="problem">{problem}</p>}
      {History !== undefined && <div class="stack"><History.Panel store={store} /></div>}
    </details>
  )
}
