import { defineConfig } from 'tsdown'

// One build for all entries, so that they share their chunks and there is one copy of every class.
export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: false,
  clean: true,
  // The command is the one entry that needs Node; the platform stays neutral for all others.
  deps: { neverBundle: [/^node:/] },
})
