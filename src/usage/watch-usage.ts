import { findUsage, interpretUsage, mergeUsage } from './read-usage.ts'
import type { SaidUsage } from './read-usage.ts'
import type { Usage } from './usage.ts'

/** Reads the usage out of a response while its text passes by. */
export interface UsageWatch {
  /** A piece of the text, as it comes; pieces may end anywhere. */
  write(text: string): void
  /** What was said in all; call it when the text is over. */
  end(): Usage | undefined
}

/** Longer than any event that tells the usage; a longer line is passed over, so that memory stays bounded. In UTF-16 code units. */
const maxLineLength = 1 << 20

/** A response as one JSON document; longer ones are passed over. In UTF-16 code units. */
const maxDocumentLength = 1 << 24

/** Of a stream of events: server-sent events, JSON lines, or the array that Google streams without `alt=sse`. */
export function watchEvents(): UsageWatch {
  let said: SaidUsage | undefined
  let line = ''
  let isTooLong = false
  const readLine = (): void => {
    if (!isTooLong && /usage/i.test(line)) said = mergeUsage(said, findUsage(parse(line.replace(/^data: ?/, ''))))
    line = ''
    isTooLong = false
  }
  return {
    write(text) {
      let from = 0
      for (let end = endOfLine(text, from); end !== -1; end = endOfLine(text, from)) {
        add(text.slice(from, end))
        readLine()
        from = end + 1
      }
      add(text.slice(from))
    },
    end() {
      readLine()
      return interpretUsage(said)
    },
  }

  function add(text: string): void {
    if (line.length + text.length > maxLineLength) isTooLong = true
    line = isTooLong ? '' : line + text
  }
}

/** Of a response that is one JSON document. */
export function watchDocument(): UsageWatch {
  const pieces: string[] = []
  let length = 0
  return {
    write(text) {
      length += text.length
      if (length > maxDocumentLength) pieces.length = 0
      else pieces.push(text)
    },
    end() {
      if (length > maxDocumentLength) return undefined
      const document = parse(pieces.join(''))
      // Google's stream without `alt=sse`: an array of responses.
      return interpretUsage(Array.isArray(document) ? document.map(findUsage).reduce(mergeUsage, undefined) : findUsage(document))
    },
  }
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const carriage = text.indexOf('\r', from)
  return feed === -1 || carriage === -1 ? Math.max(feed, carriage) : Math.min(feed, carriage)
}

/** What a provider streams is mostly JSON; `[DONE]`, comments and half a document are nothing to us. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
