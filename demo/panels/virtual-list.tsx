import type { CSSProperties, ComponentChildren, HTMLAttributes, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'ref' | 'children' | 'label'> {
  readonly count: number
  /** In pixels, the same for all: so a list of a million needs no list of heights. */
  readonly rowHeight: number
  readonly renderRow: (index: number, style: CSSProperties) => ComponentChildren
  /** Brought into view when it changes. */
  readonly shownIndex?: number | undefined
  readonly onWidth?: (width: number) => void
}

/** Rows above and below what is seen, so that scrolling finds them there. */
const overscan = 5
/** Browsers lay out nothing beyond some ten million pixels. */
const maxHeight = 15_000_000

/** A list of which only what is seen is on the page. */
export function VirtualList({ count, rowHeight, renderRow, shownIndex, onWidth, ...attributes }: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(400)
  useLayoutEffect(() => {
    const element = scroller.current!
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight)
      onWidth?.(element.clientWidth)
    })
    observer.observe(element)
    return () => { observer.disconnect() }
  }, [])
  useEffect(() => {
    const element = scroller.current!
    if (shownIndex === undefined) return
    const from = shownIndex * rowHeight
    if (from < element.scrollTop || from + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = from - element.clientHeight / 3
  }, [shownIndex, count])
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + overscan)
  return (
    <div ref={scroller} tabIndex={0} onScroll={(event) => { setTop(event.currentTarget.scrollTop) }} {...attributes}>
      <div class="virtual" role="presentation" style={{ height: `${Math.min(maxHeight, count * rowHeight)}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => renderRow(first + i, { transform: `translateY(${(first + i) * rowHeight}px)`, height: `${rowHeight}px` }))}
      </div>
    </div>
  )
}
