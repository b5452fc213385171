import { h, render } from 'preact'
import { App } from './app.tsx'
import { readLink } from './share.ts'
import { sampleTitles } from './samples/titles.ts'
import { createStore } from './store.ts'

// Beside the page, wherever that is: a worker's own address says nothing about it.
const store = createStore(new URL('models/all-MiniLM-L6-v2/', document.baseURI).href)

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no #app')
// A task of its own: until then the heading of the page itself is there.
setTimeout(() => { render(h(App, { store }), root) })

// Not where the page is being worked on: it would show yesterday's.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('./service-worker.js').catch((error: unknown) => { console.info('The page will not work offline:', error) })
}

/** What a link carries; whoever comes without one sees what the page does, on an example. */
async function begin(isFirst: boolean): Promise<void> {
  const shared = await readLink(location.hash)
  if (shared === undefined && !isFirst) return
  if (shared !== undefined) store.dispatch({ kind: 'reset' })
  await store.open(shared?.source ?? { kind: 'sample', id: sampleTitles[0].id, isGreeting: true }, shared?.settings)
}
addEventListener('hashchange', () => { void begin(false) })
void begin(true)
