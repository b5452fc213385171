import { createRandom } from './random.ts'

const services = ['api', 'billing', 'mailer', 'search', 'gateway']
const routes = ['/orders', '/orders/search', '/customers', '/invoices', '/health']
const templates: readonly ((random: ReturnType<typeof createRandom>) => string)[] = [
  (random) => `INFO request GET ${random.pick(routes)}/${random.integer(1, 99_999)} 200 in ${random.integer(1, 900)} ms`,
  (random) => `INFO session opened for user u${random.integer(1, 400)} from 10.0.${random.integer(0, 255)}.${random.integer(0, 255)}`,
  (random) => `DEBUG cache miss key=${random.integer(0, 2 ** 31 - 1).toString(16)} region=eu-${random.integer(1, 3)}`,
  (random) => `WARN slow query on table ${random.pick(['orders', 'customers', 'invoices'])} took ${random.integer(1000, 9000)} ms`,
  (random) => `INFO job export-${random.integer(1, 9999)} finished with ${random.integer(0, 500)} rows`,
]

/** A service's log of about `bytes` bytes: five kinds of lines, one in five hundred an error with its stack. */
export function serviceLog(bytes: number): string {
  const random = createRandom(7)
  let text = ''
  for (let second = 0; text.length < bytes; second++) {
    const time = new Date(Date.UTC(2026, 1, 10, 9) + second * 250).toISOString()
    const service = random.pick(services)
    text += `${time} ${service} ${random.pick(templates)(random)}\n`
    if (random.integer(0, 499) === 0) {
      text += `${time} ${service} ERROR could not reach broker-${random.integer(1, 3)}: connection refused\n    at connect (src/broker.ts:${random.integer(1, 200)}:7)\n    at retry (src/retry.ts:31:11)\n`
    }
  }
  return text
}
