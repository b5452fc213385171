/** A character that is taken out, so that what stands beside it stands together: controls, formats, marks, what is no character. */
export const DROPPED = 0
/** A character between words. */
export const SPACE = 1
/** A character that is a word by itself: punctuation, ideographs. */
export const ALONE = 2
/** A character of a word: all others. */
export const INNER = 3

/*
 * The classes of Unicode 17.0, written down rather than asked of the engine, so that a text has the same pieces in every engine, whatever
 * edition of Unicode that knows. Ranges: how far behind the one before it each begins, and how much longer than one character it is, in base 36.
 */

/** [\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Mn}] without tab, line feed and carriage return, and U+FFFD. */
const DROPPED_RANGES = readRanges(
  '0 8 2 1 1 h 2n w d 0 gi 33 7n 4 7d 18 1 0 1 1 1 1 1 0 1k 5 a a 1 0 1a k g 0 2t 7 1 5 2 1 1 3 x 0 1 0 u q 2j a 1m 8 9 0 o 3 1 8 1 2 1 4 17 '
  + '2 1g 1 5 8 16 1k 1j 0 1 0 4 7 4 0 3 6 a 1 t 0 1m 0 4 3 8 0 k 1 q 0 2 1 1l 0 4 1 4 1 2 2 3 0 u 1 3 0 b 1 1l 0 4 4 1 1 4 0 k 1 m 5 1 0 1m '
  + '0 2 0 1 3 8 0 7 1 b 1 u 0 1p 0 c 0 1e 0 3 0 1j 0 1 2 5 2 1 3 7 1 b 1 t 0 1m 0 2 0 6 0 5 1 k 1 s 1 1l 1 4 3 8 0 k 1 t 0 20 0 7 2 1 0 2i 0 '
  + '2 6 c 7 2q 0 2 8 b 6 21 1 r 0 1 0 1 0 1j d 1 4 1 1 5 a 1 z 9 0 2u 3 1 5 1 1 2 1 p 1 4 2 g 3 d 0 2 1 6 0 f 0 jj 2 qa 2 t 1 u 1 u 1 1s 1 1 '
  + '6 8 0 2 a 9 0 19 4 39 1 y 0 3a 2 4 1 9 0 6 2 63 1 2 0 1m 0 1 6 1 0 1 0 2 7 6 9 2 0 1c d 1 u 2 b k 3 1c 0 1 4 1 0 5 0 14 8 c 1 w 3 2 1 1 '
  + '2 1k 0 1 1 3 0 1 2 1m 7 2 1 48 2 1 c 1 6 4 0 6 0 3 1 5i 1r ej 4 q 4 1d 4 1 9 2o c 4 0 3 b 2da 2 3x 0 2o v fe 3 2z 1 n9w 0 4 9 w 1 28 1 '
  + '7k 0 3 0 4 0 p 1 5 0 47 1 q h d 0 12 7 p a 1a 2 1c 0 2 3 2 1 13 0 1v 5 2 1 2 1 c 0 8 0 1b 0 1f 0 1 2 2 1 5 1 1 0 16 1 8 0 6m 0 2 0 4 0 '
  + '8pe 6in f2 0 kh f g f 5r 0 6x 2 1 0 e7 0 6a 0 45 4 1ae 2 1 1 5 3 14 2 4 0 4l 1 fx 3 1t 4 8t 1 25 5 1y a 1d 3 3f 0 1i e 15 0 2 1 a 2 1d '
  + '3 2 1 2 0 4 0 a 0 1e 2 10 4 1 7 1q 0 c 1 1g 8 a 3 2 0 2n 2 2 0 1 1 6 0 2 0 4d 0 3 7 l 1 1l 1 3 0 11 6 3 4 1y 5 d 0 1 0 1 0 e 1 2d 7 2 2 '
  + '1 0 n 0 2c 5 1 0 4 1 1 1 6m 3 6 1 1 1 r 1 2d 7 2 0 1 1 2y 0 1 0 2 5 1 0 2t 0 1 0 2 3 1 4 77 8 1 1 74 1 1 0 4 0 40 3 2 1 4 0 w 9 14 5 2 '
  + '3 8 0 9 5 2 2 1a c 1 1 5i 0 1 2 1 0 5l 6 1 5 1 0 2a l 2 6 1 1 1 1 3e 5 3 0 1 1 1 6 1 0 20 1 3 0 1 0 9n 1 b 1 1g 4 5 0 1 0 n 0 445 g 6 e '
  + '8ug b 3 2 1xc 4 1n 6 t4 0 1r 3 29 0 f5k 1 1 3 3mk 19 2 m f4 2 9 f 2 6 u 3 44 2 1iz 1i 4 1d 8 0 e 0 m 4 1 e 11s 6 1 g 2 6 1 1 1 4 2s 0 4g '
  + '6 af 0 1p 3 e4 3 72 1 6r 0 2 0 7 1 5 0 d6 6 31 6 gzau 0 u 2n 3k 6n 1e6o 1ekd 2 1ekd')

/** \p{P} and all of ASCII that is no letter, digit, space or control, as BERT has it. */
const PUNCTUATION_RANGES = readRanges(
  'x e a 6 q 5 q 3 y 0 5 0 3 0 a 1 3 0 3 0 ji 0 8 0 cy 5 15 1 1f 0 1 0 2 0 2 0 18 1 k 1 1 1 d 0 1 2 22 3 2u 0 17 d 6h 2 1i e v 0 79 1 a 0 '
  + '3w 0 3c 0 3d 0 au 0 c 0 a7 0 2i 0 a 1 4o e 1 0 11 3 1z 0 22 4 4 1 33 5 4r 0 h0 8 47 0 h9 0 18 1 26 2 1z 1 4d 2 1 2 11 a 8p 1 60 1 3k 6 1 '
  + '5 4g 1 a 6 s 2 3g 3 1n 4 1q 1 1s 7 b 0 n0 n 8 j 1 c 1 b u 1 e 1 hl 3 t 1 u5 d 27 1 v 9 b7 l 1r 3 w 1 l7 3 1 1 34 0 3z 1a 1 v 2 b bn 2 4 '
  + '9 2 b g 0 c 0 2q 0 2i 0 mwy 1 7h 2 2r 0 a 0 37 5 ak 3 2e 1 14 2 1 0 1d 1 1b 0 2p c g 1 3g 3 3i 1 g 1 6x 0 g2a 1 5s 9 m y 1 d 1 0 4 0 1 1 '
  + '45 2 1 5 1 3 a 1 3 1 q 2 1 0 r 0 1 0 1 6 be 2 ik 0 1c 0 bi 0 kn 0 5j 0 v 0 7k 8 12 0 34 6 1u 6 2h 3 cx 0 8u 0 y 0 3o 4 18 3 59 6 31 1 1 '
  + '3 3i 3 1c 1 27 3 4 0 d 0 1 2 2g 5 2z 0 8a 1 1 1 36 4 a 1 1 0 2w 0 6y m 2x 2 s c 24 0 3m 2 70 0 7c 2 4b 0 2k 7 2b 2 1 4 2l 9 5z 0 2n 4 16 '
  + '1 hx 1 22 c 4v 0 vk 4 29o 1 bjv 1 3p 0 1t 4 8 0 fc 2 87 3 93 0 f5o 0 5wn 4 29f 0 ny 1')

const SPACES = [9, 10, 13, 0x20, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]

/** First and last of the ideographs that BERT puts apart; kana and Hangul are words like those of alphabets. */
const IDEOGRAPHS = [0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xf900, 0xfaff, 0x20000, 0x2a6df, 0x2a700, 0x2ceaf, 0x2f800, 0x2fa1f]

/** What a character does to a word, before it is folded. */
export function classOf(codePoint: number): number {
  if (isWithin(DROPPED_RANGES, codePoint)) return DROPPED
  if (SPACES.includes(codePoint)) return SPACE
  return isWithin(IDEOGRAPHS, codePoint) || isWithin(PUNCTUATION_RANGES, codePoint) ? ALONE : INNER
}

/**
 * A character as the vocabulary spells it: lower case, without accents; a Hangul syllable as its letters. May be several characters, also of
 * other classes ("≠" is "=" without its stroke), or none.
 *
 * Each character is folded by itself, so that a capital sigma is the same letter wherever it stands. That leaves the order of combining
 * marks as it is in the text, which changes nothing: no mark that is left belongs to any piece.
 */
export function foldCharacter(codePoint: number): string {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return ''
  let folded = ''
  for (const character of String.fromCodePoint(codePoint).toLowerCase().normalize('NFD')) {
    if (!isWithin(DROPPED_RANGES, character.codePointAt(0)!)) folded += character
  }
  return folded
}

/** First and last of each range, in one ascending list. */
function readRanges(text: string): number[] {
  const ends: number[] = []
  let at = 0
  for (const step of text.split(' ')) {
    at += parseInt(step, 36)
    ends.push(at)
    if (ends.length % 2 === 0) at++
  }
  return ends
}

function isWithin(ranges: readonly number[], codePoint: number): boolean {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[2 * middle + 1]! < codePoint) low = middle + 1
    else high = middle
  }
  return 2 * low < ranges.length && ranges[2 * low]! <= codePoint
}
