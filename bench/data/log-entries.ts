import { createRandom } from './random.ts'

const services = ['api', 'auth', 'billing', 'search', 'worker']
const routes = ['/v1/orders', '/v1/orders/search', '/v1/customers', '/v1/invoices', '/v1/sessions', '/health']

/** The request that the user asks about. */
export const namedRequest = 'req-9f31'
/** One message of each error shape. */
export const errorMessages = ['upstream billing timed out after 30000 ms', 'deadlock found on table invoices', 'certificate of ldap-2 has expired']

/** Structured log entries, about 44 tokens each: mostly requests that went well, three shapes of error, and slower answers near the end. */
export function logEntries(entries = 500, seed = 2): string {
  const random = createRandom(seed)
  const errorAt = new Map([[0.17, 0], [0.35, 1], [0.36, 0], [0.58, 2], [0.71, 0], [0.83, 1]].map(([share, error]) => [Math.floor(entries * share!), errorMessages[error!]!]))
  const named = Math.floor(entries * 0.44)
  let milliseconds = 0
  const rows = Array.from({ length: entries }, (_, i) => {
    milliseconds += random.integer(200, 2900)
    const error = errorAt.get(i)
    const duration = random.integer(12, 90) + (i > entries * 0.9 ? 400 : 0)
    return {
      time: timeOfDay(milliseconds),
      level: error === undefined ? (random.next() < 0.04 ? 'warn' : 'info') : 'error',
      service: random.pick(services),
      request: i === named ? namedRequest : `req-${random.hex(4)}`,
      message: error ?? `GET ${random.pick(routes)} took ${duration} ms`,
    }
  })
  return JSON.stringify(rows)
}

function timeOfDay(milliseconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `2026-03-14T09:${two(milliseconds / 60_000)}:${two((milliseconds / 1000) % 60)}Z`
}
