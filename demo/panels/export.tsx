import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ExportKind } from '../protocol.ts'
import type { State } from '../state.ts'
import type { Store } from '../store.ts'

/** What can be taken away from a run. */
export function ExportBar({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const [said, setSaid] = useState('Copy the result')
  useEffect(() => { setSaid('Copy the result') }, [state.outcomeNumber])
  const copy = async (): Promise<void> => {
    try {
      const blob = await store.engine.ask('write', 'output')
      await navigator.clipboard.writeText(await blob.text())
      setSaid('Copied')
    } catch {
      setSaid('Copying is not allowed here')
    }
  }
  const save = async (kind: ExportKind, name: string): Promise<void> => {
    const address = URL.createObjectURL(await store.engine.ask('write', kind))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    // The download has the bytes by then.
    setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
  }
  return (
    <div class="export">
      <button type="button" class="quiet" onClick={() => { void copy() }}>{said}</button>
      <button type="button" class="quiet" onClick={() => { void save('output', state.outcome?.isRequest === true ? 'request.json' : 'result.txt') }}>Save</button>
      <button type="button" class="quiet" onClick={() => { void save('report', 'headroom-report.json') }}>Report as JSON</button>
      <button type="button" class="quiet" onClick={() => { void save('page', 'headroom-report.html') }}>Report as page</button>
    </div>
  )
}
