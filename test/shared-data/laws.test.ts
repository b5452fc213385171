import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Request, Sent, Shape } from '../arbitraries/conversation.ts'
import { messagesOf } from '../arbitraries/conversation.ts'
import { spokenTextLaw } from '../laws/01-spoken-text.ts'
import { pairsLaw } from '../laws/02-pairs.ts'
import { neverLargerLaw } from '../laws/04-never-larger.ts'
import { nothingUncountedLaw } from '../laws/07-nothing-uncounted.ts'
import { losslessLaw } from '../laws/08-lossless.ts'
import { sameBytesLaw } from '../laws/09-same-bytes.ts'
import { checkStages, stagesOf } from '../laws/10-prefix-stability.ts'
import { onceIsEnoughLaw } from '../laws/11-once-is-enough.ts'
import { sameReferenceLaw } from '../laws/12-same-reference.ts'
import { holdsDocument } from '../laws/documents.ts'
import type { Pipeline } from '../laws/pipeline.ts'
import { realPipeline } from '../laws/real-pipeline.ts'
import { toolTexts } from '../laws/wire-reading.ts'
import { sharedData } from './folder.ts'

/** Stages of a transcript that are sent: all of them would take minutes. */
const maxStages = 3
/** Lines of a text that are searched for documents the slow way. */
const maxLines = 400

const filesIn = (folder: string): string[] => (existsSync(sharedData + folder) ? readdirSync(sharedData + folder).map((name) => `${folder}/${name}`) : [])

function readConversation(file: string): Sent {
  const { messages, model, tools } = JSON.parse(readFileSync(sharedData + file, 'utf8')) as { messages: Request & readonly [], model: string, tools?: unknown }
  const shape: Shape = file.includes('anthropic') ? 'anthropic' : 'openai-chat'
  return { shape, request: { model, messages, ...(tools === undefined ? {} : { tools }) } }
}

const conversationFiles = [...filesIn('conversations/openai'), ...filesIn('conversations/anthropic_messages')].filter((name) => name.endsWith('.json'))

/** Answers once for each request and its options. */
function rememberAnswers(pipeline: Pipeline): Pipeline {
  const answers = new Map<unknown, Map<string, ReturnType<Pipeline['optimize']>>>()
  return {
    ...pipeline,
    optimize(request, options) {
      const known = answers.get(request) ?? new Map<string, ReturnType<Pipeline['optimize']>>()
      answers.set(request, known)
      const key = JSON.stringify(options)
      const answer = known.get(key) ?? pipeline.optimize(request, options)
      known.set(key, answer)
      return answer
    },
  }
}

describe.skipIf(conversationFiles.length === 0)('recorded conversations', () => {
  /** These look at one answer in different ways. */
  const lawsOfOne = [spokenTextLaw, pairsLaw, neverLargerLaw, onceIsEnoughLaw]
  test.each(conversationFiles)('%s keeps laws 1, 2, 4 and 11', async (file) => {
    const remembering = rememberAnswers(realPipeline)
    const sent = readConversation(file)
    for (const law of lawsOfOne) await law.check(remembering, sent)
  })

  // Each of these sends a conversation several times: every third has all lengths and tools.
  test.each(conversationFiles.filter((_, at) => at % 3 === 0))('%s keeps laws 3, 9, 10 and 12', async (file) => {
    for (const law of [sameBytesLaw, sameReferenceLaw]) await law.check(realPipeline, readConversation(file))
    const { request } = readConversation(file)
    // What is no JSON stays, but for lines that other steps fold.
    const { request: after, report } = await realPipeline.optimize(request, { model: 'gpt-4o', rollingWindow: { enabled: false }, repeats: { enabled: false }, textResults: { enabled: false } })
    expect(report.warnings.filter((warning) => !warning.includes('window'))).toEqual([])
    const written = toolTexts(after)
    expect(messagesOf(after)).toHaveLength(messagesOf(request).length)
    toolTexts(request).forEach(({ text }, at) => {
      if (text.split('\n').length <= maxLines && !holdsDocument(text)) expect(written[at]!.text).toBe(text)
    })
    const stages = stagesOf(request)
    const step = Math.max(1, Math.ceil(stages.length / maxStages))
    await checkStages(stages.filter((_, at) => at % step === 0 || at === stages.length - 1), (stage) => realPipeline.optimize(stage, { model: 'gpt-4o' }))
  })
})

const payloadFiles = filesIn('payloads').filter((name) => name.endsWith('.json') && !name.endsWith('manifest.json'))

describe.skipIf(payloadFiles.length === 0)('recorded tool results', () => {
  test.each(payloadFiles)('%s keeps laws 4, 7, 8, 9 and 11', async (file) => {
    const text = readFileSync(sharedData + file, 'utf8')
    await nothingUncountedLaw.check(realPipeline, { text })
    await losslessLaw.check(realPipeline, { text, format: 'auto' })
    const options = { query: 'Which one is the highest, and why?', model: 'gpt-4o' }
    const once = await realPipeline.crush(text, options)
    expect((await realPipeline.crush(once.text, options)).text).toBe(once.text)
    expect((await realPipeline.crush(text, options)).text).toBe(once.text)
    expect(once.report.tokensAfter).toBeLessThanOrEqual(once.report.tokensBefore)
    expect(once.report.warnings).toEqual([])
  })
})
