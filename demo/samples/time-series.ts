import { createRandom } from './random.ts'

/** A measurement every minute for two days: a daily wave, one spike, and a step that stays. */
export function createTimeSeries(): { text: string; settings: { question: string } } {
  const random = createRandom(23)
  const start = Date.UTC(2026, 9, 12)
  const points = Array.from({ length: 2880 }, (_, i) => {
    const wave = 12 * Math.sin((2 * Math.PI * i) / 1440)
    const level = i >= 1980 ? 96 : 62
    return {
      at: new Date(start + i * 60_000).toISOString(),
      p95_ms: i === 861 ? 1904.2 : Math.round((level + wave + random() * 6) * 10) / 10,
      requests: Math.round(900 + 500 * Math.sin((2 * Math.PI * (i - 300)) / 1440) + random() * 80),
    }
  })
  return { text: JSON.stringify({ metric: 'http_latency', interval: '1m', points }), settings: { question: 'When did latency go up, and was there a spike?' } }
}
