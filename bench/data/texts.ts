import { createRandom, type Random } from './random.ts'
import { rowsOf100Characters } from './rows.ts'

/** Texts of about 50,000 characters and more, each of one kind: what a counter of tokens meets. The same ones for the same seed. */
export function textsByKind(seed: number): Readonly<Record<string, string>> {
  const json = rowsOf100Characters(600, seed)
  const records = JSON.parse(json) as readonly Readonly<Record<string, unknown>>[]
  return {
    JSON: json,
    'JSON, indented': JSON.stringify(records, null, 2),
    logs: logs(records),
    English: prose(createRandom(seed), englishWords, english),
    CJK: prose(createRandom(seed), cjkWords, cjk),
    code: code(createRandom(seed)),
  }
}

function logs(records: readonly Readonly<Record<string, unknown>>[]): string {
  const line = (row: Readonly<Record<string, unknown>>, i: number): string =>
    `2025-03-07T12:${String(i % 60).padStart(2, '0')}:04.${100 + i % 900}Z INFO worker-${i % 7} ${Object.entries(row).map(([key, value]) => `${key}=${String(value)}`).join(' ')}`
  return records.map(line).join('\n')
}

const englishWords = ('the harbour was quiet when last of boats came in and nobody on quay seemed to notice how low it lay water if measurements are right we '
  + 'have repeat experiment with fresh samples before anyone outside laboratory hears she had never cared much for mountains but evening light northern face '
  + 'made her stop middle road most what agreed meeting already been written down somewhere though took weeks find out where committee\'s unprecedented '
  + 'responsibility bookkeeping neighbourhood don\'t couldn\'t they\'ve archaeological straightforward misunderstanding overlooked whereabouts').split(' ')

const cjkWords = ('我们 今天 讨论 系统 性能 数据 模型 请求 结果 时间 城市 天气 非常 重要 需要 进行 测试 用户 反馈 之后 但是 因为 所以 这个 问题 解决 方法 '
  + '東京 天気 明日 会議 資料 確認 ください ありがとう ございます について しました それは とても 難しい 問題です データ サーバー '
  + '오늘 회의 자료를 확인해 주세요 결과는 내일 알려 드리겠습니다 서버 문제가').split(' ')

interface Punctuation {
  readonly space: string
  readonly comma: string
  readonly stop: string
  readonly gap: string
}

const english: Punctuation = { space: ' ', comma: ', ', stop: '.', gap: ' ' }
const cjk: Punctuation = { space: '', comma: '，', stop: '。', gap: '' }

/** Words in no order: clauses of three to seven words, one to three to a sentence, six sentences to a paragraph. */
function prose(random: Random, words: readonly string[], { space, comma, stop, gap }: Punctuation): string {
  const pieces: string[] = []
  let length = 0
  const clause = (): string => Array.from({ length: random.integer(3, 7) }, () => random.pick(words)).join(space)
  for (let i = 0; length < 50_000; i++) {
    const sentence = Array.from({ length: random.integer(1, 3) }, clause).join(comma)
    const piece = `${sentence[0]!.toUpperCase()}${sentence.slice(1)}${stop}${i % 6 === 5 ? '\n\n' : gap}`
    pieces.push(piece)
    length += piece.length
  }
  return pieces.join('')
}

/** Functions of a curly language, with indents, names of several words, operators and comments. */
function code(random: Random): string {
  const words = ['row', 'column', 'index', 'max', 'token', 'count', 'span', 'source', 'parse', 'find', 'render', 'left', 'budget', 'path', 'cache', 'node']
  const name = (): string => random.pick(words) + random.pick(words).replace(/^./, (letter) => letter.toUpperCase()) + (random.next() < 0.2 ? random.integer(1, 99) : '')
  const pieces: string[] = []
  let length = 0
  while (length < 50_000) {
    const [made, list, item] = [name(), name(), name()]
    const piece = `/** ${made}: the ${random.pick(words)} of a ${random.pick(words)}, in 0x${random.hex(4)} units. */
export function ${made}(${list}: readonly ${name()}[], ${item} = ${random.integer(0, 9999)}): number | undefined {
  if (${list}.length === 0 || !${list}[0]?.${name()}) return undefined // nothing to ${random.pick(words)}
  for (let i = 0; i < ${list}.length; i += ${random.integer(1, 8)}) {
    const ${name()} = ${list}[i]!.${name()}(\`\${i}:${random.pick(words)}\`, { ${name()}: true, ${name()}: '${random.hex(6)}' })
    ${item} = Math.max(${item}, ${name()} >>> ${random.integer(1, 31)}) && ${item} !== -1 ? ${item} * ${random.integer(2, 9)}.${random.integer(10, 99)} : 0
  }
  return ${item}
}

`
    pieces.push(piece)
    length += piece.length
  }
  return pieces.join('')
}
