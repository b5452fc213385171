import type { JSX } from 'preact'
import { formatCount } from '../format.ts'
import type { Outcome } from '../protocol.ts'
import { describeAction, nameType } from '../reasons.ts'
import type { ViewProps } from './result.tsx'

type Decision = Outcome['report']['decisions'][number]

const maxShown = 300

/** What was decided for every block, in the words of the report. */
export function DecisionsView({ outcome }: ViewProps): JSX.Element {
  const { report } = outcome
  const waste = Object.entries({
    'white space': report.waste.whiteSpace, 'repeated keys': report.waste.repeatedKeys, 'repeated rows': report.waste.repeatedRows,
    base64: report.waste.base64, HTML: report.waste.html, 'after a changing prefix': report.waste.volatilePrefix,
  }).filter(([, tokens]) => tokens > 0)
  return (
    <div class="stack">
      <div class="table-frame" tabIndex={0} role="region" aria-label="Decisions">
        <table class="decisions">
          <thead><tr><th>Where</th><th>What was done</th><th>Why</th><th class="n">Tokens before</th><th class="n">Tokens after</th></tr></thead>
          <tbody>{report.decisions.slice(0, maxShown).map((decision, i) => <Row key={i} decision={decision} />)}</tbody>
        </table>
      </div>
      {report.decisions.length > maxShown && <p class="hint">{formatCount(report.decisions.length - maxShown)} more are in the report.</p>}
      {report.decisions.length === 0 && <p class="hint">There was no tool result and nothing to move.</p>}
      {waste.length > 0 && <p class="hint">Found in the original, as tokens, overlapping: {waste.map(([name, tokens]) => `${name} ${formatCount(tokens)}`).join(', ')}.</p>}
    </div>
  )
}

function Row({ decision }: { readonly decision: Decision }): JSX.Element {
  const { path, toolName, contentType, action, reason, tokensBefore, tokensAfter, relevance, lines, linesFolded, confidence, pasted } = decision
  const place = [path.join('.'), pasted === undefined ? '' : `from character ${formatCount(pasted.start + 1)} on`].filter(Boolean).join(', ')
  const done = [
    describeAction(decision),
    lines === undefined ? '' : `${formatCount(lines.kept)} of ${formatCount(lines.total)} lines stay`,
    linesFolded === undefined ? '' : `${formatCount(linesFolded)} lines stand earlier`,
  ].filter(Boolean).join('; ')
  return (
    <tr class={`action-${action}`}>
      <th scope="row">{toolName ?? (path.length === 0 ? 'tool result' : pasted === undefined ? nameType(contentType) : `pasted ${nameType(contentType)}`)}<span class="hint"> {place}</span></th>
      <td>{done}</td>
      <td class="reason">{reason}{relevance === undefined ? '' : `; ranked by ${relevance}`}{confidence === undefined ? '' : `; read as ${nameType(contentType)}, ${Math.round(100 * confidence)} % sure`}</td>
      <td class="n" data-label="before">{formatCount(tokensBefore)}</td>
      <td class="n" data-label="after">{formatCount(tokensAfter)}</td>
    </tr>
  )
}
