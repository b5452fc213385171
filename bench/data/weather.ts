import { createRandom } from './random.ts'

/** What a day has to do with the hour: 1 at three in the afternoon, -1 at three in the morning. */
const warmth = (hour: number): number => Math.abs(((hour + 9) % 24) - 12) / 6 - 1

/** A forecast for every hour from the 6th of July 2026 on, as weather services give it: an array for each quantity. A front with rain passes on the fifth day. */
export function forecast(hours = 168, seed = 3): string {
  const random = createRandom(seed)
  const noise = (size: number): number => (random.next() - 0.5) * size
  const rows = Array.from({ length: hours }, (_, hour) => {
    const warm = warmth(hour)
    const front = Math.max(0, 1 - ((hour - 105) / 12) ** 2)
    const rain = front > 0.3 ? Math.max(0, front * 4 + noise(3)) : random.next() > 0.96 ? random.next() : 0
    return {
      time: new Date(Date.UTC(2026, 6, 6, hour)).toISOString().slice(0, 16),
      temperature: Number((21 + hour / 84 + 5.5 * warm - 6 * front + noise(1.2)).toFixed(1)),
      humidity: Math.round(Math.min(99, 62 - 18 * warm + 25 * front + noise(6))),
      rain: Number(rain.toFixed(1)),
      wind: Number((9 + 4 * warm + 14 * front + Math.abs(noise(5))).toFixed(1)),
      code: rain > 2 ? 63 : rain > 0.05 ? 61 : front > 0 ? 3 : random.integer(0, 2),
    }
  })
  return JSON.stringify({
    latitude: 41.16, longitude: -8.62, generationtime_ms: 0.0891, utc_offset_seconds: 0, timezone: 'GMT', elevation: 104,
    hourly_units: { time: 'iso8601', temperature_2m: '°C', relative_humidity_2m: '%', precipitation: 'mm', wind_speed_10m: 'km/h', weather_code: 'wmo code' },
    hourly: {
      time: rows.map(({ time }) => time),
      temperature_2m: rows.map(({ temperature }) => temperature),
      relative_humidity_2m: rows.map(({ humidity }) => humidity),
      precipitation: rows.map(({ rain }) => rain),
      wind_speed_10m: rows.map(({ wind }) => wind),
      weather_code: rows.map(({ code }) => code),
    },
  })
}
