import { createRandom, type Random } from '../arbitraries/random.ts'

/** First and last code points of writings, signs, and what makes trouble. */
const blocks: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], [0x61, 0x7a], [0x41, 0x5a], [0x30, 0x39], // ASCII
  [0xa0, 0xff], [0x100, 0x24f], [0x250, 0x2af], [0x1e00, 0x1eff], // Latin
  [0x300, 0x36f], [0x302a, 0x302f], [0x1dc0, 0x1dff], // marks
  [0x370, 0x3ff], [0x400, 0x52f], [0x530, 0x58f], [0x590, 0x5ff], [0x600, 0x6ff], [0x900, 0x97f], [0x980, 0x9ff], [0xb80, 0xbff], [0xe00, 0xe7f],
  [0x0f00, 0x0fff], [0x1000, 0x109f], [0x10a0, 0x10ff], [0x1780, 0x17ff], [0x1b00, 0x1b7f],
  [0x1100, 0x11ff], [0xac00, 0xd7a3], [0x3040, 0x30ff], [0x4e00, 0x9fff], [0xf900, 0xfaff], [0xff00, 0xffef],
  [0x2000, 0x206f], [0x2070, 0x20ff], [0x2100, 0x21ff], [0x2200, 0x22ff], [0x2500, 0x27bf], [0x3000, 0x303f],
  [0x10400, 0x1044f], [0x1d400, 0x1d4ff], [0x1f300, 0x1f6ff], [0xe0100, 0xe01ef], [0x20000, 0x2a6df],
  [0x0, 0x1f], [0x7f, 0x9f], [0xfff0, 0xffff], [0xe000, 0xe010],
]

const words = [
  'connection', 'refused', 'MountVolume.SetUp', 'getUserById', 'snake_case_name', 'src/relevance/word-pieces.ts', 'https://example.org/a?b=c&d=%20', 'don\'t',
  '3.14', '2025-01-07T10:00:00Z', 'a1b2c3d4e5f6', 'naïve', 'café', 'Straße', 'ΑΘΗΝΑΣ', 'Привет', 'שָׁלוֹם', 'مَرْحَبًا', 'हिन्दी', 'தமிழ்', 'ภาษาไทย', '東京タワー', '한국어', 'ﬁle', 'İstanbul',
  '👩‍👩‍👧', '🇩🇪', '#hashtag', '@user', 'C++', '{"key":', '[1,', '->', '≠', '…', '“quoted”', '\u00ad', 'e\u0301', 'internationalization', 'antidisestablishmentarianism',
]

/** Texts of several scripts, words, code, marks, emoji and controls; the same for one seed in every runtime. */
export function randomTexts(seed: number, count: number): string[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    let text = ''
    for (let parts = random.int(1, 8); parts > 0; parts--) text += `${random.chance(0.5) ? random.pick(words) : randomWord(random)}${random.pick([' ', ' ', ' ', '', '\n', '\t', '-'])}`
    return text
  })
}

function randomWord(random: Random): string {
  const home = random.pick(blocks)
  let word = ''
  for (let length = random.int(1, 12); length > 0; length--) {
    const [first, last] = random.chance(0.8) ? home : random.pick(blocks)
    word += String.fromCodePoint(random.int(first, last))
  }
  return word
}
