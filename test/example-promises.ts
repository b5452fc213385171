import { expect, vi } from 'vitest'

/** What an example says it prints: the words after `// => `, in their order. Other lines may be printed between them. */
export function findPromises(text: string): string[] {
  return [...text.matchAll(/\/\/ => (.*)$/gm)].map(([, words]) => words!)
}

/** The promises that were not kept: those that are not printed after the one before them. */
export function findBroken(text: string, printed: readonly string[]): string[] {
  let from = 0
  return findPromises(text).filter((promise) => {
    const place = printed.indexOf(promise, from)
    if (place >= 0) from = place + 1
    return place < 0
  })
}

/** Runs an example: it prints something, and what it says that it prints. */
export async function expectPromisesKept(text: string, load: () => Promise<unknown>): Promise<void> {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => { printed.push(words.map(String).join(' ')) })
  await load()
  expect(printed.length).toBeGreaterThan(0)
  expect({ broken: findBroken(text, printed), printed }).toEqual({ broken: [], printed })
}
