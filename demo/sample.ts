/** Five hundred search results and what the user asked about them. */
export const sample = {
  question: 'What are the top 3?',
  source: JSON.stringify({ results: Array.from({ length: 500 }, (_, i) => ({ title: `Tutorial ${i}`, score: 100 - i })) }, null, 2),
}
