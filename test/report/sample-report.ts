import type { Decision, Report } from '../../src/report/types.ts'

export const crushed: Decision = {
  path: ['messages', 2, 'content'], transform: 'smart-crusher', toolName: 'search', contentType: 'json', action: 'crushed', reason: 'rows left out',
  tokensBefore: 44120, tokensAfter: 4210, relevance: 'bm25',
  arrays: [{ pointer: '/results', rowsTotal: 1000, rowsKept: 15, rowsIndexed: 120, rowsCounted: 865, keptRows: [], indexedRows: [] }],
}

export const kept: Decision = {
  path: ['messages', 4, 'content'], transform: 'smart-crusher', toolName: 'read', contentType: 'text', action: 'kept',
  reason: '12 tokens are fewer than the 200 from which it pays', tokensBefore: 12, tokensAfter: 12, arrays: [],
}

export const report: Report = {
  model: 'gpt-4o-mini', format: 'openai-chat', mode: 'optimize', tokensBefore: 45000, tokensAfter: 5090, tokensSaved: 39910, savingsPercent: 88.68888,
  tokenCounting: 'exact', estimatedSavingsUsd: 0.0059865, pricesDate: '2026-11-01', transforms: ['smart-crusher'],
  decisions: [crushed, kept, { ...kept, tokensBefore: 15, tokensAfter: 15, reason: '15 tokens are fewer than the 200 from which it pays' }],
  waste: { whiteSpace: 8000, repeatedKeys: 1200, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 },
  stablePrefixHash: '0123456789abcdef', cacheAlignmentScore: 0.5, compressionRatio: 0.113,
  window: { limit: 128000, cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, fits: true }, warnings: [], timings: { total: 12.3 },
}
