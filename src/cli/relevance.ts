import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, isHeadroomError, messageOf } from '../errors.ts'
import type { RelevanceOptions, RelevanceTier } from '../transforms/smart-crusher/options.ts'

/** What ranks rows: the static table of the package unless something else is named. */
export interface RelevanceFlags {
  readonly tier?: RelevanceTier
  /** The folder with MiniLM's files. */
  readonly minilm?: string
}

export interface LoadedRelevance {
  readonly options: RelevanceOptions
  /** Gives the memory back. */
  close(): Promise<void>
}

/**
 * Loads what the flags name. MiniLM is loaded at once: whoever names a folder wants to hear that it does not hold the model.
 *
 * @throws ConfigurationError where files or the package are missing
 */
export async function loadRelevance({ tier = 'hybrid', minilm }: RelevanceFlags): Promise<LoadedRelevance> {
  if (minilm === undefined && tier === 'embedding') throw new ConfigurationError('--tier embedding needs --minilm <dir>, the folder that headroom model <dir> filled')
  if (minilm !== undefined && (tier === 'bm25' || tier === 'static')) throw new ConfigurationError(`--minilm has no use with --tier ${tier}: leave one of them out`)
  const table = tier === 'static' || tier === 'hybrid' ? await (await import('../relevance/drivers/static.ts')).loadStaticTable() : undefined
  if (minilm === undefined) return { options: { tier, ...(table === undefined ? {} : { table }) }, close: async () => undefined }
  await checkFolder(minilm)
  const { createMiniLm } = await import('../relevance/drivers/minilm.ts')
  const embedder = createMiniLm({ modelPath: minilm })
  try {
    await embedder.load()
  } catch (error) {
    throw inOurWords(error, minilm)
  }
  return { options: { tier, embedder, ...(table === undefined ? {} : { table }) }, close: () => embedder.unload() }
}

/** The error of a file that does not hold what it should; `createMiniLm` names options of a program. */
function inOurWords(error: unknown, folder: string): unknown {
  if (!isHeadroomError(error) || error.code !== 'CONFIGURATION' || error.details['url'] === undefined) return error
  return new ConfigurationError(`--minilm ${folder} does not hold the model: ${String(error.details['url'])} (${messageOf(error.cause)}); headroom model ${folder} fills the folder`, { details: { option: '--minilm' }, cause: error })
}

/** As it is found before the runtime is loaded. */
async function checkFolder(folder: string): Promise<void> {
  const { modelFileSizes } = await import('../relevance/drivers/model-files.ts')
  for (const name of Object.keys(modelFileSizes)) {
    const isThere = await access(join(folder, name)).then(() => true, () => false)
    if (!isThere) throw new ConfigurationError(`--minilm ${folder} does not hold the model: ${name} is missing; headroom model ${folder} fills the folder`, { details: { option: '--minilm', missing: name } })
  }
}
