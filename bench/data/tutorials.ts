/** The example of the README: 500 tutorials, best first, scores from 100 downwards. */
export function tutorials(results = 500): string {
  return JSON.stringify({ results: Array.from({ length: results }, (_, i) => ({ title: `Tutorial ${i}`, score: 100 - i })) })
}
