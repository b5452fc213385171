import { createRandom, pick } from './random.ts'

/** An evening of a shop's log: the same few lines again and again, and within them one order that was lost, with its trace. */
export function createServerLog(): { text: string; settings: { question: string } } {
  const random = createRandom(31)
  const start = Date.UTC(2026, 10, 9, 18)
  const lines: string[] = []
  for (let i = 0; i < 2400; i++) {
    const at = new Date(start + i * 1700 + Math.floor(random() * 900)).toISOString()
    const order = 40_000 + i
    if (i === 1633) {
      lines.push(
        `${at} ERROR [worker-3] order ${order} was not written: deadlock detected on table stock`,
        '    at reserve (/srv/shop/stock.js:118:11)', '    at placeOrder (/srv/shop/orders.js:64:9)', '    at async handle (/srv/shop/server.js:31:5)',
      )
      continue
    }
    const worker = `[worker-${1 + Math.floor(random() * 4)}]`
    lines.push(pick(random, [
      `${at} INFO  ${worker} GET /products/${Math.floor(random() * 900)} 200 in ${3 + Math.floor(random() * 40)} ms`,
      `${at} INFO  ${worker} GET /products/${Math.floor(random() * 900)} 200 in ${3 + Math.floor(random() * 40)} ms`,
      `${at} INFO  ${worker} order ${order} was written in ${20 + Math.floor(random() * 60)} ms`,
      `${at} DEBUG ${worker} cache hit for basket ${Math.floor(random() * 5000)}`,
    ]))
  }
  return { text: `${lines.join('\n')}\n`, settings: { question: 'Why was an order lost?' } }
}
