/** In UTF-16 code units. */
const maxName = 200

/** Lone surrogates, controls, marks that change the direction of writing, and characters without width. */
const invisible = /[\p{Cs}\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/**
 * A name from outside, such as a tool's, as text that stays where it is put: what cannot be seen, or would act on what stands around it, is
 * spelled out as `\u{202e}`.
 *
 * @param length what is longer is cut, in UTF-16 code units
 */
export function visibleName(text: string, length = maxName): string {
  const cut = text.length > length ? `${text.slice(0, Math.max(0, length - 1))}…` : text
  const shown = cut.replace(invisible, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`) // a match is one character
  return shown === '' ? '(empty)' : shown
}
