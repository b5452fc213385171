import { createCodeBase, insertLines, lineOf, readLines, searchFiles } from './code-base.ts'
import type { SourceFile } from './code-base.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

/** A message in Chat Completions. */
export interface RunMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | null
  readonly tool_calls?: readonly { readonly id: string, readonly type: 'function', readonly function: { readonly name: string, readonly arguments: string } }[]
  readonly tool_call_id?: string
}

/** A text that stands in a tool result first, and that the agent writes later. */
export interface PlantedFact {
  readonly token: string
  /** Place of the result that has it first, and of the messages that use it, ascending. */
  readonly first: number
  readonly uses: readonly number[]
}

export interface AgentRun {
  readonly messages: readonly RunMessage[]
  readonly facts: readonly PlantedFact[]
}

export interface AgentRunOptions {
  /**
   * `coding`: files are read, searched, edited, read again and tested; two thirds of what tools return are numbered lines of source, as in
   * recorded runs. `operations`: lists in JSON, logs and a configuration are looked through for what went wrong.
   */
  readonly work: 'coding' | 'operations'
  /** Each begins with words of the user; five of them are one task. */
  readonly turns: number
  readonly seed: number
  /** Whether the user speaks but once, at the start, and all else is one long turn, as with an agent that is left alone. @default false */
  readonly isLeftAlone?: boolean
}

/** A run of an agent, the same for the same options. What it uses of a task it uses in that task, and some of it in every later one. */
export function agentRun({ work, turns, seed, isLeftAlone = false }: AgentRunOptions): AgentRun {
  const random = createRandom(seed)
  const talk = createTalk(isLeftAlone)
  const tasks = Math.ceil(turns / 5)
  const steps = work === 'coding' ? codingSteps(random, talk, tasks) : operationsSteps(random, talk, tasks)
  for (let turn = 0; turn < turns; turn++) steps[turn % 5]!(Math.floor(turn / 5)) // five of them
  return talk.end()
}

interface Talk {
  ask(text: string): void
  /** The agent says something, with what it took from results, and calls a tool. */
  call(said: string, tool: string, args: Readonly<Record<string, unknown>>, uses: readonly string[], result: string): void
  answer(said: string, uses: readonly string[]): void
  end(): AgentRun
}

function createTalk(isLeftAlone: boolean): Talk {
  const messages: RunMessage[] = [{ role: 'system', content: 'You are an agent that works in a repository and in its running services. Use the tools; say briefly what you found.' }]
  const uses = new Map<string, number[]>()
  const note = (tokens: readonly string[]): void => {
    for (const token of tokens) uses.set(token, [...uses.get(token) ?? [], messages.length])
  }
  return {
    ask(text) {
      if (!isLeftAlone || messages.length === 1) messages.push({ role: 'user', content: text })
    },
    call(said, tool, args, tokens, result) {
      note(tokens)
      const id = `call_${messages.length}`
      messages.push({ role: 'assistant', content: said, tool_calls: [{ id, type: 'function', function: { name: tool, arguments: JSON.stringify(args) } }] })
      messages.push({ role: 'tool', tool_call_id: id, content: result })
    },
    answer(said, tokens) {
      note(tokens)
      messages.push({ role: 'assistant', content: said })
    },
    end: () => ({
      messages,
      facts: [...uses].map(([token, places]) => ({ token, uses: places, first: messages.findIndex(({ role, content }) => role === 'tool' && content?.includes(token) === true) })),
    }),
  }
}

/** The steps of a task, by their place in it; each gets the number of its task. */
type Steps = readonly ((task: number) => void)[]

function codingSteps(random: Random, talk: Talk, tasks: number): Steps {
  const files = createCodeBase(random, 2 * tasks)
  const done: { readonly name: string, readonly issue: string, readonly failure: string }[] = []
  let [file, caller] = [files[0]!, files[1]!] // every task has two
  let name = ''
  let issue = ''
  let failure = ''
  let diff = ''
  return [
    (task) => {
      file = files[2 * task]!
      caller = files[2 * task + 1]!
      name = random.pick(file.names.slice(1))
      const found = issues(random, task)
      issue = found.named
      talk.ask(`Next is what support wrote about ${file.path.split('/')[1]}: take the oldest open issue that is marked urgent, and find the code.`)
      talk.call('The open issues first.', 'list_issues', { state: 'open', label: 'urgent' }, [], found.text)
      talk.call(`${issue} is the oldest. Where is that computed?`, 'Grep', { pattern: 'create[A-Z]', path: 'src' }, [issue], searchFiles([file, caller], '= create'))
      talk.call(`Most of it is in ${file.path}.`, 'Read', { file_path: `/repo/${file.path}` }, [file.path], readLines(file))
    },
    () => {
      talk.ask('Who calls it, and with what?')
      talk.call(`Next to ${name}, line ${lineOf(file, name)}, I need its caller.`, 'Read', { file_path: `/repo/${caller.path}` }, [name], readLines(caller))
    },
    (task) => {
      const helper = caller.names[0]!
      // Of another file, which was read in a task before: the last one, or any.
      const earlier = task === 0 ? [] : [random.pick(files[random.next() < 0.5 ? 2 * task - 1 : 2 * random.integer(0, task - 1) + 1]!.names.slice(1))]
      const added = [`\tconst checked = await ${helper}(input, { task: ${task}, strict: true })`, '\tif (checked === undefined) return undefined', ...earlier.map((old) => `\tawait ${old}(checked)`)]
      const at = lineOf(file, name) + 1
      talk.ask('Then change it, and go through what we have where we have it.')
      diff = insertLines(file, at, added)
      talk.call(`I put the check into ${name}.`, 'Edit', { file_path: `/repo/${file.path}`, old_string: `function ${name}(`, new_string: added.join('\n') }, [name, helper, ...earlier], `The file /repo/${file.path} has been updated. Here's the result of running \`cat -n\` on a snippet:\n${readLines(file, at - 4, 14)}`)
      talk.call('To be sure of what stands there now:', 'Read', { file_path: `/repo/${file.path}`, offset: Math.max(1, at - 8), limit: 26 }, [], readLines(file, Math.max(1, at - 8), 26))
    },
    (task) => {
      const run = testRun(random, files.slice(Math.max(0, 2 * task - 4), 2 * task + 2), file)
      failure = run.failure
      talk.ask('Run the tests.')
      talk.call('All of them:', 'Bash', { command: 'npm test' }, [], run.text)
      const line = lineOf(file, name)
      talk.call(`One fails, in ${name}: ${failure}`, 'Read', { file_path: `/repo/${file.path}`, offset: line, limit: 24 }, [failure, name], readLines(file, line, 24))
      insertLines(file, line + 1, ['\tif (input === undefined) return undefined'])
      talk.call('It must let nothing pass as nothing.', 'Edit', { file_path: `/repo/${file.path}`, old_string: `function ${name}(`, new_string: 'if (input === undefined) return undefined' }, [name], `The file /repo/${file.path} has been updated. Here's the result of running \`cat -n\` on a snippet:\n${readLines(file, line - 2, 12)}`)
    },
    (task) => {
      const log = serviceRun(random, task, 24)
      talk.ask('Does it run? Show me the change, and sum up.')
      talk.call('The service with the change in it:', 'Bash', { command: 'npm start & sleep 20; tail -n 24 service.log' }, [], log.text)
      talk.call(`Only ${log.named} went wrong, and that is another matter.`, 'Bash', { command: 'git diff' }, [log.named], diff)
      done.push({ name, issue, failure })
      const earlier = task % 5 === 4 ? done.map((one) => one.issue) : []
      const also = earlier.length === 0 ? '' : ` Done so far: ${earlier.join(', ')}.`
      talk.answer(`${issue} is done: ${name} in ${file.path} asks ${caller.names[0]!} now; "${failure}" is gone.${also}`, [name, file.path, caller.names[0]!, failure, ...new Set([issue, ...earlier])])
    },
  ]
}

function operationsSteps(random: Random, talk: Talk, tasks: number): Steps {
  const settings = createCodeBase(random, tasks)
  const pods: string[] = []
  let pod = ''
  let request = ''
  let order = { id: '', amount: '' }
  return [
    (task) => {
      const found = workloads(random, task)
      pod = found.named
      talk.ask('Alarms again. Which workload restarts most, and where?')
      talk.call('All workloads:', 'list_workloads', { cluster: `eu-${task}` }, [], found.text)
    },
    (task) => {
      const log = serviceRun(random, task, 105)
      request = log.named
      talk.ask('Why does it?')
      talk.call(`${pod} restarts most. Its log:`, 'get_log', { pod, lines: 105 }, [pod], log.text)
    },
    (task) => {
      const found = orders(random, task, request)
      order = found.named
      talk.ask('Was a customer hit?')
      talk.call(`${request} failed. What was it about?`, 'search_orders', { request }, [request], found.text)
    },
    (task) => {
      const file: SourceFile = settings[task]! // one for each task
      talk.ask('Is it the code?')
      talk.call(`It is order ${order.id} over ${order.amount}. The code that handles it:`, 'Read', { file_path: `/repo/${file.path}`, limit: 60 }, [order.id, order.amount], readLines(file, 1, 60))
    },
    (task) => {
      const run = testRun(random, settings.slice(Math.max(0, task - 3), task + 1), settings[task]!)
      talk.ask('Do its tests pass? Then sum up.')
      talk.call('The tests:', 'Bash', { command: 'npm test' }, [], run.text)
      pods.push(pod)
      const earlier = task % 5 === 4 ? pods : [pod]
      talk.answer(`${earlier.join(', ')}: ${request} failed on order ${order.id} over ${order.amount}; the tests say "${run.failure}".`, [...earlier, request, order.id, order.amount, run.failure])
    },
  ]
}

interface Named<T = string> { readonly text: string, readonly named: T }

function issues(random: Random, task: number): Named {
  const rows = Array.from({ length: 11 }, (_, at) => ({
    key: `PAY-${1000 + 37 * task + at}`, state: 'open', label: at === 6 ? 'urgent' : random.pick(['normal', 'later']), opened: `2026-0${random.integer(2, 9)}-1${random.integer(0, 9)}`,
    reporter: `${random.pick(['ada', 'ben', 'chiara', 'deniz'])}@example.org`, votes: random.integer(0, 40),
  }))
  return { text: JSON.stringify({ issues: rows }), named: rows[6]!.key }
}

function testRun(random: Random, files: readonly SourceFile[], failing: SourceFile): { readonly text: string, readonly failure: string } {
  const failure = `expected ${random.integer(2000, 9999)}.${random.integer(10, 99)} to be undefined`
  const passed = files.flatMap(({ path, names }) => names.slice(0, 3).map((name) => ` \u2713 ${path.replace('.ts', '.test.ts')} > ${name} > gives back what it was given ${random.integer(1, 90)}ms`))
  return {
    failure,
    text: ['Exit code 1', '', '> repo@4.2.0 test', '> vitest run', '', ...passed, ` \u00d7 ${failing.path.replace('.ts', '.test.ts')} > lets nothing pass ${random.integer(1, 90)}ms`,
      `   \u2192 AssertionError: ${failure}`, `    at ${failing.path.replace('.ts', '.test.ts')}:${random.integer(10, 200)}:11`, '', ` Test Files  1 failed | ${files.length - 1} passed`,
      ` Tests  1 failed | ${passed.length} passed`].join('\n'),
  }
}

function serviceRun(random: Random, task: number, lines: number): Named {
  const named = `req-${random.hex(8)}`
  const text = Array.from({ length: lines }, (_, at) => {
    const time = new Date(Date.UTC(2026, 8, 1 + task, 9, 0, 0, at * 317)).toISOString()
    if (at === Math.floor(lines * 0.6)) return `${time} ERROR gateway ${named} failed after 3 tries: upstream closed the connection`
    return `${time} ${random.pick([
      `INFO gateway GET /v2/statements/${random.integer(1, 9999)} 200 in ${random.integer(2, 400)} ms`, `INFO worker job ${random.hex(6)} took ${random.integer(1, 60)} s`,
      `DEBUG cache miss for key ${random.hex(8)}`, `INFO gateway session of user u${random.integer(1, 900)} opened`,
    ])}`
  }).join('\n')
  return { text, named }
}

function workloads(random: Random, task: number): Named {
  const rows = Array.from({ length: 26 }, (_, at) => ({
    name: `${random.pick(['billing', 'ledger', 'mailer', 'search', 'gateway'])}-${random.hex(5)}-${random.hex(5)}`, namespace: random.pick(['shop', 'core', 'batch']), phase: at === 17 ? 'CrashLoopBackOff' : 'Running',
    restarts: at === 17 ? 60 + task : random.integer(0, 2), cpuMillis: random.integer(5, 400), memoryMiB: random.integer(60, 900), node: `node-${random.integer(1, 9)}`,
  }))
  return { text: JSON.stringify({ items: rows }, null, 2), named: rows[17]!.name }
}

function orders(random: Random, task: number, request: string): Named<{ readonly id: string, readonly amount: string }> {
  const rows = Array.from({ length: 22 }, (_, at) => ({
    id: `ord-${random.hex(10)}`, customer: `c${random.integer(1, 99_999)}`, amount: random.integer(500, 90_000) / 100, currency: 'EUR', status: at === 15 ? 'failed' : 'paid', request: at === 15 ? request : `req-${random.hex(8)}`,
    placedAt: new Date(Date.UTC(2026, 8, 1 + task, 8, at)).toISOString(),
  }))
  const { id, amount } = rows[15]! // there are more
  return { text: JSON.stringify({ total: rows.length, orders: rows }, null, 2), named: { id, amount: String(amount) } }
}
