import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A folder that holds nothing but the packed package, installed as a user would. */
export interface InstalledPackage {
  readonly folder: string
  /** What the tarball holds. */
  readonly files: readonly { readonly path: string; readonly size: number }[]
  remove(): void
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * Packs what `dist` holds now and installs it. Its dependencies are packed from `node_modules` and installed with it,
 * so that no registry is asked and the versions are those of the lock file.
 */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-package-'))
  const [packed] = pack(root, folder)
  const tarballs = [packed!.filename, ...findDependencies(root).flatMap((name) => pack(join(root, 'node_modules', name), folder).map((one) => one.filename))]
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs.map((file) => `./${file}`)], folder)
  return { folder, files: packed!.files, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export function npm(args: readonly string[], folder: string): string {
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function pack(source: string, folder: string): { filename: string; files: { path: string; size: number }[] }[] {
  return JSON.parse(npm(['pack', source, '--json', '--ignore-scripts', '--pack-destination', folder], folder)) as never
}

/** Names of all packages that ours needs at run time, its dependencies' dependencies too. */
function findDependencies(folder: string, found: string[] = []): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (found.includes(name)) continue
    found.push(name)
    findDependencies(join(root, 'node_modules', name), found)
  }
  return found
}
