// Prints `tests: N passed, M failed`, summed from what the runners wrote to test-results/.
// A run that left no result counts as one failure: a runner that never ran has shown nothing.
import { readFileSync } from 'node:fs'

const vitestFiles = ['test-results/unit.json', 'test-results/package.json']
const playwrightFile = 'test-results/e2e.json'

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function countVitest(result) {
  if (!result) return { passed: 0, failed: 1 }
  // A file that could not be loaded has no tests to fail, so it counts as one itself.
  const broken = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const failed = result.numFailedTests + broken
  return { passed: result.numPassedTests, failed: failed === 0 && !result.success ? 1 : failed }
}

function countPlaywright(result) {
  if (!result) return { passed: 0, failed: 1 }
  return { passed: result.stats.expected, failed: result.stats.unexpected + result.stats.flaky + result.errors.length }
}

const counts = [...vitestFiles.map((path) => countVitest(read(path))), countPlaywright(read(playwrightFile))]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`tests: ${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
