import type { JSX } from 'preact'
import { formatCount, formatMs } from '../format.ts'
import type { Ranking, Rankings } from '../protocol.ts'
import { useAnswer } from './use-answer.ts'
import type { ViewProps } from './result.tsx'

const names: Readonly<Record<Ranking['by'], string>> = { bm25: 'Words (BM25)', static: 'Static table', embedding: 'MiniLM' }

/** The same question put to the same rows in every way that is loaded. */
export function RankingView({ store, state, outcome }: ViewProps): JSX.Element {
  if (outcome.arrays.length === 0) return <p class="hint">There is no list of rows here. Lines of a log are ranked while they are folded.</p>
  return <Ranked key={`${state.outcomeNumber} ${state.array}`} store={store} state={state} outcome={outcome} />
}

function Ranked({ store, state }: ViewProps): JSX.Element {
  const answer = useAnswer<Rankings>(`${state.outcomeNumber} ${state.array}`, () => store.engine.ask('rank', state.array))
  if (answer.kind === 'waiting') return <p class="hint">Ranking…</p>
  if (answer.kind === 'failed') return <p class="problem">{answer.problem}</p>
  const { query, rankings } = answer.value
  const missing = (['static', 'embedding'] as const).filter((by) => !rankings.some((ranking) => ranking.by === by))
  return (
    <div class="stack">
      <p>{query === '' ? 'Nothing is asked, so nothing is near. Ask a question on the left.' : <>Asked: <q>{query.length > 300 ? `${query.slice(0, 299)}…` : query}</q></>}</p>
      <p class="hint">The nearest rows by each way alone; the pipeline blends them. An arrow tells how far a row went up or down against words.</p>
      <div class="rankings">
        {rankings.map((ranking) => <RankingList key={ranking.by} ranking={ranking} words={rankings[0]!} onChoose={(row) => { store.dispatch({ kind: 'row-chosen', row }) }} chosen={state.row} />)}
      </div>
      {missing.length > 0 && (
        <p class="buttons">
          {missing.map((by) => <button type="button" class="quiet" key={by} onClick={() => { store.set({ tier: missing.length === 1 && rankings.length === 2 ? 'hybrid' : by }) }}>Load {by === 'static' ? 'the static table' : 'MiniLM'} and compare</button>)}
        </p>
      )}
    </div>
  )
}

function RankingList({ ranking, words, chosen, onChoose }: { readonly ranking: Ranking; readonly words: Ranking; readonly chosen: number | undefined; readonly onChoose: (row: number) => void }): JSX.Element {
  return (
    <section aria-label={names[ranking.by]}>
      <h3>{names[ranking.by]}</h3>
      <p class="hint">{formatCount(ranking.seen)} rows in {formatMs(ranking.ms)}</p>
      {ranking.top.length === 0 && <p class="hint">No row has anything of the question.</p>}
      <ol class="ranked">
        {ranking.top.map(({ row, text, score }, place) => (
          <li key={row}>
            <button type="button" class={`plain ${row === chosen ? 'chosen' : ''}`} aria-pressed={row === chosen} onClick={() => { onChoose(row) }}>
              <span class="number">{score.toFixed(2)}</span>
              <span class="text">row {formatCount(row + 1)}: {text}</span>
              {ranking !== words && <Move place={place} before={words.top.findIndex((other) => other.row === row)} />}
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Move({ place, before }: { readonly place: number; readonly before: number }): JSX.Element {
  if (before < 0) return <span class="move">new</span>
  return <span class="move">{before === place ? '=' : before > place ? `↑${before - place}` : `↓${place - before}`}</span>
}
