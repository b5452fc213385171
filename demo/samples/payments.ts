import { createRandom, pick } from './random.ts'

/** Thousands of payments that went well, and one that did not. */
export function createPayments(): { text: string; settings: { question: string } } {
  const random = createRandom(7)
  const failed = 2741
  const payments = Array.from({ length: 4000 }, (_, i) => {
    const isFailed = i === failed
    return {
      id: `pay_${(100_000 + i * 37).toString(36)}`,
      created: new Date(Date.UTC(2026, 10, 3, 8) + i * 11_000).toISOString(),
      customer: `cus_${Math.floor(random() * 900) + 100}`,
      amount: Math.round(random() * 24_000 + 400) / 100,
      currency: pick(random, ['EUR', 'EUR', 'EUR', 'USD', 'GBP']),
      method: pick(random, ['card', 'card', 'card', 'sepa', 'wallet']),
      status: isFailed ? 'failed' : 'succeeded',
      error: isFailed ? { code: 'issuer_unavailable', message: 'The bank of the card did not answer within 30 s' } : null,
      attempt: isFailed ? 3 : 1,
    }
  })
  return { text: JSON.stringify({ object: 'list', data: payments, has_more: false }, null, 2), settings: { question: 'Which payment failed, and why?' } }
}
