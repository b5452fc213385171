import { createRandom, pick } from './random.ts'

interface Call { readonly name: string; readonly arguments: object; readonly result: string; readonly says?: string }

/** A coding agent at work: one long turn of calls, as OpenAI's chat API has it. */
export function createAgentRun(): { text: string; settings: object } {
  const random = createRandom(31)
  const calls: Call[] = [
    { name: 'list_files', arguments: { path: 'src', recursive: true }, result: JSON.stringify(listFiles(random, 260)) },
    { name: 'run_tests', arguments: { filter: 'invoice' }, result: JSON.stringify(runTests(random, 240, 173)), says: 'I will run the tests first to see what fails.' },
    { name: 'search_code', arguments: { query: 'roundToCents' }, result: JSON.stringify({ matches: searchCode(random, 90) }) },
    { name: 'read_file', arguments: { path: 'src/billing/invoice.ts' }, result: invoiceSource },
    { name: 'query_database', arguments: { sql: "select * from invoices where currency = 'JPY'" }, result: JSON.stringify(queryInvoices(random, 320)), says: 'Only one currency is wrong; the data will tell which invoices.' },
    { name: 'edit_file', arguments: { path: 'src/billing/invoice.ts', replace: 'Math.round(total * 100) / 100', with: 'roundTo(total, decimalsOf(currency))' }, result: 'The file was changed in 1 place.' },
    { name: 'run_tests', arguments: { filter: 'invoice' }, result: JSON.stringify(runTests(random, 240, -1)) },
    { name: 'list_deployments', arguments: { limit: 120 }, result: JSON.stringify(listDeployments(random, 120)), says: 'All green. I look at the latest deployments before I suggest a release.' },
  ]
  const messages: object[] = [
    { role: 'system', content: 'You are a careful software engineer in the repository of a billing service. Today is November 24, 2026. Work in small steps. Run the tests after every change. Never touch the folder migrations.' },
    { role: 'user', content: 'Customers in Japan see cents on their invoices. Find out why and fix it.' },
  ]
  for (const [i, { name, arguments: args, result, says }] of calls.entries()) {
    messages.push({ role: 'assistant', content: says ?? null, tool_calls: [{ id: `call_${i + 1}`, type: 'function', function: { name, arguments: JSON.stringify(args) } }] })
    messages.push({ role: 'tool', tool_call_id: `call_${i + 1}`, content: result })
  }
  messages.push({ role: 'assistant', content: 'Yen have no decimals; the invoice rounded everything to two. It now asks the currency. All tests pass.' })
  messages.push({ role: 'user', content: 'Good. Which invoices have to be sent again?' })
  const tools = ['list_files', 'run_tests', 'search_code', 'read_file', 'query_database', 'edit_file', 'list_deployments'].map((name) => ({
    type: 'function', function: { name, description: `${name.replace('_', ' ')} of the repository or its services`, parameters: { type: 'object', properties: { path: { type: 'string' }, query: { type: 'string' } } } },
  }))
  return { text: JSON.stringify({ model: 'gpt-4o', temperature: 0.2, tools, messages }, null, 2), settings: {} }
}

function listFiles(random: () => number, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    path: `src/${pick(random, ['billing', 'api', 'mail', 'storage', 'web', 'jobs'])}/${pick(random, ['invoice', 'customer', 'queue', 'render', 'index', 'types', 'client'])}-${i}.ts`,
    size: Math.floor(random() * 9000) + 200, modified: new Date(Date.UTC(2026, 5, 1) + i * 7_000_000).toISOString(),
  }))
}

function runTests(random: () => number, count: number, failing: number): object {
  return {
    summary: { total: count, failed: failing < 0 ? 0 : 1 },
    tests: Array.from({ length: count }, (_, i) => ({
      name: `invoice ${pick(random, ['rounds', 'sums', 'renders', 'sends', 'stores'])} case ${i}`, file: `test/billing/${pick(random, ['invoice', 'totals', 'mail'])}.test.ts`,
      status: i === failing ? 'failed' : 'passed', ms: Math.round(random() * 30) + 1,
      error: i === failing ? { message: 'expected "¥1,200" to be "¥1,200.00"', line: 88 } : null,
    })),
  }
}

function searchCode(random: () => number, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    file: `src/billing/${pick(random, ['invoice', 'totals', 'tax', 'credit'])}.ts`, line: 12 + i * 5, text: `  const ${pick(random, ['total', 'net', 'tax', 'fee'])} = roundToCents(${pick(random, ['sum', 'amount', 'base'])} * rate)`,
  }))
}

function queryInvoices(random: () => number, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    id: 70_000 + i * 3, customer: `${pick(random, ['Aoba', 'Sakura', 'Minato', 'Hoshi', 'Kaze'])} ${pick(random, ['KK', 'Trading', 'Foods', 'Systems'])}`,
    currency: 'JPY', total: i % 53 === 17 ? Math.round(random() * 90_000) + 0.5 : Math.round(random() * 90_000), sent: i % 53 !== 17, issued: new Date(Date.UTC(2026, 9, 1) + i * 8_000_000).toISOString().slice(0, 10),
  }))
}

function listDeployments(random: () => number, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ version: `2026.${47 - Math.floor(i / 5)}.${5 - (i % 5)}`, by: pick(random, ['lena', 'omar', 'ci']), status: i === 37 ? 'rolled back' : 'live', minutes: 4 + Math.floor(random() * 5) }))
}

const invoiceSource = `import { roundToCents } from './round.ts'
import type { Invoice, Line } from './types.ts'

export function totalOf(lines: readonly Line[]): number {
  let total = 0
  for (const { quantity, price } of lines) total += quantity * price
  return Math.round(total * 100) / 100
}

export function describe(invoice: Invoice): string {
  const total = totalOf(invoice.lines)
  return new Intl.NumberFormat(invoice.locale, { style: 'currency', currency: invoice.currency, minimumFractionDigits: 2 }).format(total)
}

export function withTax(net: number, rate: number): number {
  return roundToCents(net * (1 + rate))
}
`
