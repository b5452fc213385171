import { createHeadroomFetch } from 'headroom-ts/fetch'
import type { Report } from 'headroom-ts'
import type { ChatMessage } from './backend.ts'

/** The one line: the backend stays as it is, and so does everything else that the page fetches. */
const send = createHeadroomFetch({ model: 'gpt-4o-mini', match: ({ url }) => url.endsWith('/api/chat'), onReport: showTokens })

const messages: ChatMessage[] = [{ role: 'system', content: 'You answer questions about the jobs of last night. Call list_jobs first.' }]
let running: AbortController | undefined

const find = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind // all of them stand in index.html
const [log, form, question, ask, stop, problem, total] = [find('log'), find('form'), find<HTMLInputElement>('question'), find<HTMLButtonElement>('ask'), find('stop'), find('problem'), find('total')]

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = question.value.trim()
  if (text !== '' && running === undefined) void answer(text)
})
stop.addEventListener('click', () => { running?.abort() })

/** One turn: a call of a tool goes round until the model has an answer. What failed leaves no trace in the conversation. */
async function answer(text: string): Promise<void> {
  const controller = new AbortController()
  const [startedWith, shown] = [messages.length, log.childElementCount]
  begin(controller)
  messages.push({ role: 'user', content: text })
  add('user', text)
  try {
    let reply = await post(controller.signal)
    while (reply.tool_calls !== undefined) {
      messages.push(reply)
      for (const call of reply.tool_calls) messages.push({ role: 'tool', tool_call_id: call.id, content: listJobs() })
      reply = await post(controller.signal)
    }
    messages.push(reply)
    add('assistant', reply.content ?? '')
    question.value = ''
  } catch (error) {
    messages.length = startedWith
    while (log.childElementCount > shown) log.lastElementChild?.remove()
    problem.textContent = controller.signal.aborted ? 'Stopped. Your question is still there.' : `That did not work: ${error instanceof Error ? error.message : String(error)}`
    problem.hidden = false
  } finally {
    end()
  }
}

async function post(signal: AbortSignal): Promise<ChatMessage> {
  const response = await send('/api/chat', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ messages }), signal })
  if (!response.ok) throw new Error(`the backend answered ${response.status}`)
  return await response.json() as ChatMessage // what the backend promises
}

/** The tool: what a database would give. */
function listJobs(): string {
  return JSON.stringify(Array.from({ length: 240 }, (_, i) => ({
    id: `job-${i}`, state: i === 131 ? 'failed' : 'done', seconds: 40 + (i * 7) % 23, note: i === 131 ? 'disk full on node 7' : 'finished without errors',
  })))
}

/** Called with every report and what goes out, before it does. */
function showTokens({ tokensBefore, tokensAfter, savingsPercent, decisions }: Report, request: unknown): void {
  const whole = (tokens: number): string => tokens.toLocaleString('en')
  add('tokens', tokensAfter === tokensBefore ? `${whole(tokensAfter)} tokens` : `${whole(tokensBefore)} → ${whole(tokensAfter)} tokens (${savingsPercent.toFixed(0)} % less)`)
  const newest = messages.at(-1)
  const { messages: sent } = request as { readonly messages: readonly ChatMessage[] } // it is our own body
  if (newest?.role === 'tool') addResult(decisions.at(-1)?.reason ?? 'as it came', sent.at(-1)?.content ?? '')
  const { tokensBeforeTotal, tokensAfterTotal } = send.headroom.getStats().session
  total.textContent = `Sent so far: ${whole(tokensAfterTotal + tokensAfter)} of ${whole(tokensBeforeTotal + tokensBefore)} tokens.`
}

function add(kind: 'user' | 'assistant' | 'tokens', text: string): void {
  const paragraph = document.createElement('p')
  paragraph.textContent = text
  append(kind, paragraph)
}

/** What was sent of a tool's result, to look into. */
function addResult(reason: string, text: string): void {
  const details = document.createElement('details')
  const summary = document.createElement('summary')
  summary.textContent = `list_jobs: ${reason}`
  const sent = document.createElement('pre')
  sent.textContent = text
  sent.tabIndex = 0
  details.append(summary, sent)
  append('tool', details)
}

function append(kind: string, content: HTMLElement): void {
  const item = document.createElement('li')
  item.className = kind
  item.append(content)
  log.append(item)
  item.scrollIntoView({ block: 'nearest' })
}

function begin(controller: AbortController): void {
  running = controller
  problem.hidden = true
  ask.disabled = true
  stop.hidden = false
}

function end(): void {
  running = undefined
  ask.disabled = false
  stop.hidden = true
  question.focus()
}
