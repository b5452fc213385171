import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/conversation/edits.ts'
import type { Edit } from '../../src/conversation/edits.ts'
import type { Path } from '../../src/conversation/types.ts'
import { isHeadroomError } from '../../src/errors.ts'

const replace = (path: Path, value: unknown): Edit => ({ kind: 'replace', path, value })
const remove = (path: Path): Edit => ({ kind: 'remove', path })
const insert = (path: Path, value: unknown): Edit => ({ kind: 'insert', path, value })

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(Object.freeze(value))) deepFreeze(inner)
  return value
}

describe('what changes', () => {
  test.each([
    { name: 'replaces a leaf', edits: [replace(['m', 0, 't'], 'z')], after: { m: [{ t: 'z' }, { t: 'b' }, { t: 'c' }], n: 1 } },
    { name: 'replaces the root', edits: [replace([], 7)], after: 7 },
    { name: 'replaces by undefined', edits: [replace(['n'], undefined)], after: { m: [{ t: 'a' }, { t: 'b' }, { t: 'c' }], n: undefined } },
    { name: 'removes a key', edits: [remove(['n'])], after: { m: [{ t: 'a' }, { t: 'b' }, { t: 'c' }] } },
    { name: 'removes elements by their original places', edits: [remove(['m', 0]), remove(['m', 2])], after: { m: [{ t: 'b' }], n: 1 } },
    { name: 'inserts before original places', edits: [insert(['m', 3], 'end'), insert(['m', 0], 'start'), insert(['m', 1], 'mid')], after: { m: ['start', { t: 'a' }, 'mid', { t: 'b' }, { t: 'c' }, 'end'], n: 1 } },
    { name: 'keeps the order of inserts at one place', edits: [insert(['m', 1], 1), insert(['m', 1], 2)], after: { m: [{ t: 'a' }, 1, 2, { t: 'b' }, { t: 'c' }], n: 1 } },
    { name: 'inserts, removes and replaces side by side', edits: [remove(['m', 0]), insert(['m', 0], 'x'), replace(['m', 1, 't'], 'y'), insert(['m', 1], 'z')], after: { m: ['x', 'z', { t: 'y' }, { t: 'c' }], n: 1 } },
  ])('$name', ({ edits, after }) => {
    const request = deepFreeze({ m: [{ t: 'a' }, { t: 'b' }, { t: 'c' }], n: 1 })
    expect(applyEdits<unknown>(request, edits)).toStrictEqual(after)
    expect(request).toStrictEqual({ m: [{ t: 'a' }, { t: 'b' }, { t: 'c' }], n: 1 })
  })

  test('a copy of a frozen request can be written to', () => {
    const after = applyEdits(deepFreeze({ a: { b: 1, c: 2 } }), [replace(['a', 'b'], 3)])
    after.a.c = 4
    expect(after).toEqual({ a: { b: 3, c: 4 } })
  })
})

describe('what stays', () => {
  test('the same reference without edits, and for replacements by the same value', () => {
    const request = { a: [NaN, { b: 'x' }] }
    expect(applyEdits(request, [])).toBe(request)
    expect(applyEdits(request, [replace(['a', 0], NaN), replace(['a', 1, 'b'], 'x')])).toBe(request)
    expect(applyEdits(request, [replace(['a', 1], request.a[1])])).toBe(request)
    expect(applyEdits(request, [replace([], request)])).toBe(request)
    expect(applyEdits([0], [replace([0], -0)])).toEqual([-0])
  })

  test('whatever no edit names', () => {
    const request = { a: { b: {}, c: {} }, d: [{}, {}] }
    const after = applyEdits(request, [replace(['a', 'b'], 1)])
    expect(after.d).toBe(request.d)
    expect(after.a.c).toBe(request.a.c)
    expect(after.a).not.toBe(request.a)
  })

  test('prototypes, own keys named __proto__, symbols, accessors, hidden properties and the order of keys', () => {
    class Message {
      content = 'long'
      get length() { return this.content.length }
    }
    const symbol = Symbol('mark')
    const message = Object.assign(new Message(), { [symbol]: 1, z: 1, a: 2 })
    Object.defineProperty(message, '__proto__', { value: 'own', enumerable: true })
    Object.defineProperty(message, 'hidden', { value: 'h', enumerable: false })
    Object.defineProperty(message, 'live', { get() { return (this as Message).content }, enumerable: true })
    const after = applyEdits([message], [replace([0, 'content'], 'short')])[0]!
    expect(after).toBeInstanceOf(Message)
    expect(Reflect.ownKeys(after)).toEqual(Reflect.ownKeys(message))
    expect(after).toMatchObject({ content: 'short', length: 5, live: 'short', hidden: 'h', [symbol]: 1 })
    expect(Object.keys(after)).not.toContain('hidden')
    expect(Object.getOwnPropertyDescriptor(after, '__proto__')?.value).toBe('own')
  })

  test('an own __proto__ key can be edited without touching the prototype', () => {
    const request = JSON.parse('{"__proto__":{"text":"long"}}') as object
    const after = applyEdits(request, [replace(['__proto__', 'text'], 'short')])
    expect(JSON.stringify(after)).toBe('{"__proto__":{"text":"short"}}')
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype)
  })

  test('null prototypes, holes, array subclasses and keys beside the elements', () => {
    class List extends Array<unknown> {}
    const list = Object.assign(List.of('a', 'b', 'c'), { extra: 1 })
    delete list[1]
    const request = Object.assign(Object.create(null) as Record<string, unknown>, { list })
    const after = applyEdits(request, [replace(['list', 2], 'd'), insert(['list', 0], 'x')])
    expect(Object.getPrototypeOf(after)).toBe(null)
    expect(after.list).toBeInstanceOf(List)
    expect(Object.entries(after.list as List)).toEqual([['0', 'x'], ['1', 'a'], ['3', 'd'], ['extra', 1]])
  })
})

test.each([
  { name: 'a missing key', edits: [replace(['x'], 1)] },
  { name: 'an inherited key', edits: [replace(['toString'], 1)] },
  { name: '__proto__ where it is no own key', edits: [replace(['__proto__', 'x'], 1)] },
  { name: 'an index past the end', edits: [replace(['m', 3], 1)] },
  { name: 'an index that is no whole number', edits: [insert(['m', 0.5], 1)] },
  { name: 'a negative index', edits: [remove(['m', -1])] },
  { name: 'the length of an array', edits: [replace(['m', 'length'], 0)] },
  { name: 'an index as text', edits: [replace(['m', '0'], 0)] },
  { name: 'a path through a string', edits: [replace(['s', 0], 'x')] },
  { name: 'a path through null', edits: [replace(['z', 'x'], 'x')] },
  { name: 'an insert into an object', edits: [insert(['x'], 1)] },
  { name: 'an insert past the end', edits: [insert(['m', 4], 1)] },
  { name: 'removing the root', edits: [remove([])] },
  { name: 'an insert at the root', edits: [insert([], 1)] },
  { name: 'two edits of one place', edits: [replace(['m', 0], 1), remove(['m', 0])] },
  { name: 'an edit inside a replaced place', edits: [replace(['m'], []), replace(['m', 0], 1)] },
  { name: 'an edit around an edited place', edits: [replace(['m', 0], 1), replace(['m'], [])] },
  { name: 'an insert into a removed array', edits: [remove(['m']), insert(['m', 0], 1)] },
  { name: 'removing an array that gets an insert', edits: [insert(['m', 0], 1), remove(['m'])] },
])('refuses $name', ({ edits }) => {
  const attempt = (): unknown => applyEdits<unknown>({ m: [1, 2, 3], s: 'text', z: null }, edits)
  expect(attempt).toThrow(expect.objectContaining({ code: 'TRANSFORM' }))
  expect(attempt).toThrow(expect.toSatisfy(isHeadroomError))
})

/** Every place in a JSON value, containers before what is in them. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))]
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)
}

test('one edit does what a deep copy and an assignment do, and copies nothing beside its path', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.constantFrom('replace', 'remove', 'insert'), (value, choice, kind) => {
    const places = placesOf(value)
    const path = places[choice % places.length]!
    const parent = path.slice(0, -1)
    const key = path.at(-1)
    const expected = structuredClone(value) as never
    if (kind !== 'replace' && (key === undefined || (kind === 'insert' && typeof key === 'string'))) return
    const container = key === undefined ? undefined : valueAt(expected, parent) as Record<string | number, unknown> & unknown[]
    if (container !== undefined && key !== undefined) {
      if (kind === 'insert') container.splice(key as number, 0, 'new')
      else if (kind === 'replace') Object.defineProperty(container, key, { value: 'new' })
      else if (typeof key === 'number') container.splice(key, 1)
      else delete container[key]
    }
    const after = applyEdits<unknown>(deepFreeze(value), [kind === 'remove' ? { kind, path } : { kind, path, value: 'new' } as Edit])
    expect(after).toStrictEqual(key === undefined ? 'new' : expected)
    for (const place of places) {
      const beside = !place.every((step, i) => step === path[i]) && !path.every((step, i) => step === place[i])
      const shifted = kind !== 'replace' && typeof key === 'number' && parent.every((step, i) => step === place[i])
      if (beside && !shifted) expect(valueAt(after, place)).toBe(valueAt(value, place))
    }
  }), { numRuns: 300 })
})

test('many edits do what the same edits do one by one from the end', () => {
  fc.assert(fc.property(fc.array(fc.nat(99), { maxLength: 12 }), fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'insert')), { maxLength: 12 }), (values, wishes) => {
    const byPlace = new Map<number, { kind: 'replace' | 'remove', index: number }>()
    const inserts: Edit[] = []
    wishes.forEach(([choice, kind], i) => {
      if (kind === 'insert') inserts.push(insert(['list', choice % (values.length + 1)], `new ${i}`))
      else if (values.length > 0) byPlace.set(choice % values.length, { kind: kind as 'replace' | 'remove', index: choice % values.length })
    })
    const others = [...byPlace.values()].map(({ kind, index }) => (kind === 'remove' ? remove(['list', index]) : replace(['list', index], -1)))
    const expected: unknown[] = []
    for (let index = 0; index <= values.length; index++) {
      for (const edit of inserts) if (edit.path[1] === index && edit.kind === 'insert') expected.push(edit.value)
      const wish = byPlace.get(index)
      if (index < values.length && wish?.kind !== 'remove') expected.push(wish === undefined ? values[index] : -1)
    }
    expect(applyEdits<{ list: unknown[] }>({ list: values }, [...others, ...inserts]).list).toEqual(expected)
    expect(applyEdits<{ list: unknown[] }>({ list: values }, [...inserts, ...others]).list).toEqual(expected)
  }), { numRuns: 300 })
})

test('a path of a hundred thousand steps needs no stack', () => {
  const deep: Record<string, unknown> = {}
  let inner = deep
  const path = Array.from({ length: 100_000 }, () => 'a')
  for (let i = 0; i < path.length; i++) inner = inner.a = i === path.length - 1 ? 'x' as never : {}
  let after = applyEdits(deep, [replace(path, 'y')]) as never as Record<string, unknown> | string
  while (typeof after !== 'string') after = after.a as Record<string, unknown> | string
  expect(after).toBe('y')
})
