/**
 * A decimal number as it is spelled, without the rounding of a double: sign · 0.digits · 10^point. Digits have no zeros at their ends;
 * zero has none at all.
 */
export interface Decimal {
  readonly sign: -1 | 0 | 1
  readonly digits: string
  /** Places of the first digit before the decimal point; negative for zeros behind it. */
  readonly point: number
}

const spelling = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/
/** Sums over more digits than this are not written out: `1e400` has 401. */
const maxPlaces = 40

/** Reads the number that a text begins with. @throws RangeError where it begins with none */
export function readDecimal(text: string): Decimal {
  const found = spelling.exec(text)
  if (!found) throw new RangeError(`no number: ${text.slice(0, 40)}`)
  const [, sign, whole = '', fraction = '', exponent = '0'] = found
  const all = whole + fraction
  let first = 0
  while (first < all.length && all.charCodeAt(first) === 0x30) first++
  let end = all.length
  while (end > first && all.charCodeAt(end - 1) === 0x30) end--
  if (first === end) return { sign: 0, digits: '', point: 0 }
  return { sign: sign === '-' ? -1 : 1, digits: all.slice(first, end), point: whole.length - first + Number(exponent) }
}

/** Negative when `a` is less than `b`, positive when it is more, 0 when they are the same number. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign
  if (a.point !== b.point) return a.point < b.point ? -a.sign : a.sign
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -a.sign : a.sign
}

/** One text for all spellings of a number: `1`, `1.0` and `10e-1`. */
export function decimalKey({ sign, digits, point }: Decimal): string {
  return `${sign < 0 ? '-' : ''}${digits}e${point}`
}

/** The sum of spelled numbers, exactly, as JSON; undefined when it has more than some forty places. */
export function sumDecimals(numbers: Iterable<Decimal>): string | undefined {
  const list = [...numbers].filter(({ sign }) => sign !== 0)
  let scale = 0
  for (const { digits, point } of list) {
    if (point > maxPlaces || digits.length - point > maxPlaces) return undefined
    scale = Math.max(scale, digits.length - point)
  }
  let sum = 0n
  for (const { sign, digits, point } of list) sum += BigInt(sign) * BigInt(digits) * 10n ** BigInt(scale - digits.length + point)
  return spell(sum, scale)
}

/** The number in the middle between two. Like `sumDecimals`. */
export function middleOfDecimals(a: Decimal, b: Decimal): string | undefined {
  return sumDecimals([halfOf(a), halfOf(b)])
}

/** Half of a number is five times it, a place further. */
function halfOf(number: Decimal): Decimal {
  if (number.sign === 0) return number
  const digits = String(BigInt(number.digits) * 5n)
  return { sign: number.sign, digits, point: number.point + digits.length - number.digits.length - 1 }
}

/**
 * The sum of whole multiples of 10^-scale, exactly, without reading a digit.
 *
 * @param scale decimal places that the numbers have at most when spelled
 * @returns undefined where doubles are too short for that; then `sumDecimals` has the answer
 */
export function sumQuickly(numbers: Float64Array, scale: number): string | undefined {
  if (scale > 15) return undefined
  const factor = 10 ** scale
  let sum = 0
  for (let i = 0; i < numbers.length; i++) {
    // A double and its product are off by less than 2^-52 of what they are, here by less than a half.
    const part = Math.round(numbers[i]! * factor)
    sum += part
    if (!(Math.abs(part) < 2 ** 50 && Math.abs(sum) < 2 ** 52)) return undefined
  }
  return spell(BigInt(sum), scale)
}

function spell(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale))
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction === '' ? '' : `.${fraction}`}`
}
