import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

const candidates = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The Chromium that browser tests run in: `CHROMIUM_PATH`, `/usr/bin/chromium`, or the first one on the `PATH`.
 * `undefined` where there is none; Playwright then takes its own download, if there is one.
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  if (isExecutable('/usr/bin/chromium')) return '/usr/bin/chromium'
  for (const name of candidates) {
    const path = whereIs(name)
    if (path) return path
  }
  return undefined
}

/** No sandbox, since CI runs as root; the rest stops traffic that no test asked for. */
export const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** What Playwright's `launch` takes. */
export function chromiumLaunchOptions(): { headless: true; args: string[]; executablePath?: string } {
  const executablePath = findChromium()
  return { headless: true, args: chromiumArguments, ...(executablePath ? { executablePath } : {}) }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function whereIs(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined
  } catch {
    return undefined
  }
}
