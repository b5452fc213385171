import { createRandom, pick } from './random.ts'

/** A support assistant on Anthropic's API: two cache marks, a label that changes with every request, and a result of many orders. */
export function createAnthropicRequest(): { text: string; settings: object } {
  const random = createRandom(41)
  const orders = Array.from({ length: 180 }, (_, i) => ({
    order: 88_000 + i, placed: new Date(Date.UTC(2026, 8, 1) + i * 11_400_000).toISOString(), items: 1 + Math.floor(random() * 5), total: Math.round(random() * 19_000) / 100,
    status: i === 121 ? 'lost in transit' : pick(random, ['delivered', 'delivered', 'delivered', 'on its way']), carrier: pick(random, ['Postal', 'Velo', 'Nord']),
  }))
  const request = {
    model: 'claude-sonnet-4-5', max_tokens: 1024,
    system: [
      { type: 'text', text: 'You answer customers of a shop for musical instruments. Be brief and friendly. Never promise a refund; offer to ask a colleague. Orders are looked up with find_orders before anything is said about them.', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'The customer is Noor Haddad, a customer since 2019. Request id: 7f3c9a12-58de-4b0e-9d61-0c2f7ab1e944. Current time: 2026-11-24T09:41:07Z.' },
    ],
    tools: [
      { name: 'find_orders', description: 'Orders of a customer, newest last.', input_schema: { type: 'object', properties: { customer: { type: 'string' }, limit: { type: 'integer' } }, required: ['customer'] } },
      { name: 'ask_colleague', description: 'Hands a question to a person.', input_schema: { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] }, cache_control: { type: 'ephemeral' } },
    ],
    messages: [
      { role: 'user', content: 'Hello! One of my parcels never came. Do you know where it is?' },
      { role: 'assistant', content: [{ type: 'text', text: 'I am sorry to hear that. Let me look.' }, { type: 'tool_use', id: 'toolu_01', name: 'find_orders', input: { customer: 'Noor Haddad', limit: 200 } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content: JSON.stringify({ customer: 'Noor Haddad', orders }) }] },
    ],
  }
  return { text: JSON.stringify(request, null, 2), settings: {} }
}
