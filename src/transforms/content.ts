import type { Edit } from '../conversation/edits.ts'
import { latestQuery, queryAtBirth } from '../conversation/query.ts'
import type { Conversation } from '../conversation/types.ts'
import type { Decision, Waste } from '../report/types.ts'
import { addWaste } from './add-waste.ts'
import { crushBlock } from './content-block.ts'
import type { ContentBlock, CrushText } from './content-block.ts'
import type { Transform, TransformContext, TransformOutcome } from './transform.ts'

/** The step that reads tool results: one decision for every text of every result, an edit for each that became shorter. */
export function createContentTransform(crush: CrushText): Transform {
  return {
    name: 'smart-crusher',
    async apply(conversation: Conversation, context: TransformContext): Promise<TransformOutcome> {
      const edits: Edit[] = []
      const decisions: Decision[] = []
      const warnings: string[] = []
      let waste: Partial<Waste> = {}
      for (const block of findContentBlocks(conversation)) {
        const outcome = await crushBlock(block, crush, context)
        if (outcome.text !== block.text) edits.push({ kind: 'replace', path: block.path, value: block.json === undefined ? outcome.text : JSON.parse(outcome.text) as unknown })
        decisions.push(outcome.decision)
        warnings.push(...outcome.warnings)
        waste = addWaste(waste, outcome.waste)
        logKept(outcome.decision, context)
      }
      return { edits, decisions, warnings, waste }
    },
  }
}

/** Every text of every tool result, in the order of the request. */
export function findContentBlocks(conversation: Conversation): ContentBlock[] {
  return conversation.messages.flatMap((message) => message.parts).flatMap((part) => {
    if (part.kind !== 'tool-result') return []
    const { toolName, isError } = part
    const query: ContentBlock['query'] = (when) => when === 'latest' ? latestQuery(conversation, part) : queryAtBirth(conversation, part)
    return part.slots.map(({ path, text, json }) => ({ path, text, ...(json === undefined ? {} : { json }), ...(toolName === undefined ? {} : { toolName }), isError, query }))
  })
}

/** Why a block stays as it is; what is said of the others, the crusher says where it happens. */
export function logKept({ action, toolName, reason }: Decision, { logger }: Pick<TransformContext, 'logger'>): void {
  if (action === 'kept') logger.debug(`smart-crusher: result${toolName === undefined ? '' : ` of ${toolName}`} left as it is: ${reason}`)
}
