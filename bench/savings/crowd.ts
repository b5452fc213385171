import { createRandom } from '../data/random.ts'
import type { Needle } from './score.ts'

interface Payload {
  readonly file: string
  readonly text: string
  readonly needles: readonly Needle[]
}

export interface CrowdedPayload {
  readonly file: string
  readonly text: string
  /** The paraphrased questions about the array that was made larger. */
  readonly needles: readonly Needle[]
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The payloads with their arrays filled up to `size` rows: rows of the same fields that say what rows of other payloads say, put between
 * the real ones, which keep their order. What a paraphrased question asks for is then one row in hundreds.
 */
export function crowdPayloads(payloads: readonly Payload[], size: number): CrowdedPayload[] {
  const phrases = new Map(payloads.map(({ file, text }) => [file, phrasesOf(JSON.parse(text) as Json)]))
  return payloads.flatMap(({ file, text, needles }, seed) => {
    const others = [...phrases].filter(([name]) => name !== file).flatMap(([, list]) => list)
    const byArray = new Map<string, Needle[]>()
    for (const needle of needles) {
      if (needle.kind !== 'paraphrase' || needle.alternatives !== undefined) continue
      const path = arrayPathOf(JSON.parse(text) as Json, needle.targets?.[0] ?? '')
      if (path !== undefined) byArray.set(path, [...byArray.get(path) ?? [], needle])
    }
    return [...byArray].map(([path, asked]): CrowdedPayload => {
      const root = JSON.parse(text) as Json
      return { file: `${file}${path}`, text: JSON.stringify(replaceAt(root, path.split('/').slice(1), (rows) => crowd(rows as readonly Json[], size, others, seed + 1))), needles: asked }
    })
  })
}

function crowd(rows: readonly Json[], size: number, phrases: readonly string[], seed: number): Json {
  const random = createRandom(seed)
  const places = Array.from({ length: size }, () => false)
  for (let left = Math.min(rows.length, size); left > 0;) {
    const place = random.integer(0, size - 1)
    if (places[place]) continue
    places[place] = true
    left--
  }
  let next = 0
  return rows.length >= size ? rows : places.map((isReal) => (isReal ? rows[next++]! : saysAnother(random.pick(rows), () => random.pick(phrases))))
}

/** A row of the same fields, whose texts of several words are others. */
function saysAnother(value: Json, pick: () => string): Json {
  if (typeof value === 'string') return isPhrase(value) ? pick() : value
  if (Array.isArray(value)) return value.map((element: Json) => saysAnother(element, pick))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, saysAnother(inner as Json, pick)]))
}

const isPhrase = (text: string): boolean => /\S\s+\S/.test(text) && !text.includes('://')

function phrasesOf(value: Json, found = new Set<string>()): string[] {
  if (typeof value === 'string') { if (isPhrase(value) && value.length < 400) found.add(value) }
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) phrasesOf(inner as Json, found)
  return [...found]
}

/** The outermost array of at least five objects on the way to a target. */
function arrayPathOf(root: Json, pointer: string): string | undefined {
  let value: Json | undefined = root
  let path = ''
  for (const step of pointer.split('/').slice(1)) {
    if (Array.isArray(value) && value.length >= 5 && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) return path
    value = (value as Record<string, Json> | undefined)?.[step]
    path += `/${step}`
  }
  return undefined
}

function replaceAt(value: Json, path: readonly string[], change: (value: Json) => Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (Array.isArray(value)) return value.map((inner: Json, i) => (String(i) === step ? replaceAt(inner, rest, change) : inner))
  return Object.fromEntries(Object.entries(value as Record<string, Json>).map(([name, inner]) => [name, name === step ? replaceAt(inner, rest, change) : inner]))
}
