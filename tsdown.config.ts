import { defineConfig } from 'tsdown'

/** `models` lies beside `dist`, whose files are all in one folder, as it lies beside `src`, whose are not. */
const modelsBesideDist = {
  name: 'models-beside-dist',
  transform: (code: string) => code.includes('../../../models/') ? code.replaceAll('../../../models/', '../models/') : undefined,
}

// One build for all entries, so that they share their chunks and there is one copy of every class.
export default defineConfig({
  entry: { index: 'src/index.ts', fetch: 'src/fetch.ts', openai: 'src/openai.ts', anthropic: 'src/anthropic.ts', google: 'src/google.ts', cli: 'src/cli.ts', 'relevance-static': 'src/relevance/drivers/static.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: false,
  clean: true,
  plugins: [modelsBesideDist],
  // The command is the one entry that needs Node; the platform stays neutral for all others.
  deps: { neverBundle: [/^node:/] },
})
