import { serveEmbedder } from '../embedder-worker.ts'
import type { EmbedderScope } from '../embedder-worker.ts'
import { createMiniLm } from './minilm.ts'
import type { MiniLmOptions } from './minilm.ts'

// The script of the worker that `createMiniLmWorker` starts. Its global scope is the other end of the messages, and what comes across is what that sent.
serveEmbedder(self as unknown as EmbedderScope, (options, onProgress) => createMiniLm({ ...options as MiniLmOptions, onProgress }))
