import { percent, type Table } from '../table.ts'
import { renderCurve, type CurvePoint } from './curve-svg.ts'
import { loadPayloads, measureVariant } from './needles.ts'
import { crushed } from './variants.ts'

const itemChoices = [5, 10, 15, 20, 30, 50]
const indexChoices = [false, 200, 400, 800, 1600] as const

export interface Curve {
  readonly tables: readonly Table[]
  readonly svg: string
}

/** Tokens against questions answerable, over the two options that trade one for the other; undefined without payloads. */
export async function drawCurve(dataFolder: string, onPoint: (done: number, of: number) => void): Promise<Curve | undefined> {
  const payloads = loadPayloads(dataFolder)
  if (payloads.length === 0) return undefined
  const points: CurvePoint[] = []
  for (const maxTokens of indexChoices) {
    for (const maxItemsAfterCrush of itemChoices) {
      const index = maxTokens === false ? false : { maxTokensPerRow: 24, maxTokens }
      const outcome = await measureVariant(crushed('', { maxItemsAfterCrush, index }), payloads)
      const answered = [...outcome.read.values()].reduce((a, b) => a + b, 0)
      const asked = [...outcome.asked.values()].reduce((a, b) => a + b, 0)
      points.push({ items: maxItemsAfterCrush, index: maxTokens, meanShare: outcome.meanShare, totalShare: outcome.totalShare, answered, asked })
      onPoint(points.length, indexChoices.length * itemChoices.length)
    }
  }
  const cell = (point: CurvePoint): string => `${point.answered} at ${percent(point.meanShare)} / ${percent(point.totalShare)}`
  return {
    svg: renderCurve(points, { items: 15, index: 800 }),
    tables: [{
      title: `Questions answerable of ${points[0]!.asked}, at tokens left (mean over files / in total)`,
      columns: ['index, tokens', ...itemChoices.map((items) => `${items} items`)],
      rows: indexChoices.map((index) => [index === false ? 'none' : index, ...points.filter((point) => point.index === index).map(cell)]),
      notes: ['Across: `maxItemsAfterCrush`; down: `index.maxTokens`. The defaults are 15 items and 800 tokens.'],
    }],
  }
}
