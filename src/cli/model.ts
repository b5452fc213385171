import { access, copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ConfigurationError, StorageError, messageOf } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'

export interface ModelCommand {
  readonly kind: 'model'
  /** The folder to fill. */
  readonly folder: string
  /** A folder that has the files. */
  readonly from?: string
  /** Downloads them. */
  readonly remote: boolean
}

const modelFile = 'onnx/model_quantized.onnx'
const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json', modelFile]
/** A licence goes where its work goes. */
const welcome = ['LICENSE', 'README.md', 'special_tokens_map.json']

/**
 * Puts MiniLM's files into a folder.
 *
 * @returns what was done, in words
 * @throws ConfigurationError where they are not there, or the model is another or cut off; StorageError where the folder cannot be written
 */
export async function putModel({ folder, from, remote }: ModelCommand, onPercent: (percent: number) => void = () => undefined): Promise<string> {
  if (remote) {
    const { downloadModel } = await import('../relevance/drivers/download-model.ts')
    await downloadModel(folder, { onProgress: ({ loadedBytes, totalBytes }) => { onPercent(Math.floor(100 * loadedBytes / totalBytes)) } })
    return `all-MiniLM-L6-v2 is in ${folder}, from huggingface.co`
  }
  const source = from ?? await findOwn()
  if (source === undefined) {
    throw new ConfigurationError(`the package does not carry the model (24 MB): headroom model ${folder} --remote downloads it from huggingface.co, and --from <dir> copies it from a folder that has it`)
  }
  for (const name of needed) {
    if (!await isFile(join(source, name))) throw new ConfigurationError(`${source} does not hold the model: ${name} is missing; it needs ${needed.join(', ')}`, { details: { from: source, missing: name } })
  }
  const { checkSha256, modelSha256 } = await import('../relevance/drivers/model-files.ts')
  await checkSha256(await readFile(join(source, modelFile)), modelSha256, pathToFileURL(join(source, modelFile)))
  const optional = await Promise.all(welcome.map((name) => isFile(join(source, name))))
  try {
    for (const name of [...needed, ...welcome.filter((_, i) => optional[i])]) {
      await makeFolder(dirname(join(folder, name)), { mkdir, dirname })
      await copyFile(join(source, name), join(folder, name))
    }
  } catch (cause) {
    throw new StorageError(`${folder} could not be written: ${messageOf(cause)}`, { cause })
  }
  return `all-MiniLM-L6-v2 is in ${folder}, from ${source}`
}

/** The repository has it; the package does not. This file's folder is `dist` or `src/cli`. */
async function findOwn(): Promise<string | undefined> {
  for (const path of ['../models/all-MiniLM-L6-v2', '../../models/all-MiniLM-L6-v2']) {
    const folder = fileURLToPath(new URL(path, import.meta.url))
    if (await access(join(folder, modelFile)).then(() => true, () => false)) return folder
  }
  return undefined
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false)
}
