import type * as fc from 'fast-check'
import type { Mutant, Pipeline } from './pipeline.ts'

export interface Law<Input> {
  /** The law in a sentence, with its number in the product's list. */
  readonly name: string
  readonly inputs: fc.Arbitrary<Input>
  /** How many inputs are tried. */
  readonly runs: number
  /** Fails as an assertion where the pipeline breaks the law. */
  check(pipeline: Pipeline, input: Input): Promise<void>
  /** Pipelines that break this law, by what they do wrong. */
  readonly mutants: Readonly<Record<string, Mutant>>
  /** False for a law that says itself what ranks rows. @default true: it holds whatever does */
  readonly inEveryTier?: false
}
