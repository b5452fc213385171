/** UTF-16 code units that a small text may stand for. */
const floor = 1 << 24
/** Times its own length that a larger one may. */
const maxRatio = 64

/**
 * Length that a text of tables may expand to, in UTF-16 code units. What would be longer is not written, and not expanded: a text of
 * some kilobytes that claims to stand for gigabytes was not written by us.
 */
export function maxExpandedLength(writtenLength: number): number {
  return Math.max(floor, writtenLength * maxRatio)
}
