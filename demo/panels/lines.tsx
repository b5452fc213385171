import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LineView, LinesPage } from '../protocol.ts'
import { usePages } from './use-pages.ts'
import { VirtualList } from './virtual-list.tsx'

export const lineHeight = 20

interface Props {
  readonly label: string
  /** Changes when the lines do. */
  readonly listKey: string
  readonly load: (columns: number, from: number, to: number) => Promise<LinesPage>
  /** Lines of this row are lit. */
  readonly lit?: { readonly array: number; readonly row: number } | undefined
  readonly shownLine?: number | undefined
  readonly onHover?: (array: number, row: number | undefined) => void
  readonly onChoose?: (array: number, row: number) => void
  readonly onColumns?: (columns: number) => void
  readonly empty: string
}

/** Highlighted text of any length: the worker breaks it into lines as wide as the panel and hands out those that are seen. */
export function Lines({ label, listKey, load, lit, shownLine, onHover, onChoose, onColumns, empty }: Props): JSX.Element {
  const ruler = useRef<HTMLSpanElement>(null)
  const [columns, setColumns] = useState(0)
  const [character, setCharacter] = useState(0)
  useLayoutEffect(() => { setCharacter(ruler.current!.getBoundingClientRect().width / 100) }, [])
  const measure = (width: number): void => {
    if (character === 0) return
    // Room for the marks at the left; in steps, so that dragging a window's edge does not break the text anew for every pixel.
    const fitting = Math.max(24, Math.floor((width - 40) / character / 4) * 4)
    setColumns(fitting)
    onColumns?.(fitting)
  }
  const pages = usePages<LineView>(`${listKey} ${columns}`, async (from, to) => {
    if (columns === 0) return { total: 0, items: [] }
    const { total, lines } = await load(columns, from, to)
    return { total, items: lines }
  })
  return (
    <div class="lines-frame">
      <span class="ruler code" ref={ruler} aria-hidden="true">{'0'.repeat(100)}</span>
      {character > 0 && (
        <VirtualList
          class="lines code" role="region" aria-label={label} count={pages.total ?? 0} rowHeight={lineHeight} shownIndex={shownLine} onWidth={measure}
          onMouseLeave={() => onHover?.(0, undefined)}
          renderRow={(index, style) => {
            const line = pages.get(index)
            if (line === undefined) return <div class="line" key={index} style={style} />
            const isLit = lit !== undefined && line.row === lit.row && line.array === lit.array
            const row = line.row
            return (
              <div
                class={`line ${line.kind} ${line.mark === undefined ? '' : markClasses[line.mark]} ${isLit ? 'lit' : ''}`} key={index} style={style}
                onMouseEnter={row === undefined ? undefined : () => onHover?.(line.array!, row)}
                onClick={row === undefined ? undefined : () => onChoose?.(line.array!, row)}
              >
                <span class="sign" aria-hidden="true">{line.mark === undefined ? '' : signs[line.mark]}</span>
                {' '.repeat(2 * line.indent)}
                {line.spans.map(([kind, text], i) => (kind === 'plain' ? text : <span class={`s-${kind}`} key={i}>{text}</span>))}
                {line.why !== undefined && <span class="because">{line.why}</span>}
              </div>
            )
          }}
        />
      )}
      {pages.total === 0 && columns > 0 && <p class="hint overlay">{empty}</p>}
    </div>
  )
}

const markClasses = { whole: 'm-whole', index: 'm-index', note: 'm-note', '-': 'm-minus', '+': 'm-plus' } as const
const signs = { whole: '●', index: '○', note: 'Σ', '-': '−', '+': '+' } as const
