import type { JSX } from 'preact'
import { formatCount } from '../format.ts'
import type { ViewProps } from './result.tsx'

const maxShown = 400

/** How full the context window is, and what had to go. */
export function WindowView({ store, state, outcome }: ViewProps): JSX.Element {
  const { report, prefix } = outcome
  const { window, tokensAfter } = report
  const { limit } = window
  const room = limit === undefined ? undefined : limit - state.settings.outputTokens
  // Windows in which a part of it, or hardly anything, has room.
  const tries = [...new Set([0.9, 0.6, 0.3].map((share) => Math.ceil((state.settings.outputTokens + share * report.tokensBefore * report.compressionRatio) / 1000) * 1000))]
  return (
    <div class="stack">
      <p>
        {limit === undefined ? 'Nobody knows the context window of this model, so nothing is cut. Set one to see what would go.'
          : window.cut ? <>The request did not fit {formatCount(room!)} tokens. {formatCount(window.turnsDropped)} old turns and {formatCount(window.unitsDropped)} calls with their results went: {formatCount(window.tokensDropped)} tokens. A note in the request says so.</>
            : window.fits ? <>The request fits: {formatCount(tokensAfter)} of {formatCount(room!)} tokens, with {formatCount(state.settings.outputTokens)} left for the answer.</>
              : <>What must stay does not fit: {formatCount(window.protectedTokens ?? tokensAfter)} of {formatCount(room!)} tokens. Nothing was hidden.</>}
      </p>
      {limit !== undefined && (
        <div class="bar tall" role="img" aria-label={`${formatCount(tokensAfter)} of ${formatCount(limit)} tokens`}>
          <div class={window.fits ? '' : 'over'} style={{ width: `${Math.min(100, (100 * tokensAfter) / limit)}%` }} />
        </div>
      )}
      <p class="buttons"><span class="hint">What would a smaller window drop?</span>
        {tries.map((tokens) => <button type="button" class="quiet" key={tokens} aria-pressed={state.settings.windowTokens === tokens} onClick={() => { store.set({ windowTokens: tokens }) }}>{formatCount(tokens)}</button>)}
        {state.settings.windowTokens > 0 && <button type="button" class="quiet" onClick={() => { store.set({ windowTokens: 0 }) }}>the model’s own</button>}
      </p>
      <ol class="blocks">
        {prefix.slice(0, maxShown).map(({ title, tokens, isDropped }, i) => (
          <li key={i} class={isDropped ? 'dropped' : ''}>
            <div class="block">
              <span class="where">{isDropped ? 'goes' : 'stays'}</span><span class="title">{title}</span>
              <span class="size" aria-hidden="true"><span style={{ width: `${Math.max(1, (100 * tokens) / Math.max(1, report.tokensBefore))}%` }} /></span>
              <span class="n">{formatCount(tokens)}</span>
            </div>
          </li>
        ))}
      </ol>
      <p class="hint">Tokens as they came, before they were made smaller.</p>
    </div>
  )
}
