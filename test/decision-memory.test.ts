import { expect, test } from 'vitest'
import { createDecisionMemory } from '../src/decision-memory.ts'

test('a decision comes back for the same text and birth only', () => {
  const memory = createDecisionMemory()
  memory.set('text', 'birth', 1, 0)
  memory.set('text', 'other', 2, 0)
  expect([memory.get('text', 'birth'), memory.get('text', 'other'), memory.get('text', 'none'), memory.get('none', 'birth')]).toEqual([1, 2, undefined, undefined])
})

test('the texts used longest ago leave first when there are too many decisions', () => {
  const memory = createDecisionMemory({ maxEntries: 2 })
  memory.set('a', '', 1, 0)
  memory.set('b', '', 2, 0)
  memory.get('a', '')
  memory.set('c', '', 3, 0)
  expect([memory.get('a', ''), memory.get('b', ''), memory.get('c', '')]).toEqual([1, undefined, 3])
})

test('texts and what is kept of them count against the limit of characters', () => {
  const memory = createDecisionMemory({ maxCharacters: 10 })
  memory.set('aaaa', '', 1, 2)
  memory.set('bb', '', 2, 2)
  expect(memory.get('aaaa', '')).toBe(1)
  memory.set('c', '', 3, 0)
  expect([memory.get('aaaa', ''), memory.get('bb', ''), memory.get('c', '')]).toEqual([1, undefined, 3])
})

test('what is larger than the whole memory is not kept', () => {
  const memory = createDecisionMemory({ maxCharacters: 10 })
  memory.set('x'.repeat(11), '', 1, 0)
  expect(memory.get('x'.repeat(11), '')).toBeUndefined()
  memory.set('small', '', 2, 0)
  expect(memory.get('small', '')).toBe(2)
})

test('replacing a decision counts its size anew', () => {
  const memory = createDecisionMemory({ maxCharacters: 10 })
  for (let round = 0; round < 5; round++) memory.set('a', '', round, 6)
  memory.set('b', '', 'b', 1)
  expect([memory.get('a', ''), memory.get('b', '')]).toEqual([4, 'b'])
})

test('a cleared memory is empty and works on', () => {
  const memory = createDecisionMemory({ maxEntries: 1 })
  memory.set('a', '', 1, 0)
  memory.clear()
  expect(memory.get('a', '')).toBeUndefined()
  memory.set('b', '', 2, 0)
  expect(memory.get('b', '')).toBe(2)
})
