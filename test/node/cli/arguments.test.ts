import { expect, test } from 'vitest'
import { parseArguments } from '../../../src/cli/arguments.ts'

test.each([
  { args: ['optimize'], command: { kind: 'optimize', json: false, relevance: {}, options: { smartCrusher: {} } } },
  { args: ['simulate', 'a.json', '--json'], command: { kind: 'simulate', file: 'a.json', json: true, relevance: {}, options: { smartCrusher: {} } } },
  { args: ['optimize', '-'], command: { kind: 'optimize', json: false, relevance: {}, options: { smartCrusher: {} } } },
  {
    args: ['--model', 'gpt-4o', 'optimize', '-q', 'what failed?', '--tool=search', '--max-items', '5', '--no-index', '--lossless', 'a.json'],
    command: {
      kind: 'optimize', file: 'a.json', json: false, query: 'what failed?', tool: 'search', relevance: {},
      options: { model: 'gpt-4o', smartCrusher: { maxItemsAfterCrush: 5, index: false, lossless: true } },
    },
  },
  { args: ['optimize', '--query=--json'], command: { kind: 'optimize', json: false, query: '--json', relevance: {}, options: { smartCrusher: {} } } },
  { args: ['optimize', '--', '--odd-name.json'], command: { kind: 'optimize', file: '--odd-name.json', json: false, relevance: {}, options: { smartCrusher: {} } } },
  { args: ['simulate', '--tier', 'embedding', '--minilm=models/minilm'], command: { kind: 'simulate', json: false, relevance: { tier: 'embedding', minilm: 'models/minilm' }, options: { smartCrusher: {} } } },
  { args: ['optimize', '--help'], command: { kind: 'help' } },
  { args: ['-h'], command: { kind: 'help' } },
  { args: ['--version'], command: { kind: 'version' } },
])('headroom $args is understood', ({ args, command }) => {
  expect(parseArguments(args)).toEqual(command)
})

test.each([
  { args: [], message: 'no command given; write headroom optimize [file] or headroom simulate [file]' },
  { args: ['optimise'], message: 'unknown command "optimise"; did you mean headroom optimize?' },
  { args: ['request.json'], message: 'for a file write headroom optimize request.json' },
  { args: ['optimize', '--querry', 'x'], message: 'unknown option --querry; did you mean --query?' },
  { args: ['optimize', '--maxItems', '3'], message: 'unknown option --maxItems; did you mean --max-items?' },
  { args: ['optimize', '-x'], message: 'unknown option -x; headroom --help lists them' },
  { args: ['optimize', '--constructor'], message: 'unknown option --constructor' },
  { args: ['optimize', '--json=yes'], message: '--json takes no value, got "yes"' },
  { args: ['optimize', '--query'], message: '--query needs a value: --query <query>' },
  { args: ['optimize', '--query', '--json'], message: '--query needs a value, got the option --json; a value that begins with a dash is written --query=--json' },
  { args: ['optimize', '--max-items', 'many'], message: '--max-items must be a whole number of at least 1, got "many"' },
  { args: ['optimize', '--max-items=0'], message: '--max-items must be a whole number of at least 1, got "0"' },
  { args: ['optimize', '--tier', 'bm52'], message: '--tier must be one of bm25, static, embedding, hybrid, got "bm52"' },
  { args: ['stats', '--tier=bm25'], message: '--tier belongs to headroom optimize and headroom simulate' },
  { args: ['optimize', 'a.json', 'b.json'], message: 'one file at a time: "b.json" is one too many' },
])('headroom $args is refused with what would be right', ({ args, message }) => {
  expect(() => parseArguments(args)).toThrow(message)
})
