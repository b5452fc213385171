import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatCount } from '../format.ts'
import type { ArrayView, Outcome, RowDetail, RowFilter, RowView } from '../protocol.ts'
import { levelWords, reasonWords } from '../reasons.ts'
import type { Store } from '../store.ts'
import type { State } from '../state.ts'
import { Lines } from './lines.tsx'
import { usePages } from './use-pages.ts'
import { VirtualList } from './virtual-list.tsx'

interface Props {
  readonly store: Store
  readonly state: State
  readonly outcome: Outcome
}

/** The rows as they were beside what goes out; a row is lit on both sides. */
export function RowsView({ store, state, outcome }: Props): JSX.Element {
  const [hovered, setHovered] = useState<number | undefined>(undefined)
  const [columns, setColumns] = useState(80)
  const [shownLine, setShownLine] = useState<number | undefined>(undefined)
  const array = outcome.arrays[state.array]
  const row = hovered ?? state.row
  const lit = row === undefined ? undefined : { array: state.array, row }
  useEffect(() => {
    if (state.row === undefined) return undefined
    let isGone = false
    store.engine.ask('place', state.array, state.row, columns).then((line) => { if (!isGone && line >= 0) setShownLine(line) }, () => undefined) // a newer run has its own places
    return () => { isGone = true }
  }, [state.row, state.array, columns, state.outcomeNumber])
  return (
    <div class={`sides ${array === undefined ? 'one' : ''}`}>
      {array !== undefined && (
        <section class="side" aria-label="Original rows">
          <RowsTable key={state.array} store={store} state={state} outcome={outcome} array={array} onHover={setHovered} />
        </section>
      )}
      <section class="side" aria-label="What goes out">
        <div class="side-head">
          <h3>What goes out</h3>
          <p class="hint"><Legend hasRows={array !== undefined} /></p>
        </div>
        <Lines
          label="Compressed text" listKey={`result ${state.outcomeNumber}`} load={(width, from, to) => store.engine.ask('lines', width, from, to)}
          lit={lit} shownLine={shownLine} onColumns={setColumns} empty="Nothing goes out."
          onHover={(other, hoveredRow) => { if (other === state.array || hoveredRow === undefined) setHovered(hoveredRow) }}
          onChoose={(other, chosen) => { store.dispatch({ kind: 'row-chosen', array: other, row: chosen }) }}
        />
      </section>
    </div>
  )
}

function Legend({ hasRows }: { readonly hasRows: boolean }): JSX.Element {
  if (!hasRows) return <><span class="key m-note">Σ counts what was left out</span> Line breaks are for reading only.</>
  return <><span class="key m-whole">● whole row</span> <span class="key m-index">○ index line</span> <span class="key m-note">Σ counts and figures</span></>
}

const rowHeight = 32

function RowsTable({ store, state, outcome, array, onHover }: Props & { readonly array: ArrayView; readonly onHover: (row: number | undefined) => void }): JSX.Element {
  // What stays is the shorter list and the better story; what goes is one click away.
  const [filter, setFilter] = useState<RowFilter>(array.whole > 0 ? 'whole' : 'all')
  const [search, setSearch] = useState('')
  /** Place in the filtered list. */
  const [place, setPlace] = useState<number | undefined>(undefined)
  const pages = usePages<RowView>(`${state.outcomeNumber} ${state.array} ${filter} ${search}`, async (from, to) => {
    const { total, rows } = await store.engine.ask('rows', state.array, filter, search, from, to)
    return { total, items: rows }
  })
  /** A place that was chosen and whose row is on its way. */
  const [awaited, setAwaited] = useState<number | undefined>(undefined)
  const arrived = awaited === undefined ? undefined : pages.get(awaited)
  useEffect(() => {
    if (arrived === undefined) return
    setAwaited(undefined)
    onHover(undefined)
    store.dispatch({ kind: 'row-chosen', row: arrived.row })
  }, [arrived])
  const choose = (index: number): void => {
    setPlace(index)
    setAwaited(index)
  }
  useEffect(() => { onHover(undefined) }, [filter, search])
  const onKeyDown = (event: KeyboardEvent): void => {
    const total = pages.total ?? 0
    const at = place ?? -1
    const next = ({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: total - 1, PageDown: at + 10, PageUp: at - 10 } as Readonly<Record<string, number>>)[event.key]
    if (event.key === 'Escape' && state.row !== undefined) store.dispatch({ kind: 'row-chosen', row: undefined })
    if (next === undefined || total === 0) return
    event.preventDefault()
    choose(Math.min(total - 1, Math.max(0, next)))
  }
  const reasons = Object.entries(array.reasons) as [keyof typeof reasonWords, number][] // keys of a record of reasons
  return (
    <>
      <div class="side-head">
        <h3>Original rows</h3>
        {outcome.arrays.length > 1 && <ArrayPicker store={store} state={state} outcome={outcome} />}
      </div>
      <div class="filters" role="group" aria-label="Show rows">
        <Chip isOn={filter === 'all'} onClick={() => { setFilter('all') }} label="all" count={array.rows} />
        <Chip isOn={filter === 'whole'} onClick={() => { setFilter('whole') }} label="whole" count={array.whole} kind="whole" />
        <Chip isOn={filter === 'indexed'} onClick={() => { setFilter('indexed') }} label="index line" count={array.indexed} kind="indexed" />
        <Chip isOn={filter === 'counted'} onClick={() => { setFilter('counted') }} label="only counted" count={array.counted} kind="counted" />
        <label class="choice"><span>why</span>
          <select value={filter in reasonWords ? filter : ''} onChange={(event) => { setFilter(event.currentTarget.value === '' ? 'all' : event.currentTarget.value as RowFilter) /* values are reasons */ }}>
            <option value="">any reason</option>
            {reasons.sort((a, b) => b[1] - a[1]).map(([reason, count]) => <option key={reason} value={reason}>{reasonWords[reason].label} ({formatCount(count)})</option>)}
          </select>
        </label>
        <input class="find" type="search" aria-label="Find in rows" placeholder="find" value={search} onInput={(event) => { setSearch(event.currentTarget.value) }} />
      </div>
      <VirtualList
        class="rows" role="grid" aria-label="Rows of the original" aria-rowcount={pages.total ?? 0} aria-multiselectable="false" count={pages.total ?? 0} rowHeight={rowHeight}
        shownIndex={place} onKeyDown={onKeyDown} onMouseLeave={() => { onHover(undefined) }} {...(place === undefined ? {} : { 'aria-activedescendant': `row-${place}` })}
        renderRow={(index, style) => {
          const view = pages.get(index)
          return (
            <div
              id={`row-${index}`} role="row" key={index} style={style} aria-rowindex={index + 1} aria-selected={view !== undefined && view.row === state.row}
              class={`row ${view?.level ?? ''} ${view !== undefined && view.row === state.row ? 'chosen' : ''}`}
              onClick={() => { choose(index) }} onMouseEnter={() => { onHover(view?.row) }}
            >
              {view === undefined ? <span role="gridcell" class="hint">…</span> : (
                <>
                  <span role="gridcell" class="number">{formatCount(view.row + 1)}</span>
                  <span role="gridcell" class="why"><Why view={view} /></span>
                  <span role="gridcell" class="code text">{view.text}</span>
                </>
              )}
            </div>
          )
        }}
      />
      {pages.total === 0 && <p class="hint">No row is like that.</p>}
      <Detail store={store} state={state} />
    </>
  )
}

function ArrayPicker({ store, state, outcome }: Props): JSX.Element {
  return (
    <label class="choice"><span>list</span>
      <select value={String(state.array)} onChange={(event) => { store.dispatch({ kind: 'array-chosen', array: Number(event.currentTarget.value) }) }}>
        {outcome.arrays.slice(0, 500).map((array, i) => (
          <option key={i} value={String(i)}>{i + 1}. {nameOf(array, outcome)}: {formatCount(array.rows)} rows{array.whole === array.rows ? ', all stay' : ''}</option>
        ))}
      </select>
    </label>
  )
}

/** Where a list stands: of which tool, or in which of several texts. */
function nameOf({ toolName, pointer, line, block }: ArrayView, { isRequest, blocks }: Outcome): string {
  const text = toolName ?? (isRequest ? blocks[block]?.title ?? '' : '')
  const place = line === undefined ? pointer : `line ${formatCount(line)}`
  return [text, place].filter(Boolean).join(' ') || 'the whole text'
}

function Chip({ isOn, onClick, label, count, kind = '' }: { readonly isOn: boolean; readonly onClick: () => void; readonly label: string; readonly count: number; readonly kind?: string }): JSX.Element {
  return <button type="button" class={`chip ${kind}`} aria-pressed={isOn} onClick={onClick} disabled={count === 0}>{label} <b>{formatCount(count)}</b></button>
}

function Why({ view }: { readonly view: RowView }): JSX.Element {
  if (view.level !== 'whole') return <span class={`tag ${view.level}`} title={levelWords[view.level].why}>{levelWords[view.level].label}</span>
  return <>{view.reasons.map((reason) => <span class="tag whole" key={reason} title={reasonWords[reason].why}>{reasonWords[reason].label}</span>)}</>
}

/** The whole row that is looked at, and in sentences what became of it. */
function Detail({ store, state }: { readonly store: Store; readonly state: State }): JSX.Element | null {
  const [detail, setDetail] = useState<RowDetail | undefined>(undefined)
  useEffect(() => {
    if (state.row === undefined) {
      setDetail(undefined)
      return undefined
    }
    let isGone = false
    store.engine.ask('row', state.array, state.row, 64).then((loaded) => { if (!isGone) setDetail(loaded) }, () => undefined) // a newer run has its own rows
    return () => { isGone = true }
  }, [state.row, state.array, state.outcomeNumber])
  if (detail === undefined) return <p class="hint pick">Choose a row to see all of it and why it stays or goes.</p>
  return (
    <div class="detail" aria-live="polite">
      <p class={`verdict ${detail.level}`}><b>Row {formatCount(detail.row + 1)}: {levelWords[detail.level].label}.</b> {detail.level === 'whole' ? detail.reasons.map((reason) => reasonWords[reason].why).join(' ') : levelWords[detail.level].why}</p>
      <pre class="code" tabIndex={0} role="region" aria-label="The whole row">{detail.lines.map(({ spans, indent }, i) => (
        <span key={i}>{'  '.repeat(indent)}{spans.map(([kind, text], j) => <span key={j} class={`s-${kind}`}>{text}</span>)}{'\n'}</span>
      ))}</pre>
    </div>
  )
}
