/** Node's process, as far as folders depend on it. */
export interface CachePlatform {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * The folder for what can be fetched again: `%LOCALAPPDATA%\headroom\Cache` on Windows, `~/Library/Caches/headroom` on macOS, elsewhere
 * `$XDG_CACHE_HOME/headroom`, by default `~/.cache/headroom` (XDG Base Directory Specification 0.8; a relative path counts as not set).
 * Without Node's own modules: bundlers for pages see this file.
 */
export function findCacheFolder({ platform, env, home }: CachePlatform): string {
  const { LOCALAPPDATA: local = '', XDG_CACHE_HOME: cache = '' } = env
  if (platform === 'win32') return `${/^[a-z]:[\\/]|^\\\\/i.test(local) ? local : `${home}\\AppData\\Local`}\\headroom\\Cache`
  if (platform === 'darwin') return `${home}/Library/Caches/headroom`
  return `${cache.startsWith('/') ? cache.replace(/(?<=.)\/$/, '') : `${home}/.cache`}/headroom`
}
