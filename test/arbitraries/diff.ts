import * as fc from 'fast-check'

/** A line of a file and what a diff says of it. */
export type DiffLine = readonly [sign: ' ' | '+' | '-', text: string]

const runs = fc.array(fc.tuple(fc.constantFrom<DiffLine[0]>(' ', '+', '-', ' '), fc.integer({ min: 1, max: 40 })), { minLength: 2, maxLength: 10 })

/** The lines of a file that was changed here and there, with long stretches that were not. */
export function changedFiles(): fc.Arbitrary<readonly DiffLine[]> {
  return runs.map((list): DiffLine[] => {
    let next = 0
    return [[' ', 'line of the head'], ...list.flatMap(([sign, count]) => Array.from({ length: sign === ' ' ? count : Math.ceil(count / 8) }, (): DiffLine => [sign, ++next % 6 === 0 ? '' : `const value${next} = read('${next * 7919 % 997}')`]))]
  })
}

/** Lines of the file before ('+' left out) or after ('-' left out). */
export const sideOf = (lines: readonly DiffLine[], leftOut: '+' | '-'): string[] => lines.filter(([sign]) => sign !== leftOut).map(([, text]) => text)

/** A diff that shows all of a file in one hunk. */
export function writeDiff(lines: readonly DiffLine[]): string {
  return `diff --git a/src/app.ts b/src/app.ts\nindex 1234567..89abcde 100644\n--- a/src/app.ts\n+++ b/src/app.ts\n@@ -1,${sideOf(lines, '+').length} +1,${sideOf(lines, '-').length} @@\n${lines.map(([sign, text]) => `${sign}${text}\n`).join('')}`
}
