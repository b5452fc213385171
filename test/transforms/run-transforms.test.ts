import { expect, test } from 'vitest'
import { openAiChatAdapter } from '../../src/adapters/openai/adapter.ts'
import type { Edit } from '../../src/conversation/edits.ts'
import { resolveOptions } from '../../src/options.ts'
import { runTransforms } from '../../src/transforms/run-transforms.ts'
import type { TransformedConversation } from '../../src/transforms/run-transforms.ts'
import type { Transform, TransformContext, TransformOutcome } from '../../src/transforms/transform.ts'

const request = [{ role: 'user', content: 'one' }, { role: 'assistant', content: 'two' }]
const edits = (...list: Edit[]): TransformOutcome => ({ edits: list, decisions: [], warnings: [] })
const say = (index: number, value: unknown): Edit => ({ kind: 'replace', path: [index, 'content'], value })

function run(transforms: readonly Transform[], signal?: AbortSignal): Promise<TransformedConversation> {
  const options = resolveOptions()
  const context: TransformContext = {
    options, logger: options.logger, model: {}, ...(signal === undefined ? {} : { signal }),
    tokens: { counting: 'exact', name: 'none', count: () => 0, quick: () => 0 },
  }
  return runTransforms(openAiChatAdapter.parse(request), transforms, context, (changed) => openAiChatAdapter.parse(changed))
}

test('each transform reads what the one before it left', async () => {
  const seen: unknown[] = []
  const add: Transform = { name: 'add', apply: (conversation) => {
    seen.push(conversation.request)
    return edits(say(0, `${(conversation.request as typeof request)[0]!.content}!`))
  } }
  const { conversation, steps } = await run([add, add])
  expect(seen).toEqual([request, [{ role: 'user', content: 'one!' }, request[1]]])
  expect(conversation.request).toEqual([{ role: 'user', content: 'one!!' }, request[1]])
  expect((conversation.request as unknown[])[1]).toBe(request[1])
  expect(steps.map(({ name, changed }) => [name, changed])).toEqual([['add', true], ['add', true]])
})

test('without changes the very same conversation comes back', async () => {
  const { conversation, steps } = await run([{ name: 'same', apply: () => edits(say(0, 'one')) }])
  expect(conversation.request).toBe(request)
  expect(steps[0]).toMatchObject({ changed: false })
})

test.each([
  { name: 'throws', apply: () => { throw new Error('broken') }, message: 'broken' },
  { name: 'rejects', apply: () => Promise.reject(new Error('broken later')), message: 'broken later' },
  { name: 'throws what is no error', apply: () => { throw null }, message: 'a thrown null' },
  { name: 'returns nothing', apply: () => undefined as unknown as TransformOutcome, message: 'apply() must return' },
  { name: 'returns no list of edits', apply: () => ({ decisions: [], warnings: [] }) as unknown as TransformOutcome, message: 'an array of edits' },
  { name: 'edits a place that is not there', apply: () => edits(say(7, 'x')), message: '7' },
  { name: 'leaves no readable request', apply: () => edits({ kind: 'replace', path: [], value: 7 }), message: "'leaves no readable request' failed" },
] satisfies (Transform & { message: string })[])('a transform that $name is passed over with a warning', async ({ name, apply, message }) => {
  const after: Transform = { name: 'after', apply: () => edits(say(1, 'three')) }
  const { conversation, warnings } = await run([{ name, apply }, after])
  expect(conversation.request).toEqual([request[0], { role: 'assistant', content: 'three' }])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(message)
  expect(warnings[0]).toContain(`transform '${name}' failed and was passed over`)
})

test('an abort rejects with its reason, before a transform and inside one', async () => {
  const controller = new AbortController()
  const aborts: Transform = { name: 'aborts', apply: () => {
    controller.abort('enough')
    throw new Error('hidden')
  } }
  await expect(run([aborts], controller.signal)).rejects.toBe('enough')
  let ran = false
  await expect(run([{ name: 'never', apply: () => { ran = true; return edits() } }], controller.signal)).rejects.toBe('enough')
  expect(ran).toBe(false)
})

test('decisions, warnings and waste of all transforms come together', async () => {
  const warns = (warning: string, whiteSpace: number): Transform => ({ name: warning, apply: () => ({ ...edits(), warnings: [warning], waste: { whiteSpace } }) })
  const { warnings, waste } = await run([warns('a', 1), warns('b', 2)])
  expect([warnings, waste]).toEqual([['a', 'b'], { whiteSpace: 3 }])
})
