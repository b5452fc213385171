import type { FromWorker, MessageEnd, ToWorker } from './worker/protocol.ts'
import { serveHeadroom } from './worker/serve-headroom.ts'

// The script of the worker that `createHeadroomWorker` starts. Its global scope is the other end of the messages.
serveHeadroom(self as unknown as MessageEnd<ToWorker, FromWorker>)
