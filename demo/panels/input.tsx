import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatBytes, formatCount } from '../format.ts'
import type { Problem, Reading, Source } from '../protocol.ts'
import { sampleTitles } from '../samples/titles.ts'
import { fallbackModel } from '../settings.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store.ts'
import type { State } from '../state.ts'

/** A paste that is longer is taken over before the field sees it: laying out megabytes would freeze the page. */
const longText = 40_000
const pauseMs = 500

/** Where the text comes from, what is asked, and of which model. */
export function InputPanel({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const { input, settings } = state
  const field = useRef<HTMLTextAreaElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const reading = input.kind === 'read' ? input.reading : undefined
  const isPart = reading !== undefined && !reading.isWhole

  useEffect(() => {
    // What was typed stands there already; anything else is put there.
    const element = field.current!
    const text = input.kind === 'read' ? input.reading.shown : input.kind === 'empty' ? '' : input.source.kind === 'text' && input.source.text.length <= longText ? input.source.text : undefined
    if (text !== undefined && element.value !== text) element.value = text
  }, [input])

  const openTyped = (delayMs: number): void => {
    clearTimeout(timer.current)
    store.dispatch({ kind: 'due' })
    const typedOver = sourceOf(store)
    timer.current = setTimeout(() => {
      // An example was chosen or a file dropped since: the field shows that now.
      if (sourceOf(store) !== typedOver) return
      const text = field.current!.value
      if (text.trim() === '') store.clear()
      else void store.open({ kind: 'text', text })
    }, delayMs)
  }
  usePasteAndDrop(store, field)

  return (
    <form class="panel input" aria-labelledby="input-title" onSubmit={(event) => {
      event.preventDefault()
      clearTimeout(timer.current)
      showFigures()
      if (input.kind === 'read' && isPart) store.run()
      else void store.open({ kind: 'text', text: field.current!.value })
    }}>
      <div class="panel-head">
        <h2 id="input-title">What you send</h2>
        <span class="buttons">
          <button type="button" class="quiet" onClick={() => { file.current!.click() }}>Open a file</button>
          <button type="button" class="quiet" onClick={() => { clearTimeout(timer.current); store.clear(); field.current!.focus() }}>Clear</button>
        </span>
        <input ref={file} type="file" hidden aria-label="File" onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen === undefined) return
          showFigures()
          void store.open({ kind: 'file', file: chosen })
        }} />
      </div>
      <label class="choice wide"><span>Example</span>
        <select id="sample" value={input.kind !== 'empty' && input.source.kind === 'sample' ? input.source.id : ''} onChange={(event) => { if (event.currentTarget.value !== '') void store.open({ kind: 'sample', id: event.currentTarget.value }) }}>
          <option value="">your own</option>
          {sampleTitles.map(({ id, title, about }) => <option key={id} value={id}>{title}: {about}</option>)}
        </select>
      </label>
      <div class="field">
        <label for="source">Tool result or request</label>
        <textarea
          id="source" ref={field} spellcheck={false} autocomplete="off" autocapitalize="off" readOnly={isPart} aria-invalid={input.kind === 'broken'}
          aria-describedby="source-about problem" placeholder={'Paste JSON, JSON lines, a log,\nor a whole request of OpenAI,\nAnthropic, Google, the AI SDK\nor LangChain.'}
          onInput={(event) => { openTyped(event.inputType === 'insertFromPaste' ? 0 : pauseMs) }}
          onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form!.requestSubmit() }}
        />
        <p id="source-about" class="hint">{describe(state, reading)}</p>
      </div>
      {input.kind === 'broken' && <BrokenNote problem={input.problem} field={field.current} />}
      <Typed
        id="question" label="Question" value={reading?.format === undefined ? settings.question : ''} placeholder={reading?.format === undefined ? 'What is the answer to be found?' : ''} isDisabled={reading?.format !== undefined}
        hint={reading?.format === undefined ? 'What the model will be asked about this result: rows that matter for it stay.' : 'A request brings its own question.'} onTyped={(question) => { store.set({ question }, true) }} onEnter={store.run}
      />
      <div class="fields">
        <Typed
          id="model" label="Model" value={settings.model} list="models" placeholder={reading?.model ?? fallbackModel} hint={reading?.model === undefined ? 'For its tokens and its prices.' : 'Empty: the one the request names.'}
          onTyped={(model) => { store.set({ model }, true) }} onEnter={store.run}
        />
        <datalist id="models">{['gpt-4o-mini', 'gpt-4o', 'gpt-4.1', 'gpt-5', 'claude-sonnet-4-5', 'claude-opus-4-5', 'gemini-2.5-pro'].map((name) => <option key={name} value={name} />)}</datalist>
        <div>
          <label for="mode">Mode</label>
          <select id="mode" value={settings.mode} aria-describedby="mode-hint" onChange={(event) => { store.set({ mode: event.currentTarget.value as Settings['mode'] }) /* the options below */ }}>
            <option value="optimize">optimize</option>
            <option value="audit">audit</option>
            <option value="simulate">simulate</option>
          </select>
          <p id="mode-hint" class="hint">{{ optimize: 'Changes what goes out.', audit: 'Changes nothing and reports.', simulate: 'Plans, and changes nothing.' }[settings.mode]}</p>
        </div>
      </div>
      <button type="submit" id="compress">Compress <kbd>Ctrl Enter</kbd></button>
    </form>
  )
}

function sourceOf({ state }: Store): Source | undefined {
  const { input } = state.peek()
  return input.kind === 'empty' ? undefined : input.source
}

function describe({ input }: State, reading: Reading | undefined): string {
  if (input.kind === 'reading') return 'Reading…'
  if (reading === undefined) return 'Nothing leaves this tab.'
  const about = `${reading.what}, ${formatBytes(reading.length)}, ${formatCount(reading.lines)} ${reading.lines === 1 ? 'line' : 'lines'}`
  const read = reading.format === undefined ? ', read as one tool result' : ''
  return reading.isWhole ? `${about}${read}.` : `${about}${read}; the field shows its beginning. Clear it or paste over it to use another.`
}

/** A field whose text may also change from outside: by undo, a link, an example. */
function Typed({ id, label, value, hint, placeholder, list, isDisabled = false, onTyped, onEnter }: {
  readonly id: string; readonly label: string; readonly value: string; readonly hint: string; readonly placeholder: string; readonly list?: string
  readonly isDisabled?: boolean; readonly onTyped: (value: string) => void; readonly onEnter: () => void
}): JSX.Element {
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id} type="text" value={value} placeholder={placeholder} disabled={isDisabled} autocomplete="off" aria-describedby={`${id}-hint`} {...(list === undefined ? {} : { list })}
        onInput={(event) => { onTyped(event.currentTarget.value) }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          onEnter()
        }}
      />
      <p id={`${id}-hint`} class="hint">{hint}</p>
    </div>
  )
}

/** Where the JSON breaks, with a way there. */
function BrokenNote({ problem, field }: { readonly problem: Problem; readonly field: HTMLTextAreaElement | null }): JSX.Element {
  const { text, excerpt, at } = problem
  return (
    <div class="problem" id="problem" role="alert">
      <p>{text}</p>
      {excerpt !== undefined && <pre class="code">{excerpt.text.slice(0, excerpt.at)}<mark>{excerpt.text.slice(excerpt.at, excerpt.at + 1) || '⏎'}</mark>{excerpt.text.slice(excerpt.at + 1)}</pre>}
      {at !== undefined && field !== null && field.value.length >= at && (
        <button type="button" class="quiet" onClick={() => {
          field.focus()
          field.setSelectionRange(at, Math.min(field.value.length, at + 1))
          field.scrollTop = (field.scrollHeight * (problem.line! - 2)) / Math.max(1, field.value.split('\n').length)
        }}>Go there</button>
      )}
    </div>
  )
}

/** What is asked for while the figures are out of sight would seem to do nothing. */
function showFigures(): void {
  document.querySelector('.summary')?.scrollIntoView({ block: 'nearest' })
}

/** A paste outside of any field, and a drop anywhere, are meant for the source. */
function usePasteAndDrop(store: Store, field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const target = event.target
      const isSource = target === field.current
      if (!isSource && (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)) return
      const pasted = event.clipboardData?.files[0]
      const text = pasted === undefined ? event.clipboardData?.getData('text/plain') ?? '' : ''
      // A short one goes in as it always does, at the caret.
      if (pasted === undefined && (text === '' || (isSource && !field.current!.readOnly && text.length <= longText))) return
      event.preventDefault()
      // Reading megabytes from the clipboard takes the browser a tenth of a second; sending them on is a task of its own.
      setTimeout(() => {
        showFigures()
        void store.open(pasted === undefined ? { kind: 'text', text } : { kind: 'file', file: pasted })
      })
    }
    const onDrag = (event: DragEvent): void => {
      event.preventDefault()
      document.body.classList.toggle('dragging', event.type === 'dragover')
    }
    const onDrop = (event: DragEvent): void => {
      onDrag(event)
      const dropped = event.dataTransfer?.files[0]
      const text = dropped === undefined ? event.dataTransfer?.getData('text/plain') ?? '' : ''
      if (dropped !== undefined || text !== '') showFigures()
      if (dropped !== undefined) void store.open({ kind: 'file', file: dropped })
      else if (text !== '') void store.open({ kind: 'text', text })
    }
    document.addEventListener('paste', onPaste)
    document.addEventListener('dragover', onDrag)
    document.addEventListener('dragleave', onDrag)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('paste', onPaste)
      document.removeEventListener('dragover', onDrag)
      document.removeEventListener('dragleave', onDrag)
      document.removeEventListener('drop', onDrop)
    }
  }, [])
}
