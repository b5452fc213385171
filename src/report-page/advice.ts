import type { Waste } from '../report/types.ts'

interface WasteAdvice {
  readonly name: string
  readonly what: string
  readonly todo: string
}

/** What each cause of waste is, and what whoever builds the requests can do about it. */
export const wasteAdvice: Readonly<Record<keyof Waste, WasteAdvice>> = {
  whiteSpace: {
    name: 'White space', what: 'Indented JSON and blank lines in tool results.',
    todo: 'Serialize tool results without indentation: JSON.stringify(value).',
  },
  repeatedKeys: {
    name: 'Repeated keys', what: 'The same field names in every row of a table.',
    todo: 'SmartCrusher writes such tables as columns; return only the fields that a model needs.',
  },
  repeatedRows: {
    name: 'Repeated rows', what: 'Rows that say again what another row said.',
    todo: 'Remove duplicates before a tool answers, or ask the tool for a page, not for everything.',
  },
  base64: {
    name: 'Base64', what: 'Encoded files inside of text, which no model reads.',
    todo: 'Send files as images or documents of the provider, or leave a link in their place. Long data in tool results is named where textResults.blobs is on.',
  },
  html: {
    name: 'HTML', what: 'Tags and styles around the text of pages.',
    todo: 'Name the tool that fetches pages so that it is seen (fetch, browse, url) and leave textResults.html on, or take the text out of a page before.',
  },
  volatilePrefix: {
    name: 'Volatile prefix', what: 'Dates and ids early in the prompt: all that follows is not cached.',
    todo: 'Leave cacheAligner on, or move what changes to the end of the system prompt.',
  },
}
