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
})
