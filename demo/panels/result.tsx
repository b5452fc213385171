import type { JSX } from 'preact'
import type { Outcome } from '../protocol.ts'
import { isShown } from '../state.ts'
import type { State, View } from '../state.ts'
import type { Store } from '../store.ts'
import { CacheView } from './cache.tsx'
import { CompareView } from './compare.tsx'
import { DecisionsView } from './decisions.tsx'
import { DifferenceView } from './difference.tsx'
import { ExportBar } from './export.tsx'
import { RankingView } from './ranking.tsx'
import { RowsView } from './rows.tsx'
import { WindowView } from './window.tsx'

export interface ViewProps {
  readonly store: Store
  readonly state: State
  readonly outcome: Outcome
}

interface Tab {
  readonly view: View
  readonly label: string
  readonly Panel: (props: ViewProps) => JSX.Element
}

const tabs: readonly Tab[] = [
  { view: 'rows', label: 'Before and after', Panel: RowsView },
  { view: 'decisions', label: 'Decisions', Panel: DecisionsView },
  { view: 'meaning', label: 'Ranking', Panel: RankingView },
  { view: 'difference', label: 'Difference', Panel: DifferenceView },
  { view: 'cache', label: 'Cache', Panel: CacheView },
  { view: 'window', label: 'Window', Panel: WindowView },
  { view: 'compare', label: 'Compare', Panel: CompareView },
]

/** What came of it, from several sides. */
export function ResultPanel({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element | null {
  const { outcome, view } = state
  if (outcome === undefined) return null
  const shown = tabs.filter((tab) => isShown(tab.view, outcome))
  const current = shown.find((tab) => tab.view === view) ?? shown[0]!
  const choose = (at: number): void => {
    const next = shown[(at + shown.length) % shown.length]!
    store.dispatch({ kind: 'viewed', view: next.view })
    document.getElementById(`tab-${next.view}`)?.focus()
  }
  return (
    <section class="panel result" aria-label="Views of the result">
      <div class="tabs" role="tablist" aria-label="Views" onKeyDown={(event) => {
        const at = shown.indexOf(current)
        const next = ({ ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 } as Readonly<Record<string, number>>)[event.key]
        if (next === undefined) return
        event.preventDefault()
        choose(next)
      }}>
        {shown.map((tab) => (
          <button
            key={tab.view} id={`tab-${tab.view}`} type="button" role="tab" aria-selected={tab === current} aria-controls="view" tabIndex={tab === current ? 0 : -1}
            onClick={() => { store.dispatch({ kind: 'viewed', view: tab.view }) }}
          >{tab.label}</button>
        ))}
      </div>
      <div id="view" role="tabpanel" aria-labelledby={`tab-${current.view}`} class={`view view-${current.view} ${state.run.kind === 'working' ? 'stale' : ''}`}>
        <current.Panel store={store} state={state} outcome={outcome} />
      </div>
      <ExportBar store={store} state={state} />
    </section>
  )
}
