/**
 * The value of a JSON text in which a number whose spelling would be lost is a string that tells it: `1.0` is not 1, and
 * 12345678901234567890 is not 12345678901234567000.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    (token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(numberMark + token))))
}

/** What stands before the spelling of a number that `parseExactly` reads as a string. */
export const numberMark = '\u0001number '
