import type { JSX } from 'preact'
import { formatCount, formatPercent } from '../format.ts'
import type { PrefixView } from '../protocol.ts'
import type { ViewProps } from './result.tsx'

const maxShown = 400

/** What a provider's prefix cache sees: how far the request is the same next time, what breaks it, and what was moved for it. */
export function CacheView({ outcome }: ViewProps): JSX.Element {
  const { prefix, moved, report } = outcome
  const marks = prefix.flatMap(({ hasCacheMark }, i) => (hasCacheMark ? [i] : []))
  const lastMark = marks.at(-1) ?? -1
  const breakAt = prefix.findIndex(({ volatile }) => volatile.length > 0)
  const stable = breakAt < 0 ? prefix.length : breakAt
  const tokensBefore = (end: number): number => prefix.slice(0, end).reduce((sum, { tokens }) => sum + tokens, 0)
  const isSolved = moved.length > 0
  return (
    <div class="stack">
      <p>
        {breakAt < 0 ? 'Nothing in the tools and the system prompt changes from request to request: a provider can cache all of them.'
          : isSolved ? <>The system prompt holds what changes with every request: <Quoted texts={prefix.flatMap(({ volatile }) => volatile)} />. It was moved to the end of the prompt, so that what stands before it stays cached.</>
            : <>The system prompt holds what changes with every request: <Quoted texts={prefix.flatMap(({ volatile }) => volatile)} />. It stays where it is{marks.length > 0 ? ', since nothing at or before a cache mark is touched' : ''}.</>}
      </p>
      <dl class="facts">
        <div><dt>prefix that was stable as it came</dt><dd>{formatPercent(100 * report.cacheAlignmentScore)}</dd></div>
        <div><dt>tokens before the first change</dt><dd>{formatCount(tokensBefore(stable))} of {formatCount(tokensBefore(prefix.length))}</dd></div>
        <div><dt>hash of the stable prefix</dt><dd class="code">{report.stablePrefixHash}</dd></div>
        <div><dt>cache marks</dt><dd>{marks.length}</dd></div>
      </dl>
      {moved.map(({ before, after }, i) => (
        <div class="moved" key={i}>
          <section aria-label="System prompt before"><h3>Before</h3><pre class="code wrap">{before}</pre></section>
          <section aria-label="System prompt after"><h3>After</h3><pre class="code wrap">{after}</pre></section>
        </div>
      ))}
      <h3>In the order in which it is cached</h3>
      <ol class="blocks">
        {prefix.slice(0, maxShown).map((block, i) => (
          <li key={i} class={`${i < stable ? 'stable' : ''} ${i <= lastMark ? 'marked' : ''}`}>
            <Block block={block} total={tokensBefore(prefix.length)} />
            {i + 1 === stable && breakAt >= 0 && <p class="edge">The stable prefix ends here.</p>}
          </li>
        ))}
      </ol>
      {prefix.length > maxShown && <p class="hint">And {formatCount(prefix.length - maxShown)} more.</p>}
    </div>
  )
}

function Block({ block: { where, title, tokens, hasCacheMark, volatile }, total }: { readonly block: PrefixView; readonly total: number }): JSX.Element {
  return (
    <div class="block">
      <span class="where">{where}</span>
      <span class="title">{title} {hasCacheMark && <span class="tag whole">cache mark</span>} {volatile.length > 0 && <span class="tag indexed">changes: {volatile.join(', ')}</span>}</span>
      <span class="size" aria-hidden="true"><span style={{ width: `${total === 0 ? 0 : Math.max(1, (100 * tokens) / total)}%` }} /></span>
      <span class="n">{formatCount(tokens)}</span>
    </div>
  )
}

function Quoted({ texts }: { readonly texts: readonly string[] }): JSX.Element {
  return <>{[...new Set(texts)].slice(0, 8).map((text, i) => <>{i > 0 ? ', ' : ''}<q>{text}</q></>)}</>
}
