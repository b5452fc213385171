/** Text that is put together piece by piece, as a page without its styles shows it: white space collapses, blocks begin on lines of their own. */
export interface LineWriter {
  /** Text of a page. */
  write(text: string): void
  /** What follows stands on another line, after `lines - 1` blank ones; nothing before the first text. */
  breakLine(lines: 1 | 2): void
  /** Stands before the next text, on its line: a bullet, a number, the signs of a heading. */
  lead(mark: string): void
  /** Takes back what waits for a text that did not come; whether something did. */
  dropLead(): boolean
  length(): number
  /** Stands behind the last text, whatever follows. */
  append(text: string): void
  /** Begins a row of a table, or ends one. */
  row(): void
  cell(): void
  table(isOpen: boolean): void
  /** The same for a block that may be a part of a line: in a cell it is parted by a blank. */
  breakSoftly(): void
  written(): string
}

interface Table {
  cells: number
  /** Whether something stands in the row; in the cell. */
  hasText: boolean
  cellHasText: boolean
  /** A block stands within a cell, so that its row is no line. */
  isBroken: boolean
}

export function createLineWriter(): LineWriter {
  let out = ''
  let breaks = 0
  let space = false
  let isLineStart = true
  let mark = ''
  /** An address stands last: a word behind it would seem to be part of it. */
  let isAppended = false
  /** Bars between cells that stand before the next text. */
  let bars = 0
  const tables: Table[] = []

  function emit(text: string): void {
    const table = tables.at(-1)
    if (breaks > 0 && out !== '') {
      out += '\n'.repeat(breaks)
      isLineStart = true
      if (table !== undefined && table.hasText) table.isBroken = true
    }
    breaks = 0
    if (bars > 0) {
      out += `${isLineStart ? '' : ' '}${'| '.repeat(bars)}`
      bars = 0
    } else if (!isLineStart && (space || (isAppended && /^[\p{L}\p{N}]/u.test(text)))) out += ' '
    isAppended = false
    space = false
    isLineStart = false
    if (table !== undefined) {
      table.hasText = true
      table.cellHasText = true
    }
    out += mark + text
    mark = ''
  }

  return {
    write(text) {
      const words = text.replace(/[ \t\n\r\f\u00a0]+/g, ' ')
      if (words === '' || words === ' ') {
        space ||= words === ' '
        return
      }
      if (words.startsWith(' ')) space = true
      emit(words.trim())
      if (words.endsWith(' ')) space = true
    },
    breakLine(lines) {
      const table = tables.at(-1)
      // A block that is all of its cell needs no line of its own.
      if (table !== undefined && table.cells > 0 && !table.cellHasText) return
      if (breaks < lines) breaks = lines
    },
    lead(text) {
      mark += text
    },
    dropLead() {
      const isWaiting = mark !== ''
      mark = ''
      return isWaiting
    },
    length: () => out.length,
    append(text) {
      out += text
      isAppended = true
    },
    row() {
      const table = tables.at(-1)
      if (breaks < 1) breaks = 1
      bars = 0
      if (table !== undefined) Object.assign(table, { cells: 0, hasText: false, cellHasText: false, isBroken: false })
    },
    cell() {
      const table = tables.at(-1)
      if (table === undefined) return
      if (table.cells > 0) {
        if (table.isBroken) {
          if (breaks < 1) breaks = 1
        } else {
          if (table.hasText) breaks = 0
          bars++
        }
      }
      table.cells++
      table.cellHasText = false
    },
    table(isOpen) {
      if (isOpen) tables.push({ cells: 0, hasText: false, cellHasText: false, isBroken: false })
      else {
        tables.pop()
        const around = tables.at(-1)
        if (around !== undefined && around.hasText) around.isBroken = true
      }
      bars = 0
    },
    breakSoftly() {
      const table = tables.at(-1)
      if (table !== undefined && table.cells > 0) space = true
      else if (breaks < 1) breaks = 1
    },
    written: () => out,
  }
}
