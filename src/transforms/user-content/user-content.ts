import type { Edit } from '../../conversation/edits.ts'
import type { Query } from '../../conversation/query.ts'
import type { Decision, Waste } from '../../report/types.ts'
import { addWaste } from '../add-waste.ts'
import { crushBlock } from '../content-block.ts'
import type { BlockOutcome, CrushText } from '../content-block.ts'
import type { Transform, TransformContext } from '../transform.ts'
import { readUserTexts } from './user-texts.ts'
import type { UserText } from './user-texts.ts'

/**
 * The step that reads data pasted into the user's messages as if a tool had returned it: one decision for each block, one edit for each
 * text in which blocks became shorter. The words around them stay.
 */
export function createUserContentTransform(crush: CrushText): Transform {
  return {
    name: 'user-content',
    async apply(conversation, context) {
      const edits: Edit[] = []
      const decisions: Decision[] = []
      const warnings: string[] = []
      let waste: Partial<Waste> = {}
      const { texts, latest } = readUserTexts(conversation)
      for (const text of texts) {
        const read = await readText(text, latest, crush, context)
        if (read.written !== text.part.text) edits.push({ kind: 'replace', path: text.part.path, value: read.written })
        for (const { decision, warnings: ofBlock, waste: more } of read.outcomes) {
          decisions.push(decision)
          warnings.push(...ofBlock)
          waste = addWaste(waste, more)
          if (decision.action === 'kept') context.logger.debug(`user-content: a block in a user's message left as it is: ${decision.reason}`)
        }
      }
      return { edits, decisions, warnings, waste }
    },
  }
}

interface ReadText {
  /** The very same string when nothing was worth changing. */
  readonly written: string
  readonly outcomes: readonly BlockOutcome[]
}

async function readText({ part, blocks, atBirth }: UserText, latest: Query, crush: CrushText, context: TransformContext): Promise<ReadText> {
  const { path, text } = part
  const outcomes: BlockOutcome[] = []
  let written = ''
  let at = 0
  for (const { start, end } of blocks) {
    const block = { path, text: text.slice(start, end), isError: false, pasted: { start, end }, query: (when: 'at-birth' | 'latest') => when === 'latest' ? latest : atBirth }
    const outcome = await crushBlock(block, crush, context)
    outcomes.push({ ...outcome, decision: { ...outcome.decision, transform: 'user-content' } })
    // The line break after a block is not in it; a note at its end brings one along.
    written += text.slice(at, start) + outcome.text.replace(/\r?\n$/, '')
    at = end
  }
  written += text.slice(at)
  if (written === text) return { written: text, outcomes }
  const { tokens } = context
  // Where a block meets the words, tokens go across: a block that saves one token may cost it there.
  if (await tokens.count(written) < await tokens.count(text)) return { written, outcomes }
  return { written: text, outcomes: outcomes.map((outcome) => ({ ...outcome, decision: unchanged(outcome.decision) })) }
}

function unchanged({ path, transform, contentType, tokensBefore, pasted }: Decision): Decision {
  return {
    path, transform, contentType, tokensBefore, tokensAfter: tokensBefore, action: 'kept', reason: 'a shorter form would not have fewer tokens', arrays: [],
    ...(pasted === undefined ? {} : { pasted }),
  }
}
