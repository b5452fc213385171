import { AIMessage, AIMessageChunk, ChatMessage, FunctionMessage, HumanMessage, RemoveMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'

/** Messages of LangChain's own classes that hold all that its adapter reads. */
export const messages = [
  new SystemMessage({ content: [{ type: 'text', text: 'rules', cache_control: { type: 'ephemeral' } }], id: 'sys' }),
  new SystemMessage({ content: 'for developers', additional_kwargs: { __openai_role__: 'developer' } }),
  new HumanMessage('plain words'),
  new HumanMessage({ name: 'Ada', content: [
    { type: 'text', text: 'look' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
    { type: 'file', url: 'https://a.b/c.pdf', mimeType: 'application/pdf' },
  ] }),
  new AIMessage({ id: 'run-1', content: [
    { type: 'thinking', thinking: 'thought', signature: 'c2ln' },
    { type: 'text', text: 'looking' },
    { type: 'tool_use', id: 'a', name: 'search', input: { q: 1 } },
    { type: 'server_tool_use', id: 's', name: 'web', input: { q: 2 } },
  ], tool_calls: [{ id: 'a', name: 'search', args: { q: 1 }, type: 'tool_call' }, { id: 'b', name: 'list', args: {}, type: 'tool_call' }], invalid_tool_calls: [{ id: 'i', name: 'broken', args: '{"q":', error: 'cut', type: 'invalid_tool_call' }], response_metadata: { model_name: 'm' } }),
  new ToolMessage({ content: '{"rows":[]}', tool_call_id: 'a', artifact: { whole: [1, 2, 3] }, id: 't1', additional_kwargs: { trace: 7 } }),
  new ToolMessage({ content: [{ type: 'text', text: 'one' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }, { type: 'text', text: 'two' }], tool_call_id: 'b', name: 'list' }),
  new ToolMessage({ content: 'no such tool', tool_call_id: 'i', status: 'error' }),
  new ToolMessage({ content: 'lost', tool_call_id: 'nobody' }),
  new ChatMessage({ content: 'generic words', role: 'user' }),
  new ChatMessage({ content: 'a critic', role: 'critic' }),
  new AIMessageChunk({ content: '', tool_call_chunks: [{ id: 'c', name: 'later', args: '{"at":1}', index: 0, type: 'tool_call_chunk' }] }),
  new ToolMessage({ content: 'x', tool_call_id: 'c' }),
  new AIMessage({ content: '', additional_kwargs: { function_call: { name: 'old', arguments: '{}' } } }),
  new FunctionMessage({ content: 'result', name: 'old' }),
  new RemoveMessage({ id: 'gone' }),
  new AIMessage('done'),
]
