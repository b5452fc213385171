import { fileURLToPath } from 'node:url'

/** Where recorded conversations and payloads lie on a machine that has them; the suites here are skipped where it does not. */
export const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
