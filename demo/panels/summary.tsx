import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatBytes, formatCount, formatMs, formatPercent, formatUsd } from '../format.ts'
import type { Outcome, Stage } from '../protocol.ts'
import { sampleTitles } from '../samples/titles.ts'
import type { Store } from '../store.ts'
import type { State } from '../state.ts'

/** Tokens, percent and money at a glance; progress and trouble stand in the same place. */
export function Summary({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const { run, outcome, input } = state
  const isBusy = run.kind === 'working' || input.kind === 'reading'
  const section = useRef<HTMLElement>(null)
  // Below the figures nobody would see why nothing changes.
  useEffect(() => { if (run.kind === 'failed') section.current!.scrollIntoView({ block: 'nearest' }) }, [run.kind])
  return (
    <section ref={section} class="summary" aria-label="Result" aria-busy={isBusy || state.isDue}>
      {outcome !== undefined && <Figures outcome={outcome} />}
      {outcome === undefined && !isBusy && (input.kind === 'empty' || input.kind === 'broken') && <Invitation store={store} />}
      {outcome === undefined && isBusy && <div class="figures ghost" aria-hidden="true"><p class="headline">…</p></div>}
      <div class="status" role="status">
        {isBusy && <Progress store={store} />}
        {run.kind === 'stopped' && <p>Stopped. <button type="button" class="quiet" onClick={store.run}>Compress again</button></p>}
      </div>
      {run.kind === 'failed' && (
        <div role="alert" class="problem">
          <p>{run.problem.text}</p>
          <p class="buttons"><button type="button" class="quiet" onClick={store.run}>Try again</button>{outcome !== undefined && <span class="hint">What is shown is from the run before.</span>}</p>
        </div>
      )}
      {outcome?.report.warnings.map((warning) => <p class="warning" key={warning}>{warning}</p>)}
    </section>
  )
}

/** For whoever has nothing at hand. */
function Invitation({ store }: { readonly store: Store }): JSX.Element {
  return (
    <div class="stack">
      <p>Paste a tool result or a whole request, drop a file anywhere, or look at an example:</p>
      <p class="buttons">{sampleTitles.map(({ id, title, about }) => <button type="button" class="quiet" key={id} title={about} onClick={() => { void store.open({ kind: 'sample', id }) }}>{title}</button>)}</p>
    </div>
  )
}

function Figures({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  const { report, usd, ms, loadMs, possible } = outcome
  const { tokensBefore, tokensAfter, savingsPercent, tokenCounting, mode } = report
  const about = tokenCounting === 'estimated' ? 'about ' : ''
  const plans = mode !== 'optimize'
  const after = plans ? tokensBefore - possible : tokensAfter
  const percent = plans ? (tokensBefore === 0 ? 0 : (100 * possible) / tokensBefore) : savingsPercent
  const share = tokensBefore === 0 ? 100 : Math.max(0.5, (100 * after) / tokensBefore)
  return (
    <div class="figures">
      <p class="headline" id="headline"><span>{about}{formatCount(tokensBefore)}</span> <span aria-label="become">→</span> <strong>{formatCount(after)}</strong> tokens</p>
      <div class="bar" aria-hidden="true"><div style={{ width: `${share}%` }} /></div>
      <dl class="facts">
        <div><dt>{plans ? 'could be saved' : 'less'}</dt><dd class="big">{after < tokensBefore ? formatPercent(percent) : '0 %'}</dd></div>
        {usd !== undefined && <div><dt>one request</dt><dd>{formatUsd(usd.before)} → {formatUsd(usd.before * (tokensBefore === 0 ? 1 : after / tokensBefore))}</dd></div>}
        {usd !== undefined && <div><dt>a thousand requests</dt><dd>{formatUsd(1000 * usd.before)} → {formatUsd(1000 * usd.before * (tokensBefore === 0 ? 1 : after / tokensBefore))}</dd></div>}
        <div><dt>took</dt><dd>{formatMs(ms)}{loadMs === undefined ? '' : `, after ${formatMs(loadMs)} of loading`}</dd></div>
        <div><dt>ranked by</dt><dd>{rankedBy(outcome)}</dd></div>
      </dl>
      <p class="detail">{sentence(outcome, after)}</p>
    </div>
  )
}

function rankedBy({ report }: Outcome): string {
  const names = [...new Set(report.decisions.flatMap(({ relevance }) => (relevance === undefined ? [] : [relevance])))]
  return names.length === 0 ? 'nothing to rank' : names.join(', ')
}

function sentence({ report: { mode, model, pricesDate, tokensBefore, decisions }, arrays }: Outcome, after: number): string {
  const about = [model === undefined ? '' : `Counted for ${model}`, pricesDate === undefined ? '' : `list prices of ${pricesDate}`].filter(Boolean).join(', ')
  const whole = arrays.reduce((sum, array) => sum + array.whole, 0)
  const rows = arrays.reduce((sum, array) => sum + array.rows, 0)
  const lines = decisions.flatMap((decision) => (decision.lines === undefined ? [] : [decision.lines]))
  const keptRows = rows === 0 ? '' : whole === rows ? `All ${formatCount(rows)} rows stay, written shorter. ` : `${formatCount(whole)} of ${formatCount(rows)} rows stay whole. `
  const keptLines = lines.length === 0 ? '' : `${formatCount(lines.reduce((sum, { kept }) => sum + kept, 0))} of ${formatCount(lines.reduce((sum, { total }) => sum + total, 0))} lines stay word for word. `
  if (mode !== 'optimize') return `${mode === 'audit' ? 'Audit' : 'Simulation'}: nothing was changed. ${about}.`
  if (after >= tokensBefore) return `Nothing here was worth changing, so nothing was changed. ${about}.`
  return `${keptRows}${keptLines}${after === 0 || arrays.length > 0 || lines.length > 0 ? '' : 'Nothing was left out, only written shorter. '}${about}.`
}

function Progress({ store }: { readonly store: Store }): JSX.Element {
  const stage = store.stage.value
  const share = stage.kind === 'loading' && stage.totalBytes !== undefined ? stage.loadedBytes / stage.totalBytes : undefined
  return (
    <div class="progress">
      <span>{describe(stage)}{stage.kind === 'loading' && <span aria-hidden="true"> {formatBytes(stage.loadedBytes)}{stage.totalBytes === undefined ? '' : ` of ${formatBytes(stage.totalBytes)}`}</span>}</span>
      <span class={share === undefined ? 'track moving' : 'track'}><progress aria-label="Progress" {...(share === undefined ? {} : { value: share, max: 1 })} /></span>
      <button type="button" class="quiet" id="stop" onClick={() => { void store.engine.cancel() }}>Stop</button>
    </div>
  )
}

function describe(stage: Stage): string {
  switch (stage.kind) {
    case 'reading': return 'Reading'
    case 'counting': return 'Loading the tokenizer’s ranks'
    case 'compressing': return 'Compressing'
    case 'starting': return 'Starting MiniLM'
    // The bytes stand beside it, where a screen reader does not read out each of them.
    case 'loading': return stage.what === 'minilm' ? 'Loading MiniLM' : 'Loading the static table'
  }
}
