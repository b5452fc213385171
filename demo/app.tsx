import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Controls } from './panels/controls.tsx'
import { HistoryBox } from './panels/history-box.tsx'
import { InputPanel } from './panels/input.tsx'
import { ResultPanel } from './panels/result.tsx'
import { Summary } from './panels/summary.tsx'
import { TierSwitch } from './panels/tier.tsx'
import type { Store } from './store.ts'

export function App({ store }: { readonly store: Store }): JSX.Element {
  const state = store.state.value
  // In parts, a task each: all at once would keep a slow machine from answering for a moment.
  const [parts, setParts] = useState(0)
  useEffect(() => {
    if (parts < 2) setTimeout(setParts, 0, parts + 1)
  }, [parts])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { run, input } = store.state.peek()
      if (event.key === 'Escape' && (run.kind === 'working' || input.kind === 'reading')) void store.engine.cancel()
      if (!event.altKey || event.ctrlKey || event.metaKey) return
      // By the place of the key: with Alt some systems write another letter.
      const act = { KeyZ: event.shiftKey ? store.redo : store.undo, KeyQ: () => { document.getElementById('question')?.focus() }, KeyV: () => { document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus() } }[event.code]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => { document.removeEventListener('keydown', onKeyDown) }
  }, [])
  return (
    <>
      <header class="top">
        <h1>Headroom</h1>
        <p class="tagline">Makes what you send to a language model smaller, and keeps what the answer needs. It runs here, in this tab; nothing leaves it.</p>
      </header>
      <main>
        <InputPanel store={store} state={state} />
        <div class="right">
          <Summary store={store} state={state} />
          <ResultPanel store={store} state={state} />
          {parts > 1 && <HistoryBox store={store} />}
        </div>
        <div class="settings">
          {parts > 0 && <TierSwitch store={store} state={state} />}
          {parts > 1 && <Controls store={store} state={state} />}
        </div>
      </main>
      <footer class="hint">
        Keys: <kbd>Ctrl Enter</kbd> compress, <kbd>Esc</kbd> stop, <kbd>Alt Z</kbd> undo, <kbd>Alt Shift Z</kbd> redo, <kbd>Alt Q</kbd> question, <kbd>Alt V</kbd> views, arrows walk through views and rows.
      </footer>
    </>
  )
}
