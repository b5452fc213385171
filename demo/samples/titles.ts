/** What the page says of each example; how each is made is known to the worker alone. The first is what a visitor sees. */
export const sampleTitles = [
  { id: 'payments', title: 'An error among thousands', about: '4,000 payments, one of which failed' },
  { id: 'search', title: 'Search results', about: '320 nested hits, the best are asked for' },
  { id: 'series', title: 'A time series', about: 'two days of latencies with a spike and a step' },
  { id: 'issues', title: 'A question in other words', about: 'the answer shares no word with it' },
  { id: 'log', title: 'A log', about: '2,400 lines of a shop, one order was lost' },
  { id: 'agent', title: 'A long agent run', about: 'a coding agent’s whole conversation' },
  { id: 'anthropic', title: 'A request with cache marks', about: 'for Anthropic, with a changing label' },
] as const

export type SampleId = typeof sampleTitles[number]['id']
