// Packs the vocabulary of the static table after a change of vocab.txt; a test compares the two files.
// usage: node scripts/pack-vocabulary.mjs
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const outDir = `${root}node_modules/.pack-vocabulary/${process.pid}`
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
await build({ root, configFile: false, logLevel: 'warn', build: { ssr: 'src/relevance/pack-pieces.ts', outDir, target: 'node20' } })
const { packPieces } = await import(pathToFileURL(`${outDir}/pack-pieces.js`).href)
writeFileSync(`${root}models/static/vocab.bin`, packPieces(readFileSync(`${root}models/static/vocab.txt`, 'utf8')))
