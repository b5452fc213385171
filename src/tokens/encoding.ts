/** The public vocabularies that we can count exactly. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base'

/** How the tokens of a model are counted. */
export interface Encoding {
  readonly name: EncodingName
  /** 1 where the model uses this very vocabulary; else what its private tokenizer makes of one token of it, an estimate. */
  readonly factor: number
}
