/** A line that only we write: a text that has one was folded before, or looks like it, and stays as it is. */
export const ourNote = /^\[(?:log of \d+ lines: \d+ stand here|table of \d+ rows: \d+ stand here whole|#\d+: \d+ lines like this|\.\.\. \d+ (?:lines?\b|rows?\b|like #|match(?:es)?\b)|(?:(?:\d+ )?matches by file|paths by folder): |web page as text, links as )|^(?:@@ [^\n]{1,300})?\[\.\.\. \d+ unchanged lines? left out by headroom\]/m

/** The head of a log that was folded before, at the beginning of a line. */
export const foldedHead = /^[ \t]*\[log of \d{1,15} lines: /

/** A note in a log that was folded before, at the beginning of a line. */
export const foldedNote = /^\[(?:#\d{1,15}: \d|\.\.\. \d)/

/** The note above a page that is written as text. */
export const ourPage = /^\[web page as text, links as /m
