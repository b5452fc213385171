import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ExportKind } from '../protocol.ts'
import { writeLink } from '../share.ts'
import type { State } from '../state.ts'
import type { Store } from '../store.ts'

/** What can be taken away from a run. */
export function ExportBar({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element {
  const [said, setSaid] = useState('Copy the result')
  const [shared, setShared] = useState('Copy a link')
  useEffect(() => {
    setSaid('Copy the result')
    setShared('Copy a link')
  }, [state.outcomeNumber])
  const copy = async (): Promise<void> => {
    try {
      const blob = await store.engine.ask('write', 'output')
      await navigator.clipboard.writeText(await blob.text())
      setSaid('Copied')
    } catch {
      setSaid('Copying is not allowed here')
    }
  }
  const share = async (): Promise<void> => {
    const { input, settings } = state
    try {
      const source = input.kind !== 'read' ? undefined : input.source.kind === 'sample' ? input.source
        : input.reading.length > 1_000_000 ? undefined : { kind: 'text' as const, text: await (await store.engine.ask('write', 'source')).text() }
      const { link, isWhole } = await writeLink(source, settings, location.href)
      await navigator.clipboard.writeText(link)
      setShared(isWhole ? 'Link copied' : 'Link copied, without the text: it is too long')
    } catch {
      setShared('Copying is not allowed here')
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
      <button type="button" class="quiet" onClick={() => { void share() }}>{shared}</button>
      <button type="button" class="quiet" onClick={() => { void save('output', state.outcome?.isRequest === true ? 'request.json' : 'result.txt') }}>Save</button>
      <button type="button" class="quiet" onClick={() => { void save('report', 'headroom-report.json') }}>Report as JSON</button>
      <button type="button" class="quiet" onClick={() => { void save('page', 'headroom-report.html') }}>Report as page</button>
    </div>
  )
}
