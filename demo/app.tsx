import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Controls } from './panels/controls.tsx'
import { InputPanel } from './panels/input.tsx'
import { ResultPanel } from './panels/result.tsx'
import { Summary } from './panels/summary.tsx'
import { TierSwitch } from './panels/tier.tsx'
import type { Store } from './store.ts'

export function App({ store }: { readonly store: Store }): JSX.Element {
  const state = store.state.value
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && store.state.peek().run.kind === 'working') void store.engine.cancel()
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
        <div class="left">
          <InputPanel store={store} state={state} />
          <TierSwitch store={store} state={state} />
          <Controls store={store} state={state} />
        </div>
        <div class="right">
          <Summary store={store} state={state} />
          <ResultPanel store={store} state={state} />
        </div>
      </main>
    </>
  )
}
