export interface CurvePoint {
  readonly items: number
  readonly index: false | number
  /** Tokens left, mean over the files, in [0, 1]. */
  readonly meanShare: number
  readonly totalShare: number
  readonly answered: number
  readonly asked: number
}

const width = 760, height = 460, left = 60, right = 150, top = 30, bottom = 50
const colors = ['#6b7280', '#2563eb', '#059669', '#d97706', '#dc2626']

/** A line per index budget: tokens left to the right, questions answerable upwards, a ring around the defaults. */
export function renderCurve(points: readonly CurvePoint[], defaults: { readonly items: number, readonly index: number }): string {
  const shares = niceRange(points.map((point) => 100 * point.meanShare), 5)
  const answers = niceRange(points.map((point) => point.answered), 10)
  const x = (point: CurvePoint): string => (left + (100 * point.meanShare - shares.from) / (shares.to - shares.from) * (width - left - right)).toFixed(1)
  const y = (point: CurvePoint): string => (height - bottom - (point.answered - answers.from) / (answers.to - answers.from) * (height - top - bottom)).toFixed(1)
  const lines = [...new Set(points.map((point) => point.index))].map((index, i) => {
    const color = colors[i % colors.length]!
    const own = points.filter((point) => point.index === index)
    const dots = own.map((point) => `<circle cx="${x(point)}" cy="${y(point)}" r="3" fill="${color}"/>`
      + `<text x="${x(point)}" y="${Number(y(point)) + 14}" font-size="9" text-anchor="middle" fill="${color}">${point.items}</text>`)
    return `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${own.map((point) => `${x(point)},${y(point)}`).join(' ')}"/>${dots.join('')}`
      + `<text x="${width - right + 16}" y="${top + 16 + 18 * i}" fill="${color}">${index === false ? 'no index lines' : `index ${index} tokens`}</text>`
  })
  const chosen = points.find((point) => point.items === defaults.items && point.index === defaults.index)
  const ring = chosen === undefined ? '' : `<circle cx="${x(chosen)}" cy="${y(chosen)}" r="8" fill="none" stroke="#111827" stroke-width="1.5"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${axis(shares, (value) => left + (value - shares.from) / (shares.to - shares.from) * (width - left - right), 'x')}
${axis(answers, (value) => height - bottom - (value - answers.from) / (answers.to - answers.from) * (height - top - bottom), 'y')}
<text x="${left + (width - left - right) / 2}" y="${height - 12}" text-anchor="middle">tokens left, mean over files, %; labels: maxItemsAfterCrush; ring: the defaults</text>
<text x="16" y="${top + (height - top - bottom) / 2}" text-anchor="middle" transform="rotate(-90 16 ${top + (height - top - bottom) / 2})">questions answerable of ${points[0]?.asked ?? 0}</text>
${lines.join('\n')}
${ring}
</svg>
`
}

interface Range {
  readonly from: number
  readonly to: number
  readonly step: number
}

function niceRange(values: readonly number[], step: number): Range {
  const from = Math.floor(Math.min(...values) / step) * step
  const to = Math.ceil(Math.max(...values) / step) * step
  return { from, to: to === from ? from + step : to, step }
}

function axis(range: Range, place: (value: number) => number, which: 'x' | 'y'): string {
  const marks: string[] = []
  for (let value = range.from; value <= range.to; value += range.step) {
    const at = place(value).toFixed(1)
    marks.push(which === 'x'
      ? `<line x1="${at}" x2="${at}" y1="${top}" y2="${height - bottom}" stroke="#e5e7eb"/><text x="${at}" y="${height - bottom + 16}" text-anchor="middle">${value}</text>`
      : `<line x1="${left}" x2="${width - right}" y1="${at}" y2="${at}" stroke="#e5e7eb"/><text x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${value}</text>`)
  }
  return marks.join('\n')
}
