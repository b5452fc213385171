import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import type { Connect } from 'vite'
import { replyTo } from './backend.ts'
import type { ChatMessage } from './backend.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** `/api/chat` beside the page. */
const answer: Connect.NextHandleFunction = (request, response, next) => {
  if (request.url !== '/api/chat') {
    next()
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly messages: readonly ChatMessage[] }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(replyTo(messages)))
  })
}

export default defineConfig({
  root: here,
  base: './',
  resolve: { alias: { 'headroom-ts/fetch': `${here}../../src/fetch.ts`, 'headroom-ts': `${here}../../src/index.ts`, '#metrics-store': `${here}../../src/metrics/drivers/platform-browser.ts` } },
  // Beside the playground, so that one server has both.
  build: { outDir: `${here}../../dist-demo/chat`, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  plugins: [{
    name: 'backend',
    configureServer: ({ middlewares }) => { middlewares.use(answer) },
    configurePreviewServer: ({ middlewares }) => { middlewares.use(answer) },
  }],
})
