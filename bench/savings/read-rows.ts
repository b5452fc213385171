/** The text as a model would read it: rows written in columns spelled out as objects again. Not yet: the text as it is. */
export const readRows = (text: string): string => text
