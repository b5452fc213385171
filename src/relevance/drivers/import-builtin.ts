import type * as fileSystem from 'node:fs/promises'
import type * as operatingSystem from 'node:os'
import type * as paths from 'node:path'
import type * as urls from 'node:url'

/** Node's own modules that are loaded by files which a page loads, too. */
interface Builtins {
  readonly 'node:fs/promises': typeof fileSystem
  readonly 'node:os': typeof operatingSystem
  readonly 'node:path': typeof paths
  readonly 'node:url': typeof urls
}

/** One of Node's own modules. Its name is no literal where it is imported, since bundlers for pages must not look for it. */
export async function importBuiltin<Name extends keyof Builtins>(name: Name): Promise<Builtins[Name]> {
  return await import(/* @vite-ignore */ /* webpackIgnore: true */ name) as Builtins[Name] // it is the module of that name
}
