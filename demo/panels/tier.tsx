import type { JSX } from 'preact'
import type { RelevanceTier } from '../../src/index.ts'
import type { Store } from '../store.ts'
import type { State } from '../state.ts'

const tiers: readonly { readonly tier: RelevanceTier; readonly label: string; readonly about: string }[] = [
  { tier: 'bm25', label: 'Words', about: 'BM25: rows that share words with the question. Loads nothing.' },
  { tier: 'static', label: 'Static table', about: 'Vectors of words, added up: near meanings count too. Loads 4 MB once.' },
  { tier: 'embedding', label: 'MiniLM', about: 'A sentence model in this tab, for questions in other words. Loads 24 MB and its runtime once.' },
  { tier: 'hybrid', label: 'Both', about: 'Words, the table and MiniLM together: finds the most.' },
]

/** How rows are ranked against the question. */
export function TierSwitch({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const { tier } = state.settings
  return (
    <fieldset class="panel tiers">
      <legend>Rank rows by</legend>
      <div class="segments">
        {tiers.map((one) => (
          <label key={one.tier} class={one.tier === tier ? 'on' : ''}>
            <input type="radio" name="tier" value={one.tier} checked={one.tier === tier} aria-describedby="tier-about" onChange={() => { store.set({ tier: one.tier }) }} />
            {one.label}
          </label>
        ))}
      </div>
      <p id="tier-about" class="hint">{tiers.find((one) => one.tier === tier)?.about} Everything comes from this page’s own files and is kept by the browser.</p>
    </fieldset>
  )
}
