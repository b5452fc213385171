import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** The core entry as a bundler ships it. */
export interface CoreBuild {
  /** Path of the entry file. */
  readonly entry: string
  readonly chunks: readonly CoreChunk[]
  remove(): void
}

export interface CoreChunk {
  readonly name: string
  /** Whether it loads together with the entry; the others load on first use. */
  readonly isLoadedAtOnce: boolean
  readonly bytes: number
  readonly gzippedBytes: number
}

/** Bundles src/index.ts, minified, with the token ranks left out as a package of their own. */
export async function buildCore(root: string): Promise<CoreBuild> {
  const outDir = join(root, 'node_modules/.bench', `${process.pid}-core`)
  await build({
    root, configFile: false, logLevel: 'warn',
    build: {
      outDir, emptyOutDir: true, target: 'es2022', minify: true, reportCompressedSize: false,
      lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
      // A library's spaces would stay for the bundler of a page to take out; here is what that leaves.
      // What begins with # is a chunk of its own in a page, picked by the conditions of the package's imports.
      rollupOptions: { external: /^(js-tiktoken|#)/, output: { minify: true } },
    },
  })
  const files = readdirSync(outDir).filter((name) => name.endsWith('.js'))
  const entry = files.includes('index.js') ? 'index.js' : files[0]!
  const atOnce = staticImports(outDir, entry)
  const chunks = files.map((name): CoreChunk => {
    const code = readFileSync(join(outDir, name))
    return { name, isLoadedAtOnce: atOnce.has(name), bytes: code.length, gzippedBytes: gzipSync(code, { level: 9 }).length }
  })
  return { entry: join(outDir, entry), chunks, remove: () => rmSync(outDir, { recursive: true, force: true }) }
}

/** The entry and all files that it imports other than by `import()`. */
function staticImports(folder: string, entry: string): Set<string> {
  const found = new Set([entry])
  for (const name of found) {
    const code = readFileSync(join(folder, name), 'utf8')
    for (const match of code.matchAll(/(?:^|[;}\s])(?:import|export)[^;"'(]*["']\.\/([^"']+)["']/g)) found.add(match[1]!)
  }
  return found
}
