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
