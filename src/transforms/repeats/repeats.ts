import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, TextSlot, ToolResultPart } from '../../conversation/types.ts'
import type { Decision } from '../../report/types.ts'
import type { PlanCuts, ResultShortening } from '../cut-planning.ts'
import { settingsForTool } from '../tool-profiles.ts'
import type { Transform, TransformContext, TransformOutcome } from '../transform.ts'
import { createFolder } from './folder.ts'
import type { FoldedText, Folder, TextToSend } from './folder.ts'
import { createLineReader, noLine } from './lines.ts'
import type { ReadLines } from './lines.ts'
import { mayRefer } from './may-refer.ts'
import { findResults } from './results.ts'
import type { Result } from './results.ts'
import { unfoldAll } from './unfold.ts'
import type { Unfolded } from './unfold.ts'

/**
 * The step that refers to what was sent before: lines of a result that stand in an earlier one become one line that says where.
 *
 * @param planCuts what a later step will take out; nothing refers to that
 */
export function createRepeatsTransform(planCuts?: PlanCuts): Transform {
  return {
    name: 'repeats',
    async apply(conversation: Conversation, context: TransformContext): Promise<TransformOutcome> {
      const run = readRun(conversation, context)
      const gone = await planCuts?.(conversation, createShortening(run), context) ?? new Set<ToolResultPart>()
      const folder = createFolder(run.readLines, context.tokens)
      const edits: Edit[] = []
      const decisions: Decision[] = []
      for (const result of run.results) {
        if (gone.has(result.part)) continue
        context.signal?.throwIfAborted()
        const folded = await fold(run, result, folder, gone.size > 0)
        for (const [at, slot] of result.part.slots.entries()) {
          const text = folded[at]! // one for each slot
          if (text.text === slot.text) continue
          edits.push({ kind: 'replace', path: slot.path, value: text.text })
          decisions.push(await decide(result, slot, text, run))
        }
      }
      return { edits, decisions, warnings: [] }
    },
  }
}

/** One request. */
interface Run {
  readonly results: readonly Result[]
  readonly readLines: ReadLines
  /** What came with references in it. */
  readonly unfolded: ReadonlyMap<TextSlot, Unfolded>
  readonly context: TransformContext
}

function readRun(conversation: Conversation, context: TransformContext): Run {
  const results = findResults(conversation)
  const readLines = createLineReader()
  const hasReferences = results.some(({ part }) => part.slots.some(({ text }) => mayRefer(text)))
  return { results, readLines, unfolded: hasReferences ? unfoldAll(results, readLines) : new Map<TextSlot, Unfolded>(), context }
}

/** @param isCut whether something is gone: then what came with references is written anew, since they may point to it */
function fold({ readLines, unfolded, context }: Run, { part, ...result }: Result, folder: Folder, isCut: boolean): Promise<readonly FoldedText[]> {
  const { skipCompression, repeats } = settingsForTool(context.options, part.toolName)
  const mayFold = !part.isError && !skipCompression && repeats.enabled
  return folder.add({ part, ...result }, part.slots.map((slot): TextToSend => {
    const known = unfolded.get(slot)
    const text = isCut && known !== undefined ? known.source : slot.text
    // What refers already is as it was sent before; lines that look like references, and are none of ours, would be taken for them.
    const isOpen = slot.json === undefined && mayFold && !readLines(text).ids.includes(noLine)
    return { text, isSource: slot.json === undefined, ...(isOpen ? { limits: repeats } : {}) }
  }))
}

/** What the window asks while it looks for what has to go. */
function createShortening(run: Run): ResultShortening {
  const { tokens } = run.context
  const resultOf = new Map(run.results.map((result) => [result.part, result]))
  let folder = createFolder(run.readLines, tokens)
  let isCut = false
  return {
    async shorten(part) {
      const result = resultOf.get(part)
      if (result === undefined) return 0
      const folded = await fold(run, result, folder, isCut)
      let saved = 0
      for (const [at, slot] of part.slots.entries()) {
        const { text } = folded[at]! // one for each slot
        if (text !== slot.text) saved += await tokens.count(slot.text) - await tokens.count(text)
      }
      return saved
    },
    restart() {
      folder = createFolder(run.readLines, tokens)
      isCut = true
    },
  }
}

async function decide({ part }: Result, slot: TextSlot, { text, linesFolded, runs }: FoldedText, { context }: Run): Promise<Decision> {
  const { tokens, logger } = context
  const [tokensBefore, tokensAfter] = [await tokens.count(slot.text), await tokens.count(text)]
  const reason = linesFolded === 0
    ? 'what it referred to is left out, so it says all of it again'
    : `${linesFolded === 1 ? '1 line stands' : `${linesFolded} lines stand`} in earlier results, ${runs === 1 ? 'in one run' : `in ${runs} runs`}`
  logger.info(`repeats: result${part.toolName === undefined ? '' : ` of ${part.toolName}`}: ${reason}: ${tokensBefore} -> ${tokensAfter} tokens`)
  return {
    path: slot.path,
    transform: 'repeats',
    ...(part.toolName === undefined ? {} : { toolName: part.toolName }),
    contentType: 'text',
    action: linesFolded === 0 ? 'unfolded' : 'folded',
    reason,
    tokensBefore,
    tokensAfter,
    arrays: [],
    ...(linesFolded === 0 ? {} : { linesFolded }),
  }
}
