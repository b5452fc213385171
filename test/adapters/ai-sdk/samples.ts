/** Requests of the AI SDK that hold all that its adapter reads. */

const rows = [{ id: 1, name: 'one' }, { id: 2, name: 'two' }]
const marked = { providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }

export const modelMessages = [
  { role: 'system', content: 'rules', ...marked },
  { role: 'user', content: 'plain words' },
  { role: 'user', content: [
    { type: 'text', text: 'look' },
    { type: 'image', image: 'AAAA' },
    { type: 'file', mediaType: 'application/pdf', data: 'AAAA', filename: 'a.pdf' },
    { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'a note' } },
  ] },
  { role: 'assistant', content: [
    { type: 'reasoning', text: 'thought', providerOptions: { anthropic: { signature: 'c2ln' } } },
    { type: 'text', text: 'looking' },
    { type: 'tool-call', toolCallId: 'a', toolName: 'search', input: { q: 1 } },
    { type: 'tool-call', toolCallId: 'b', toolName: 'list', input: {} },
    { type: 'tool-call', toolCallId: 'w', toolName: 'web_search', input: { query: 'x' }, providerExecuted: true },
    { type: 'tool-result', toolCallId: 'w', toolName: 'web_search', output: { type: 'json', value: [{ encrypted: 'e' }] } },
    { type: 'tool-approval-request', approvalId: 'p', toolCallId: 'b' },
  ] },
  { role: 'tool', content: [
    { type: 'tool-approval-response', approvalId: 'p', approved: true, reason: 'fine' },
    { type: 'tool-result', toolCallId: 'b', toolName: 'list', output: { type: 'json', value: rows } },
    { type: 'tool-result', toolCallId: 'a', toolName: 'search', output: { type: 'text', value: '{"rows":[]}' }, ...marked },
  ] },
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'shoot', input: {} }, { type: 'tool-call', toolCallId: 'd', toolName: 'shoot', input: {} }, { type: 'tool-call', toolCallId: 'e', toolName: 'shoot', input: {} }, { type: 'tool-call', toolCallId: 'f', toolName: 'shoot', input: {} }] },
  { role: 'tool', content: [
    { type: 'tool-result', toolCallId: 'c', toolName: 'shoot', output: { type: 'content', value: [{ type: 'text', text: 'one' }, { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } }, { type: 'text', text: 'two' }, { type: 'custom' }] } },
    { type: 'tool-result', toolCallId: 'd', toolName: 'shoot', output: { type: 'error-text', value: 'out of film' } },
    { type: 'tool-result', toolCallId: 'e', toolName: 'shoot', output: { type: 'error-json', value: { code: 7 } } },
    { type: 'tool-result', toolCallId: 'f', toolName: 'shoot', output: { type: 'execution-denied', reason: 'not now' } },
  ] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'nobody', toolName: 'lost', output: { type: 'json', value: 'a string' } }] },
  { role: 'assistant', content: 'done' },
]

export const uiMessages = [
  { id: '0', role: 'system', parts: [{ type: 'text', text: 'rules' }] },
  { id: '1', role: 'user', metadata: { at: 7 }, parts: [{ type: 'text', text: 'look' }, { type: 'file', mediaType: 'image/png', url: 'data:image/png;base64,AAAA' }, { type: 'data-place', data: { x: 1 } }] },
  { id: '2', role: 'assistant', parts: [
    { type: 'step-start' },
    { type: 'reasoning', text: 'thought', state: 'done' },
    { type: 'text', text: 'looking', state: 'done' },
    { type: 'tool-search', toolCallId: 'a', state: 'output-available', input: { q: 1 }, output: { rows } },
    { type: 'dynamic-tool', toolName: 'list', toolCallId: 'b', state: 'output-available', input: {}, output: 'a long text' },
    { type: 'step-start' },
    { type: 'text', text: 'and on' },
    { type: 'tool-shoot', toolCallId: 'c', state: 'output-error', input: {}, errorText: 'out of film' },
    { type: 'tool-shoot', toolCallId: 'd', state: 'output-denied', input: {}, approval: { id: 'p', approved: false, reason: 'not now' } },
    { type: 'tool-web', toolCallId: 'w', state: 'output-available', providerExecuted: true, input: {}, output: [1] },
    { type: 'tool-mcp', toolCallId: 'm', state: 'output-available', input: {}, output: { content: [{ type: 'text', text: 'failed' }], isError: true } },
    { type: 'source-url', sourceId: 's', url: 'https://a.b' },
    { type: 'steering-message', id: 'n', parts: [{ type: 'text', text: 'faster' }] },
    { type: 'text', text: 'done' },
  ] },
  { id: '3', role: 'user', parts: [{ type: 'text', text: 'go on' }] },
  { id: '4', role: 'assistant', parts: [{ type: 'tool-ask', toolCallId: 'q', state: 'input-available', input: { of: 'you' } }, { type: 'tool-write', toolCallId: 'r', state: 'input-streaming', input: { te: 1 } }] },
]

export const providerTools = [{ type: 'function', name: 'search', description: 'Finds.', inputSchema: { type: 'object' } }, { type: 'provider', id: 'openai.web_search', name: 'web_search', args: {} }]
