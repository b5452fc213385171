import type { Form } from './shape.ts'

/** Tokens of a key with its quotes, colon and comma, roughly: what a row that stays an object pays for each pair. */
const tokensPerKey = 3
/** Tokens of the mark for a missing key with its comma. */
const tokensPerAbsent = 2

/**
 * Chooses which keys become columns and in which order, and sets `columns` of every form that follows it.
 *
 * A key that few objects have would cost a mark in all others, so it stays out, and objects that have it stay objects.
 *
 * @returns the keys in the order of their columns; empty where fewer than two objects would follow it
 */
export function orderKeys(forms: readonly Form[], objectsTotal: number): string[] {
  const kept = new Set(chooseKeys(forms, objectsTotal))
  const candidates = forms.filter((form) => form.keys.length > 0 && form.keys.every((key) => kept.has(key)) && new Set(form.keys).size === form.keys.length)
  if (candidates.length === 0) return []
  candidates.sort((a, b) => b.count - a.count)
  const orders = candidates.length === 1 ? [candidates[0]!.keys] : [sortKeys(candidates), mergeKeys(candidates)]
  let best: { readonly keys: string[], readonly fitting: Form[], readonly count: number } | undefined
  for (const order of orders) {
    const fit = fitForms(candidates, order)
    if (!best || fit.count > best.count) best = fit
  }
  if (!best || best.count < 2) return []
  const rank = new Map(best.keys.map((key, i) => [key, i]))
  for (const form of best.fitting) form.columns = form.keys.map((key) => rank.get(key)!)
  return best.keys
}

function chooseKeys(forms: readonly Form[], objectsTotal: number): string[] {
  const stats = new Map<string, { objects: number, pairs: number }>()
  for (const { keys, count } of forms) {
    for (const key of keys) {
      const stat = stats.get(key)
      if (stat) {
        stat.objects += count
        stat.pairs += count * keys.length
      } else stats.set(key, { objects: count, pairs: count * keys.length })
    }
  }
  const keys: string[] = []
  for (const [key, { objects, pairs }] of stats) if (tokensPerKey * pairs > tokensPerAbsent * (objectsTotal - objects)) keys.push(key)
  return keys
}

/** Forms that follow an order without missing too much of it, and the keys that these have. */
function fitForms(candidates: readonly Form[], order: readonly string[]): { keys: string[], fitting: Form[], count: number } {
  const rank = new Map(order.map((key, i) => [key, i]))
  const used = new Set<string>()
  const fitting: Form[] = []
  let count = 0
  for (const form of candidates) {
    if (tokensPerAbsent * (order.length - form.keys.length) >= tokensPerKey * form.keys.length) continue
    if (!ascends(form.keys, rank)) continue
    fitting.push(form)
    count += form.count
    for (const key of form.keys) used.add(key)
  }
  return { keys: order.filter((key) => used.has(key)), fitting, count }
}

function ascends(keys: readonly string[], rank: ReadonlyMap<string, number>): boolean {
  let last = -1
  for (const key of keys) {
    const at = rank.get(key)!
    if (at <= last) return false
    last = at
  }
  return true
}

/** Each key that is new stands behind the one before it in its form; the most common forms come first. */
function mergeKeys(forms: readonly Form[]): string[] {
  const after = new Map<string, string>()
  const known = new Set<string>()
  const start = ''
  for (const { keys } of forms) {
    let cursor = start
    for (const key of keys) {
      if (!known.has(key)) {
        known.add(key)
        const next = after.get(cursor)
        after.set(cursor, key)
        if (next !== undefined) after.set(key, next)
      }
      cursor = key
    }
  }
  const order: string[] = []
  for (let key = after.get(start); key !== undefined; key = after.get(key)) order.push(key)
  return order
}

/** Sorts keys topologically by what stands before what in any form, depth first; where forms contradict each other, one of them wins. */
function sortKeys(forms: readonly Form[]): string[] {
  const followers = new Map<string, Set<string>>()
  for (const { keys } of forms) {
    for (let i = 0; i < keys.length; i++) {
      let next = followers.get(keys[i]!)
      if (!next) followers.set(keys[i]!, (next = new Set()))
      if (i + 1 < keys.length) next.add(keys[i + 1]!)
    }
  }
  const order: string[] = []
  const seen = new Set<string>()
  const keys = [...followers.keys()].reverse()
  for (const root of keys) {
    if (seen.has(root)) continue
    seen.add(root)
    const stack = [{ key: root, rest: followers.get(root)!.values() }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      const next = top.rest.next()
      if (next.done) {
        order.push(top.key)
        stack.pop()
      } else if (!seen.has(next.value)) {
        seen.add(next.value)
        stack.push({ key: next.value, rest: followers.get(next.value)!.values() })
      }
    }
  }
  return order.reverse()
}
