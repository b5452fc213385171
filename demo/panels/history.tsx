import { scaleLinear, scaleTime } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import { liveQuery } from 'dexie'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatCount, formatPercent, formatUsd } from '../format.ts'
import { openHistory } from '../history/database.ts'
import type { RunRecord } from '../history/database.ts'
import type { Store } from '../store.ts'
import { useAnswer } from './use-answer.ts'

const database = openHistory()

/** Every run of this browser, live: another tab's runs appear here too. */
export default function History({ store }: { readonly store: Store }): JSX.Element {
  const [runs, setRuns] = useState<readonly RunRecord[] | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  useEffect(() => {
    const watching = liveQuery(() => database.runs.orderBy('id').toArray()).subscribe({
      next: setRuns,
      error: (error: unknown) => { setProblem(error instanceof Error ? error.message : String(error)) },
    })
    return () => { watching.unsubscribe() }
  }, [])
  if (problem !== undefined) return <p class="problem">The browser keeps no history here: {problem}</p>
  if (runs === undefined) return <p class="hint">Reading…</p>
  if (runs.length === 0) return <p class="hint">No runs yet. Each one is kept here, in this browser alone: its figures, nothing of what was pasted.</p>
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(runs, null, 2)}\n`], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: address, download: 'headroom-history.json' }).click()
    setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
  }
  const saved = runs.reduce((sum, run) => sum + run.tokensBefore - run.tokensAfter, 0)
  const before = runs.reduce((sum, run) => sum + run.tokensBefore, 0)
  return (
    <div class="stack">
      <dl class="facts">
        <div><dt>runs</dt><dd id="history-runs">{formatCount(runs.length)}</dd></div>
        <div><dt>tokens saved</dt><dd>{formatCount(saved)} of {formatCount(before)}</dd></div>
        <div><dt>less</dt><dd>{before === 0 ? '0 %' : formatPercent((100 * saved) / before)}</dd></div>
        <div><dt>money saved</dt><dd>{formatUsd(runs.reduce((sum, { savedUsd = 0 }) => sum + savedUsd, 0))}</dd></div>
      </dl>
      <SavingsChart runs={runs} />
      <div class="moved">
        <Bars title="Tokens saved by model" values={sumBy(runs, ({ model, tokensBefore, tokensAfter }) => [[model || 'no model', tokensBefore - tokensAfter]])} />
        <Bars title="Tokens saved by transform" values={sumBy(runs, ({ savedBy }) => Object.entries(savedBy))} />
      </div>
      <LibraryView store={store} listKey={String(runs.at(-1)?.id)} />
      <p class="buttons">
        <button type="button" class="quiet" onClick={save}>Save the history</button>
        <button type="button" class="quiet" onClick={() => { void store.engine.ask('forget') }}>Delete the history</button>
      </p>
    </div>
  )
}

function sumBy(runs: readonly RunRecord[], read: (run: RunRecord) => readonly (readonly [string, number])[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>()
  for (const [name, tokens] of runs.flatMap((run) => read(run))) sums.set(name, (sums.get(name) ?? 0) + tokens)
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, 8)
}

const [width, height, margin] = [640, 150, 4]

/** Tokens saved so far, over time. */
function SavingsChart({ runs }: { readonly runs: readonly RunRecord[] }): JSX.Element {
  let sum = 0
  const points = runs.map(({ time, tokensBefore, tokensAfter }) => ({ time, sum: (sum += tokensBefore - tokensAfter) }))
  const x = scaleTime().domain([points[0]!.time, Math.max(points[0]!.time + 1, points.at(-1)!.time)]).range([margin, width - margin])
  const y = scaleLinear().domain([0, Math.max(1, ...points.map((point) => point.sum))]).nice().range([height - margin, margin])
  const shape = line<{ time: number; sum: number }>().x((point) => x(point.time)).y((point) => y(point.sum)).curve(curveStepAfter)
  const ground = area<{ time: number; sum: number }>().x((point) => x(point.time)).y1((point) => y(point.sum)).y0(y(0)).curve(curveStepAfter)
  const from = new Date(points[0]!.time).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <figure class="chart">
      <figcaption>Tokens saved so far, since {from}: {formatCount(points.at(-1)!.sum)}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Tokens saved so far, up to ${formatCount(points.at(-1)!.sum)}`} preserveAspectRatio="none">
        <path class="ground" d={ground(points) ?? ''} />
        <path class="stroke" d={shape(points) ?? ''} />
      </svg>
    </figure>
  )
}

function Bars({ title, values }: { readonly title: string; readonly values: readonly (readonly [string, number])[] }): JSX.Element {
  const most = Math.max(1, ...values.map(([, value]) => value))
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {values.length === 0 && <p class="hint">Nothing yet.</p>}
      <ul class="blocks">
        {values.map(([name, value]) => (
          <li key={name}><div class="bar-line"><span>{name}</span><span class="size" aria-hidden="true"><span style={{ width: `${Math.max(0, (100 * value) / most)}%` }} /></span><span class="n">{formatCount(value)}</span></div></li>
        ))}
      </ul>
    </section>
  )
}

/** The same runs as the library's own metrics in IndexedDB have them. */
function LibraryView({ store, listKey }: { readonly store: Store; readonly listKey: string }): JSX.Element {
  const answer = useAnswer(listKey, () => store.engine.ask('metrics'))
  return (
    <section aria-label="The library’s own metrics">
      <h3>The library’s own metrics</h3>
      {answer.kind === 'failed' && <p class="hint">{answer.problem}</p>}
      {answer.kind === 'there' && <p class="hint">
        Its store in IndexedDB has {formatCount(answer.value.requests)} requests, {formatCount(answer.value.tokensSaved)} of {formatCount(answer.value.tokensBefore)} tokens saved, {formatUsd(answer.value.savedUsd)}, {formatPercent(100 * answer.value.alignment)} of prefixes stable.
      </p>}
    </section>
  )
}
