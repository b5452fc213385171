import { expect, test } from 'vitest'
import { loadOnce } from '../src/load-once.ts'

test('loads once, also where several ask at the same time', async () => {
  let loads = 0
  const load = loadOnce(async () => ++loads)
  expect(loads).toBe(0)
  expect(await Promise.all([load(), load()])).toEqual([1, 1])
  expect(await load()).toBe(1)
})

test('a load that failed is tried again', async () => {
  let loads = 0
  const load = loadOnce(async () => {
    if (++loads === 1) throw new Error('no network')
    return loads
  })
  await expect(Promise.all([load(), load()])).rejects.toThrow('no network')
  expect(await load()).toBe(2)
})
