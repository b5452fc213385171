import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations } from '../arbitraries/conversation.ts'
import type { Request } from '../arbitraries/conversation.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import { mapMessages, systemTexts, toolTexts, valueAt } from './wire-reading.ts'

/** Makes every write to `value` throw. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  return value
}

/** Paths at which `after` is another value than `before`; objects on the way to a change are looked into, in order of their keys, but for those that are edited as one. */
function changedPaths(before: unknown, after: unknown, path: string, whole: readonly string[]): string[] {
  if (before === after) return []
  if (whole.includes(path)) return [path]
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return [path]
  const keys = Object.keys(before)
  if (keys.join('\n') !== Object.keys(after).join('\n') || Array.isArray(before) !== Array.isArray(after)) return [`${path} (keys)`]
  const inside = keys.flatMap((key) => changedPaths(before[key as keyof typeof before], after[key as keyof typeof after], `${path}/${key}`, whole))
  return inside.length === 0 ? [`${path} (a copy)`] : inside
}

const copyUsers = (request: Request): Request =>
  mapMessages(request, (messages) => messages.map((message) => (message.role === 'user' ? { ...message } : message)))

export const sameReferenceLaw: Law<Sent> = {
  name: 'Law 12: what no edit names is the same reference, and the input is never written to',
  inputs: conversations(),
  runs: 40,
  async check(pipeline, { request }) {
    const source = JSON.stringify(request)
    const { request: after, report } = await pipeline.optimize(freeze(request), { model: 'gpt-4o' })
    expect(JSON.stringify(request)).toBe(source)
    const editable = toolTexts(request).map(({ path }) => `/${path.join('/')}`)
    for (const { path, action } of report.decisions) {
      if (action !== 'moved') continue
      expect(systemTexts(request)).toContain(valueAt(request, path))
      editable.push(`/${path.join('/')}`)
    }
    const named = report.decisions.filter(({ action }) => action !== 'kept').map(({ path }) => `/${path.join('/')}`)
    for (const path of report.window.cut ? [] : changedPaths(request, after, '', editable)) {
      expect(editable).toContain(path)
      expect(named.some((start) => path === start || path.startsWith(`${start}/`))).toBe(true)
    }
  },
  mutants: {
    'rebuilds messages it does not change': breakOptimize(copyUsers),
    'sorts the keys of what it copies': breakOptimize((after) => mapMessages(after, (messages) => messages.map((message) =>
      Object.fromEntries(Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1))) as typeof message))),
    'writes to its input': (pipeline) => ({
      ...pipeline,
      optimize: async (request, options) => {
        try {
          Reflect.deleteProperty(request, 'model')
          for (const message of toolTexts(request)) Object.assign(request, { seen: message.path.length })
        } catch (error) {
          // A frozen input shows the write as an error, which the law must see as its own.
          expect.unreachable(String(error))
        }
        return pipeline.optimize(request, options)
      },
    }),
  },
}
