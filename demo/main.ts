import { formatCount, formatUsd } from './format.ts'
import type { CompressAnswer, CompressRequest, Outcome } from './protocol.ts'
import { sample } from './sample.ts'
import { initialState, reduce } from './state.ts'
import type { Event, State } from './state.ts'

const form = find('form', HTMLFormElement)
const source = find('source', HTMLTextAreaElement)
const question = find('question', HTMLInputElement)
const model = find('model', HTMLInputElement)
const problem = find('problem', HTMLElement)
const headline = find('headline', HTMLElement)
const detail = find('detail', HTMLElement)
const output = find('output', HTMLElement)
const decisions = find('decisions', HTMLDetailsElement)
const decisionList = find('decision-list', HTMLElement)
const compress = find('compress', HTMLButtonElement)
const copy = find('copy', HTMLButtonElement)

let state: State = initialState
let worker = startWorker()

form.addEventListener('submit', (event) => {
  event.preventDefault()
  // A new question makes the old one pointless, and the worker cannot be interrupted.
  if (state.kind === 'working') {
    worker.terminate()
    worker = startWorker()
  }
  dispatch({ kind: 'submitted' })
  const request: CompressRequest = { id: state.id, source: source.value, question: question.value.trim(), model: model.value.trim() }
  worker.postMessage(request)
})

source.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  form.requestSubmit()
})

find('sample', HTMLButtonElement).addEventListener('click', () => {
  source.value = sample.source
  question.value = sample.question
  form.requestSubmit()
})

copy.addEventListener('click', () => {
  navigator.clipboard.writeText(output.textContent ?? '').then(
    () => { copy.textContent = 'Copied' },
    () => { copy.textContent = 'Copying is not allowed here' },
  )
})

function startWorker(): Worker {
  const started = new Worker(new URL('./optimize.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', (event: MessageEvent<CompressAnswer>) => { dispatch({ kind: 'answered', answer: event.data }) })
  started.addEventListener('error', (event) => {
    dispatch({ kind: 'broke', problem: `The compression could not run${event.message ? `: ${event.message}` : ''}. Reload the page.` })
  })
  return started
}

function dispatch(event: Event): void {
  state = reduce(state, event)
  show(state)
}

function show(shown: State): void {
  const failed = shown.kind === 'failed'
  problem.hidden = !failed
  problem.textContent = failed ? shown.problem : ''
  source.setAttribute('aria-invalid', String(failed))
  compress.textContent = shown.kind === 'working' ? 'Compressing…' : 'Compress'
  copy.disabled = shown.kind !== 'done'
  copy.textContent = 'Copy'
  if (shown.kind === 'done') return showOutcome(shown.outcome)
  headline.textContent = ''
  detail.textContent = shown.kind === 'working' ? 'Counting and compressing…' : ''
  output.textContent = ''
  decisions.hidden = true
}

function showOutcome(outcome: Outcome): void {
  const about = outcome.counting === 'estimated' ? 'about ' : ''
  headline.textContent = `${about}${formatCount(outcome.tokensBefore)} → ${formatCount(outcome.tokensAfter)} tokens`
  detail.textContent = [savings(outcome), ...outcome.warnings].join('. ')
  output.textContent = outcome.output
  decisionList.replaceChildren(...outcome.decisions.map((line) => Object.assign(document.createElement('li'), { textContent: line })))
  decisions.hidden = outcome.decisions.length === 0
}

function savings(outcome: Outcome): string {
  if (outcome.tokensAfter >= outcome.tokensBefore) return 'Nothing here was worth changing, so nothing was changed'
  const usd = outcome.estimatedSavingsUsd
  return `${outcome.savingsPercent.toFixed(1)} % less${usd === undefined ? '' : `, ${formatUsd(usd)} saved each time it is sent`}`
}

function find<Type extends HTMLElement>(id: string, type: abstract new () => Type): Type {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} #${id}`)
  return element
}
