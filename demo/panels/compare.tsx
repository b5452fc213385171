import type { JSX } from 'preact'
import { formatCount, formatPercent, formatUsd } from '../format.ts'
import type { Contender } from '../protocol.ts'
import { useAnswer } from './use-answer.ts'
import type { ViewProps } from './result.tsx'

const words: Readonly<Record<Contender['name'], { readonly label: string; readonly about: string }>> = {
  original: { label: 'Original', about: 'as it came' },
  minified: { label: 'Minified', about: 'JSON without white space' },
  toon: { label: 'TOON', about: 'a notation with indentation and tables' },
  lossless: { label: 'Headroom, lossless', about: 'columns; everything can be turned back' },
  crushed: { label: 'Headroom', about: 'with the settings on the left' },
}

/** The tool results in other spellings, counted by the same tokenizer, honest where another wins. */
export function CompareView({ store, state }: ViewProps): JSX.Element {
  const answer = useAnswer<readonly Contender[]>(`${state.outcomeNumber}`, () => store.engine.ask('compare'))
  if (answer.kind === 'waiting') return <p class="hint">Writing the tool results in every way and counting…</p>
  if (answer.kind === 'failed') return <p class="problem">{answer.problem}</p>
  const contenders = answer.value
  const original = contenders[0]!.tokens
  const lossless = contenders.filter(({ name }) => name !== 'crushed')
  const best = lossless.reduce((least, one) => (one.tokens < least.tokens ? one : least))
  const least = contenders.reduce((smallest, one) => (one.tokens < smallest.tokens ? one : smallest))
  return (
    <div class="stack">
      <p>Of those that lose nothing, <b>{words[best.name].label}</b> is the shortest. {least.name === best.name ? 'Leaving rows out gains nothing here.' : `Leaving rows out takes ${formatPercent((100 * (best.tokens - least.tokens)) / Math.max(1, best.tokens))} off that, with figures in their place.`}</p>
      <table class="compare">
        <thead><tr><th>Spelling</th><th class="n">Tokens</th><th class="n">Share</th>{contenders[0]!.usd !== undefined && <th class="n">A thousand requests</th>}<th><span class="visually-hidden">As a bar</span></th></tr></thead>
        <tbody>
          {contenders.map(({ name, tokens, usd, note }) => (
            <tr key={name} class={name === least.name ? 'least' : ''}>
              <th scope="row">{words[name].label}<span class="hint"> {note ?? words[name].about}</span></th>
              <td class="n">{formatCount(tokens)}</td>
              <td class="n">{original === 0 ? '' : formatPercent((100 * tokens) / original)}</td>
              {usd !== undefined && <td class="n">{formatUsd(1000 * usd)}</td>}
              <td class="size-cell"><span class="size" aria-hidden="true"><span style={{ width: `${original === 0 ? 0 : Math.min(100, (100 * tokens) / original)}%` }} /></span></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">The texts of tool results alone, without the conversation around them.</p>
    </div>
  )
}
