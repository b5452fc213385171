import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { targets, writeCode } from '../code.ts'
import { formatCount } from '../format.ts'
import type { Target } from '../code.ts'
import { defaultSettings, fallbackModel } from '../settings.ts'
import type { Profile, Settings } from '../settings.ts'
import type { State } from '../state.ts'
import type { Store } from '../store.ts'

/** Everything that can be turned, each explained in one line; what is turned acts at once and can be undone. */
export function Controls({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const { settings, past, future, outcome } = state
  return (
    <section class="panel controls" aria-labelledby="controls-title">
      <div class="panel-head">
        <h2 id="controls-title">Settings</h2>
        <span class="buttons">
          <button type="button" class="quiet" disabled={past.length === 0} onClick={store.undo}>Undo</button>
          <button type="button" class="quiet" disabled={future.length === 0} onClick={store.redo}>Redo</button>
          <button type="button" class="quiet" onClick={store.reset}>Reset</button>
        </span>
      </div>
      {outcome !== undefined && <p class="narrow hint" aria-hidden="true">{formatCount(outcome.report.tokensBefore)} → <b>{formatCount(outcome.report.tokensAfter)}</b> tokens</p>}
      <Slider store={store} name="rows" label="Rows kept whole" hint="Room for one list; what must stay may exceed it." value={settings.rows} min={1} max={100} />
      <Slider store={store} name="indexTokens" label="Index lines" hint="Tokens for id and label of rows that go, so that the model can ask for them; 0 for none." value={settings.indexTokens} min={0} max={4000} step={100} />
      <Toggle store={store} name="lossless" label="Lossless only" hint="Nothing is left out; everything can be turned back." value={settings.lossless} />
      <details>
        <summary>More settings</summary>
        <div class="stack">
          <Slider store={store} name="threshold" label="Anomaly threshold" hint="How far from the usual a value must be to stay, in robust deviations." value={settings.threshold} min={1} max={8} step={0.5} />
          <Toggle store={store} name="changePoints" label="Keep change points" hint="Rows where the level of a series changes stay." value={settings.changePoints} />
          <Toggle store={store} name="latestQuestion" label="Rank for the newest question" hint="Old results are ranked anew, which breaks the provider’s cache." value={settings.latestQuestion} />
          <div>
            <label for="format">Rows are written as</label>
            <select id="format" value={settings.format} onChange={(event) => { store.set({ format: event.currentTarget.value as Settings['format'] }) /* the options below */ }}>
              <option value="auto">whatever costs fewer tokens</option>
              <option value="json">JSON as it was</option>
              <option value="columns">columns without repeated keys</option>
            </select>
          </div>
          <Toggle store={store} name="alignCache" label="Align the prefix" hint="Dates and ids in a system prompt move to its end, so that the rest is cached." value={settings.alignCache} />
          <Toggle store={store} name="sortTools" label="Sort tools" hint="By name, so that their order cannot break the cache." value={settings.sortTools} />
          <Toggle store={store} name="pastedData" label="Pasted data too" hint="JSON and logs in a user’s message are treated like a tool result; the words around them stay." value={settings.pastedData} />
          <NumberField store={store} name="windowTokens" label="Context window" hint="In tokens; 0 for the model’s own. What does not fit is cut." value={settings.windowTokens} min={0} step={1000} />
          <NumberField store={store} name="keepTurns" label="Turns that stay" hint="The newest ones, when the window cuts." value={settings.keepTurns} min={1} step={1} />
          <NumberField store={store} name="outputTokens" label="Room for the answer" hint="Tokens of the window that stay free." value={settings.outputTokens} min={0} step={500} />
          <Profiles store={store} profiles={settings.profiles} />
        </div>
      </details>
      <Code state={state} />
    </section>
  )
}

/** Names of the settings that hold a value of one type. */
type NamesOf<Value> = { readonly [Name in keyof Settings]: Settings[Name] extends Value ? Name : never }[keyof Settings]

interface NumberProps {
  readonly store: Store
  readonly name: NamesOf<number>
  readonly label: string
  readonly hint: string
  readonly value: number
  readonly min: number
  readonly max?: number
  readonly step?: number
}

function Slider({ store, name, label, hint, value, min, max, step = 1 }: NumberProps): JSX.Element {
  return (
    <div>
      <label for={name}>{label} <output class="value">{value}</output></label>
      <input id={name} type="range" min={min} max={max ?? 100} step={step} value={value} aria-describedby={`${name}-hint`} onInput={(event) => { store.set({ [name]: event.currentTarget.valueAsNumber }, true) }} />
      <p id={`${name}-hint`} class="hint">{hint}</p>
    </div>
  )
}

function NumberField({ store, name, label, hint, value, min, step = 1 }: NumberProps): JSX.Element {
  return (
    <div>
      <label for={name}>{label}</label>
      <input id={name} type="number" min={min} step={step} value={value} aria-describedby={`${name}-hint`} onInput={(event) => {
        const typed = event.currentTarget.valueAsNumber
        if (Number.isInteger(typed) && typed >= min) store.set({ [name]: typed }, true)
      }} />
      <p id={`${name}-hint`} class="hint">{hint}</p>
    </div>
  )
}

function Toggle({ store, name, label, hint, value }: { readonly store: Store; readonly name: NamesOf<boolean>; readonly label: string; readonly hint: string; readonly value: boolean }): JSX.Element {
  return (
    <div>
      <label class="toggle"><input type="checkbox" checked={value} aria-describedby={`${name}-hint`} onChange={(event) => { store.set({ [name]: event.currentTarget.checked }) }} /> {label}</label>
      <p id={`${name}-hint`} class="hint">{hint}</p>
    </div>
  )
}

/** What holds for single tools. */
function Profiles({ store, profiles }: { readonly store: Store; readonly profiles: readonly Profile[] }): JSX.Element {
  const change = (at: number, part: Partial<Profile>): void => { store.set({ profiles: profiles.map((profile, i) => (i === at ? { ...profile, ...part } : profile)) }, part.tool !== undefined) }
  return (
    <fieldset class="profiles">
      <legend>Single tools</legend>
      {profiles.map(({ tool, rows }, at) => (
        <div class="profile" key={at}>
          <input type="text" aria-label={`Tool ${at + 1}`} placeholder="search_*" value={tool} onInput={(event) => { change(at, { tool: event.currentTarget.value }) }} />
          <select aria-label={`What holds for tool ${at + 1}`} value={String(rows)} onChange={(event) => { change(at, { rows: Number(event.currentTarget.value) }) }}>
            <option value="0">left as it is</option>
            {[5, 15, 30, 60, 120].map((room) => <option key={room} value={String(room)}>{room} rows</option>)}
          </select>
          <button type="button" class="quiet" aria-label={`Remove tool ${at + 1}`} onClick={() => { store.set({ profiles: profiles.filter((_, i) => i !== at) }) }}>×</button>
        </div>
      ))}
      <button type="button" class="quiet" onClick={() => { store.set({ profiles: [...profiles, { tool: '', rows: 0 }] }) }}>Add a tool</button>
      <p class="hint">By name or with *, as in search_*; the most specific one holds.</p>
    </fieldset>
  )
}

/** The settings to take away. */
function Code({ state }: { readonly state: State }): JSX.Element {
  const [target, setTarget] = useState<Target>('openai')
  const [copied, setCopied] = useState('Copy the code')
  const { settings, input, outcome } = state
  const model = settings.model.trim() || outcome?.report.model || (input.kind === 'read' ? input.reading.model : undefined) || fallbackModel
  const code = writeCode({ ...settings, mode: settings.mode === 'simulate' ? defaultSettings.mode : settings.mode }, model, target)
  return (
    <details class="code-box">
      <summary>As code</summary>
      <div class="stack">
        <label class="choice wide"><span>For</span>
          <select value={target} onChange={(event) => { setTarget(event.currentTarget.value as Target) /* the options below */; setCopied('Copy the code') }}>
            {targets.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
          </select>
        </label>
        <pre class="code" tabIndex={0} role="region" aria-label="Configuration as code">{code}</pre>
        <button type="button" class="quiet" onClick={() => { navigator.clipboard.writeText(code).then(() => { setCopied('Copied') }, () => { setCopied('Copying is not allowed here') }) }}>{copied}</button>
      </div>
    </details>
  )
}
