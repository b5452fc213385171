import type { Edit } from '../conversation/edits.ts'
import { latestQuery, queryAtBirth } from '../conversation/query.ts'
import type { Conversation, TextSlot } from '../conversation/types.ts'
import { loadOnce } from '../load-once.ts'
import type { Decision, Waste } from '../report/types.ts'
import { addWaste } from './add-waste.ts'
import { crushBlock } from './content-block.ts'
import type { ContentBlock, CrushText } from './content-block.ts'
import { mayRefer } from './repeats/may-refer.ts'
import type { Transform, TransformContext, TransformOutcome } from './transform.ts'

/** The steps that shorten content, by where it stands. */
export interface Readers {
  readonly results: Transform
  readonly pasted: Transform
}

const loadUserContent = loadOnce(async () => (await import('./user-content/user-content.ts')).createUserContentTransform)

/** What finds data in users' texts is loaded with the first request that is to be looked through for it. */
export function createReaders(crush: CrushText): Readers {
  return {
    results: createContentTransform(crush),
    pasted: { name: 'user-content', apply: async (conversation, context) => (await loadUserContent())(crush).apply(conversation, context) },
  }
}

/** The step that reads tool results: one decision for every text of every result, an edit for each that became shorter. */
export function createContentTransform(crush: CrushText): Transform {
  return {
    name: 'smart-crusher',
    async apply(conversation: Conversation, context: TransformContext): Promise<TransformOutcome> {
      const edits: Edit[] = []
      const decisions: Decision[] = []
      const warnings: string[] = []
      let waste: Partial<Waste> = {}
      for (const block of findContentBlocks(conversation, await findSettledTexts(conversation))) {
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

type SettledTexts = ReadonlyMap<TextSlot, string>

const loadSettled = loadOnce(async () => (await import('./repeats/settled.ts')).findSettled)

/** Texts that have to stay since lines of one are referred to by another; what looks for them is loaded with the first text that may refer. */
async function findSettledTexts(conversation: Conversation): Promise<SettledTexts> {
  const mayHoldReferences = conversation.messages.some(({ parts }) => parts.some((part) => part.kind === 'tool-result' && part.slots.some(({ text }) => mayRefer(text))))
  return mayHoldReferences ? (await loadSettled())(conversation) : new Map<TextSlot, string>()
}

/** Every text of every tool result, in the order of the request. @param settled those that stay as they are, each with the reason */
export function findContentBlocks(conversation: Conversation, settled: SettledTexts = new Map()): ContentBlock[] {
  return conversation.messages.flatMap((message) => message.parts).flatMap((part) => {
    if (part.kind !== 'tool-result') return []
    const { toolName, isError } = part
    const query: ContentBlock['query'] = (when) => when === 'latest' ? latestQuery(conversation, part) : queryAtBirth(conversation, part)
    return part.slots.map((slot) => {
      const { path, text, json } = slot
      const reason = settled.get(slot)
      return { path, text, ...(json === undefined ? {} : { json }), ...(toolName === undefined ? {} : { toolName }), isError, query, ...(reason === undefined ? {} : { settled: reason }) }
    })
  })
}

/** Why a block stays as it is; what is said of the others, the crusher says where it happens. */
export function logKept({ action, toolName, reason }: Decision, { logger }: Pick<TransformContext, 'logger'>): void {
  if (action === 'kept') logger.debug(`smart-crusher: result${toolName === undefined ? '' : ` of ${toolName}`} left as it is: ${reason}`)
}
