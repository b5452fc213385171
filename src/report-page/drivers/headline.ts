import type { PageData } from '../collect.ts'
import { count, day, duration, percent, short, usd, whole } from '../format.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { bar } from './bars.ts'

/** The one sentence that is to be remembered, and a strip that shows it. */
export function renderLead({ summary }: PageData): Html {
  const { totalTokensBefore, totalTokensAfter, totalTokensSaved, totalTokensAvoidable, totalCostSavedUsd, requestsByMode, requestsPriced } = summary
  if (requestsByMode.optimize === 0) {
    return totalTokensAvoidable > 0
      ? html`<p class="lead">Headroom could save about <strong>${short(totalTokensAvoidable)} input tokens</strong>. Nothing was changed: these requests were audited or simulated.</p>`
      : html`<p class="lead">Headroom found nothing to save in these requests, and changed none of them.</p>`
  }
  const money = requestsPriced > 0 && totalCostSavedUsd > 0 ? html`, about <strong>${usd(totalCostSavedUsd)}</strong>` : undefined
  const share = percent(totalTokensBefore === 0 ? 0 : Math.abs(totalTokensSaved) / totalTokensBefore)
  if (totalTokensSaved <= 0) return html`<p class="lead">Headroom saved nothing: ${totalTokensSaved === 0 ? 'requests went out as large as they came' : `requests grew by ${short(-totalTokensSaved)} tokens (${share})`}.</p>`
  return html`<p class="lead">Headroom saved <strong>${short(totalTokensSaved)}</strong> of ${short(totalTokensBefore)} input tokens (${share})${money}.</p>
<section class="strip" aria-label="Input tokens sent and saved">
${bar([{ kind: 'sent', value: totalTokensAfter }, { kind: 'saved', value: totalTokensSaved }], totalTokensBefore)}
<ul class="legend"><li><i class="sent"></i>${whole(totalTokensAfter)} tokens sent</li><li><i class="saved"></i>${whole(totalTokensSaved)} tokens saved</li></ul>
</section>`
}

interface Figure {
  readonly name: string
  readonly value: string
  readonly note: string
}

export function renderFigures({ summary }: PageData): Html {
  const { requestsByMode, simulations, totalRequests, totalFailed, distributions, cache, requestsPriced, pricesDates, totalTokensAvoidable } = summary
  const { latencyMs, tokensInputBefore } = distributions
  const modes = [
    ...(requestsByMode.optimize > 0 ? [`${whole(requestsByMode.optimize)} optimized`] : []),
    ...(requestsByMode.audit > 0 ? [`${whole(requestsByMode.audit)} audited`] : []),
    ...(simulations > 0 ? [`${whole(simulations)} simulated beside them`] : []),
    ...(totalFailed > 0 ? [`${whole(totalFailed)} failed`] : []),
  ]
  const prices = pricesDates === undefined ? '' : pricesDates.first === pricesDates.last ? `prices of ${day(pricesDates.first)}` : `prices of ${day(pricesDates.first)} to ${day(pricesDates.last)}`
  const figures: Figure[] = [
    { name: 'Requests', value: whole(totalRequests), note: modes.join(', ') },
    { name: 'Saved per request', value: short(summary.avgTokensSaved), note: `tokens on average; the median request came with ${short(tokensInputBefore.p50)}` },
    requestsPriced === 0
      ? { name: 'Money saved', value: 'unknown', note: 'nobody knows the price of these models' }
      : { name: 'Money saved', value: usd(summary.totalCostSavedUsd), note: `${prices}, before discounts for cached tokens${requestsPriced < totalRequests ? `; ${whole(totalRequests - requestsPriced)} without a known price` : ''}` },
    ...(totalTokensAvoidable > 0 && requestsByMode.optimize > 0 ? [{ name: 'Could be saved', value: short(totalTokensAvoidable), note: 'tokens more, in requests that were audited or simulated' }] : []),
    cache.requests === 0
      ? { name: 'Read from caches', value: 'unknown', note: 'providers did not tell' }
      : { name: 'Read from caches', value: percent(cache.hitRate), note: `of input tokens; ${whole(cache.hits)} of ${count(cache.requests, 'request')} found something` },
    ...(latencyMs.count === 0 ? [] : [{ name: 'Time it took', value: duration(latencyMs.p50), note: `for half of the requests; 99 of 100 took up to ${duration(latencyMs.p99)}` }]),
  ]
  return html`<dl class="figures">${figures.map(({ name, value, note }) => html`<div><dt>${name}</dt><dd><div class="value">${value}</div><div class="note">${note}</div></dd></div>`)}</dl>`
}
