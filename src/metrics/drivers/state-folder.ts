import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

/** What decides where a user's state belongs. */
export interface Surroundings {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** @throws Error where the system knows no home */
export function readSurroundings(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() }
}

/**
 * The folder for state of this package: `%LOCALAPPDATA%\headroom` on Windows, `~/Library/Application Support/headroom` on macOS, elsewhere
 * `$XDG_STATE_HOME/headroom`, by default `~/.local/state/headroom` (XDG Base Directory Specification 0.8; a relative path counts as not set).
 */
export function findStateFolder({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') return win32.join(absolute(win32, env['LOCALAPPDATA']) ?? win32.join(home, 'AppData', 'Local'), 'headroom')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'headroom')
  return posix.join(absolute(posix, env['XDG_STATE_HOME']) ?? posix.join(home, '.local', 'state'), 'headroom')
}

function absolute(path: typeof posix, folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined
}
