import type * as Transformers from '@huggingface/transformers'
import { ConfigurationError, HeadroomError, messageOf } from '../../errors.ts'
import type { SentenceModel } from '../embedding-queue.ts'
import { meanPool } from '../mean-pool.ts'
import type { ModelFiles } from './model-files.ts'

/** Where ONNX Runtime's WebAssembly is: the folder's address, or those of the two files. */
export type WasmPaths = string | { readonly mjs: string; readonly wasm: string }

export interface RuntimeOptions {
  readonly device: 'cpu' | 'wasm' | 'webgpu' | undefined
  readonly threads: number
  readonly maxTokens: number
  readonly wasmPaths: WasmPaths | undefined
  /** Gives the package. @default `import('@huggingface/transformers')` */
  readonly importTransformers: (() => Promise<unknown>) | undefined
}

/** Code units of a text that are looked at for each piece: the rest cannot matter but in texts that are no language. */
const unitsPerToken = 32
/** The name under which the runtime asks for the model's file. */
const modelName = 'headroom/minilm'

/** Settings of the package are global: one load at a time sets what it needs, and puts back what it found. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * Makes a model of its files, on Transformers.js.
 *
 * @throws ConfigurationError where the package is not installed; HeadroomError where the model does not load
 */
export async function loadTransformersModel(files: ModelFiles, options: RuntimeOptions): Promise<SentenceModel> {
  const transformers = await importTransformers(options.importTransformers)
  const mine = turn.then(() => createModel(transformers, files, options))
  turn = mine.catch(() => undefined)
  try {
    return await mine
  } catch (error) {
    throw new HeadroomError(`MiniLM from ${files.place} does not load: ${messageOf(error)}`, { cause: error })
  }
}

async function importTransformers(own: RuntimeOptions['importTransformers']): Promise<typeof Transformers> {
  try {
    return await (own === undefined ? import('@huggingface/transformers') : own()) as typeof Transformers
  } catch (error) {
    throw new ConfigurationError(`embeddings need @huggingface/transformers, which could not be loaded (${messageOf(error)}); run: npm install @huggingface/transformers`, { cause: error })
  }
}

async function createModel(transformers: typeof Transformers, files: ModelFiles, { device, threads, maxTokens, wasmPaths }: RuntimeOptions): Promise<SentenceModel> {
  const { AutoModel, PreTrainedTokenizer, Tensor } = transformers
  const tokenizer = new PreTrainedTokenizer(files.tokenizer, files.tokenizerConfig)
  const restore = prepareEnvironment(transformers.env, files.model, threads, wasmPaths)
  let model: Transformers.PreTrainedModel
  try {
    model = await AutoModel.from_pretrained(modelName, {
      config: new transformers.PretrainedConfig(files.config),
      dtype: 'q8',
      local_files_only: true,
      // Where there is no WebAssembly it must not be named, and the default is what was meant.
      ...(device === undefined || device !== 'webgpu' ? {} : { device }),
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    })
  } finally {
    restore()
  }
  const zero = 0n
  return {
    encode(text) {
      const { input_ids: ids } = tokenizer(text.slice(0, unitsPerToken * maxTokens), { padding: false, return_tensor: false }) as unknown as { input_ids: number[] } // arrays were asked for
      // Its own cut would take the piece that ends the text.
      return ids.length > maxTokens ? [...ids.slice(0, maxTokens - 1), ids.at(-1)!] : ids
    },
    async run(batch) {
      const width = Math.max(...batch.map((ids) => ids.length))
      const size = batch.length * width
      const [ids, mask] = [new BigInt64Array(size), new BigInt64Array(size)]
      for (const [i, pieces] of batch.entries()) {
        for (const [j, piece] of pieces.entries()) {
          ids[i * width + j] = BigInt(piece)
          mask[i * width + j] = 1n
        }
      }
      const tensor = (data: BigInt64Array): Transformers.Tensor => new Tensor('int64', data, [batch.length, width])
      const { last_hidden_state: states } = await model({ input_ids: tensor(ids), attention_mask: tensor(mask), token_type_ids: tensor(new BigInt64Array(size).fill(zero)) }) as { last_hidden_state: Transformers.Tensor }
      const pooled = meanPool(states.data as Float32Array, batch.map((pieces) => pieces.length), width, states.dims[2]!)
      states.dispose()
      return pooled
    },
    async release() { await model.dispose() },
  }
}

/** @returns what puts the settings back */
function prepareEnvironment(env: typeof Transformers.env, model: Uint8Array<ArrayBuffer> | string, threads: number, wasmPaths: WasmPaths | undefined): () => void {
  const { allowLocalModels, useCustomCache, customCache, useWasmCache } = env
  env.allowLocalModels = true
  env.useCustomCache = true
  // Else the runtime's script comes from a blob, which a strict content security policy forbids.
  env.useWasmCache = false
  // The runtime asks a cache first: so it gets our file without a look at the network. For others there is nothing here.
  env.customCache = {
    match: async (name: string) => !name.includes(modelName) || !name.endsWith('/model_quantized.onnx') ? undefined : typeof model === 'string' ? model : new Response(model),
    put: async () => undefined,
  }
  const wasm = env.backends.onnx.wasm
  const found = wasm === undefined ? undefined : { wasmPaths: wasm.wasmPaths, numThreads: wasm.numThreads }
  if (wasm !== undefined) {
    wasm.numThreads = threads
    const isTheirs = !JSON.stringify(wasm.wasmPaths ?? '').includes('//cdn.jsdelivr.net/')
    // The package's own default is a server of others; without a path the bundler's copy is taken.
    if (wasmPaths !== undefined) assign(wasm, 'wasmPaths', wasmPaths)
    else if (!isTheirs) assign(wasm, 'wasmPaths', undefined)
  }
  return () => {
    Object.assign(env, { allowLocalModels, useCustomCache, customCache, useWasmCache })
    if (wasm !== undefined && found !== undefined) {
      assign(wasm, 'wasmPaths', found.wasmPaths)
      assign(wasm, 'numThreads', found.numThreads)
    }
  }
}

/** The types of others do not say that these may be undefined, as they are before anybody sets them. */
function assign(target: object, key: 'wasmPaths' | 'numThreads', value: unknown): void {
  Object.assign(target, { [key]: value })
}
