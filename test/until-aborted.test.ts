import { expect, test } from 'vitest'
import { untilAborted } from '../src/until-aborted.ts'

test('without an abort the work has its own outcome', async () => {
  expect(await untilAborted(new AbortController().signal, () => Promise.resolve(1))).toBe(1)
  expect(await untilAborted(undefined, () => Promise.resolve(2))).toBe(2)
  await expect(untilAborted(new AbortController().signal, () => Promise.reject(new Error('own')))).rejects.toThrow('own')
})

test('an aborted signal rejects with its reason, and the work never starts', async () => {
  let started = false
  const work = (): Promise<void> => {
    started = true
    return Promise.resolve()
  }
  await expect(untilAborted(AbortSignal.abort('reason'), work)).rejects.toBe('reason')
  expect(started).toBe(false)
})

test('an abort rejects at once, also when the work never answers', async () => {
  const controller = new AbortController()
  const waiting = untilAborted(controller.signal, () => new Promise(() => undefined))
  controller.abort('enough')
  await expect(waiting).rejects.toBe('enough')
})
