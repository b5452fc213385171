import type { JSX } from 'preact'
import { Lines } from './lines.tsx'
import type { ViewProps } from './result.tsx'

/** What was taken out and what stands for it. */
export function DifferenceView({ store, state }: ViewProps): JSX.Element {
  return (
    <div class="stack">
      <p class="hint">Lines with − went, lines with + came; rows without a sign stay whole.</p>
      <Lines label="Difference" listKey={`difference ${state.outcomeNumber}`} load={(columns, from, to) => store.engine.ask('difference', columns, from, to)} empty="Nothing was changed." />
    </div>
  )
}
