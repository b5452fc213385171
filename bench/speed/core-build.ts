import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build as buildPackage } from 'tsdown'
import { build as buildPage } from 'vite'

/** The core entry as the package has it, and as a page's bundler ships it. */
export interface CoreBuild {
  /** Path of the package's entry file, which Node imports. */
  readonly entry: string
  /** Of a page that uses all of the entry. */
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

/** Builds the package apart, and a page from it: minified, with the token ranks left out as a package of their own. */
export async function buildCore(root: string): Promise<CoreBuild> {
  const folder = join(root, 'node_modules/.bench', `${process.pid}-core`)
  const [packed, page] = [join(folder, 'package'), join(folder, 'page')]
  await buildPackage({ cwd: root, config: join(root, 'tsdown.config.ts'), outDir: packed, dts: false, logLevel: 'silent' })
  const entry = join(packed, 'index.js')
  const use = join(folder, 'use.js')
  writeFileSync(use, "import * as headroom from './package/index.js'\nglobalThis.headroom = headroom\n")
  await buildPage({
    root, configFile: false, logLevel: 'warn',
    build: {
      outDir: page, emptyOutDir: true, target: 'es2022', minify: true, modulePreload: false, reportCompressedSize: false,
      // What begins with # is a chunk of its own in a page, picked by the conditions of the package's imports.
      rollupOptions: { input: use, external: /^(js-tiktoken|#)/, output: { entryFileNames: 'use.js', chunkFileNames: '[name]-[hash].js' } },
    },
  })
  const atOnce = staticImports(page, 'use.js')
  const chunks = readdirSync(page).filter((name) => name.endsWith('.js')).map((name): CoreChunk => {
    const code = readFileSync(join(page, name))
    return { name, isLoadedAtOnce: atOnce.has(name), bytes: code.length, gzippedBytes: gzipSync(code, { level: 9 }).length }
  })
  return { entry, chunks, remove: () => rmSync(folder, { recursive: true, force: true }) }
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
