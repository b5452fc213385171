import type { Waste } from '../report/types.ts'

export function addWaste(sum: Partial<Waste>, more: Partial<Waste> = {}): Partial<Waste> {
  const total: { -readonly [Cause in keyof Waste]?: number } = { ...sum }
  for (const [cause, tokens] of Object.entries(more) as [keyof Waste, number][]) total[cause] = (total[cause] ?? 0) + tokens
  return total
}
