// Builds the bench with the library's sources into one bundle, as users get the library, and runs it:
// code that runs from a bundler's module runner is slower than what ships, and Node 20 does not run TypeScript.
// usage: node bench/run.mjs [part ...] [--verbose] [--data=folder] [--write]
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rmSync } from 'node:fs'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
// Under node_modules, so that bare imports resolve and no other tool looks at it; one folder per process, so that two runs do not meet.
const outDir = `${root}node_modules/.bench/${process.pid}`

process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  // What the package's imports pick in Node, from the sources.
  resolve: { alias: { '#metrics-store': `${root}src/metrics/drivers/platform-node.ts` } },
  build: { ssr: 'bench/main.ts', outDir, target: 'node20', minify: false, emptyOutDir: true },
})
const { main } = await import(pathToFileURL(`${outDir}/main.js`).href)
process.exitCode = await main(process.argv.slice(2), root)
