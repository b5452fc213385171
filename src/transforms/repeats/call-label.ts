/** Arguments that tell one call of a tool from another, the most telling first. Otherwise the first text tells, else the first number. */
const tellingNames = [
  'file_path', 'filepath', 'filename', 'path', 'file', 'url', 'uri', 'command', 'cmd', 'query', 'pattern', 'q', 'sql', 'code', 'name', 'title', 'id',
]

/** What is shown of an argument, in UTF-16 code units. */
const maxArgument = 48

/**
 * A call in short, on one line: `read_file("src/a.ts")`. Of a long path its end is shown, of anything else that is long its beginning.
 *
 * @returns `undefined` for a tool whose name is no plain word
 */
export function labelCall(toolName: string, argumentsText: string): string | undefined {
  if (!/^[^\s()[\]"]{1,64}$/.test(toolName)) return undefined
  const argument = findTelling(argumentsText)
  return `${toolName}(${argument === undefined ? '' : typeof argument === 'number' ? String(argument) : JSON.stringify(shorten(argument))})`
}

function findTelling(argumentsText: string): string | number | undefined {
  const value = parse(argumentsText)
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const named = Object.entries(value)
  const isText = (candidate: unknown): candidate is string => typeof candidate === 'string' && candidate.trim() !== ''
  for (const name of tellingNames) {
    const found = named.find(([key, argument]) => key.replaceAll('-', '_').toLowerCase() === name && isText(argument))
    if (found !== undefined) return found[1] as string // isText has just held
  }
  return named.map(([, argument]) => argument).find(isText) ?? named.map(([, argument]) => argument).find((argument): argument is number => typeof argument === 'number')
}

/** Arguments that are no JSON are the text that the tool gets. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text.trim() === '' ? undefined : text
  }
}

function shorten(argument: string): string {
  // Where a command is run is the same for most of them.
  const text = argument.trim().replace(/\s+/g, ' ').replace(/^cd \S+ (?:&&|;) (?=.)/, '')
  if (text.length <= maxArgument) return wellFormed(text)
  if (!/^\S*[/\\]\S*$/.test(text)) return `${wellFormed(text.slice(0, maxArgument - 3))}...`
  const end = text.slice(3 - maxArgument)
  const slash = end.search(/[/\\]/)
  return `...${wellFormed(slash === -1 ? end : end.slice(slash))}`
}

/** Half a character at a cut would be another one after the next encoding. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
}
