import { execFileSync } from 'node:child_process'
import { cpus, type as systemName } from 'node:os'

/** Where and on what a bench ran: what its numbers must be read with. */
export function describeRun(root: string, now: Date): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  const processors = cpus()
  return [
    `- date: ${now.toISOString().slice(0, 10)}`,
    `- commit: ${commitOf(git)}`,
    `- runtime: Node ${process.versions.node} (V8 ${process.versions.v8}), ${systemName()} ${process.arch}`,
    `- processor: ${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} threads`,
  ].join('\n')
}

function commitOf(git: (...args: string[]) => string): string {
  try {
    const isChanged = git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'bench', ':!bench/results') !== ''
    return `${git('rev-parse', '--short=12', 'HEAD')}${isChanged ? ', with changes that are not committed' : ''}`
  } catch {
    // A tarball has no history.
    return 'unknown'
  }
}
