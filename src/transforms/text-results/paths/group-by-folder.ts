import { lineAt, lineBreakOf, startOfLine, type Lines } from '../lines.ts'

/** What stands above paths that are grouped, so that a reader knows, and so that they are not grouped again. */
export const pathsHead = '[paths by folder: a folder, then what is in it with two blanks before its name; every other path is whole]'

/** Of a shorter list an agent copies a good part, and a path that is put together of two lines is one that it may get wrong. */
const minPaths = 60

/** Folders, each with its slash, and a name: no blanks, no colons, no patterns. */
const pathForm = /^(?:[A-Za-z]:|~)?\/?(?:[\w.@+()[\]$%=~,-]+\/)+[\w.@+()[\]$%=~,-]+$/

export function isPath(line: string): boolean {
  return pathForm.test(line)
}

/**
 * A list of paths with each folder once above the names in it, where several in a row are in it. Nothing is left out, and nothing changes its
 * place.
 *
 * @param staysWhole 1 per line whose path stays whole, as it is about to be copied
 * @returns undefined where the list is short, or no two in a row are in one folder
 */
export function groupByFolder(lines: Lines, staysWhole: Uint8Array): string | undefined {
  if (lines.count < minPaths) return undefined
  const newLine = lineBreakOf(lines)
  let text = `${pathsHead}${newLine}`
  let isGrouped = false
  for (let line = 0; line < lines.count;) {
    const folder = folderOf(lines, line, staysWhole)
    let end = line + 1
    if (folder !== undefined) while (end < lines.count && folderOf(lines, end, staysWhole) === folder) end++
    const isGroup = folder !== undefined && end - line > 1
    if (isGroup) {
      text += `${folder}${newLine}`
      isGrouped = true
    }
    for (; line < end; line++) {
      text += `${isGroup ? '  ' : ''}${lines.text.slice(lines.starts[line]! + (isGroup ? folder.length : 0), startOfLine(lines, line + 1))}`
    }
  }
  return isGrouped ? text : undefined
}

/** With its slash; undefined for a line that stays as it is. */
function folderOf(lines: Lines, line: number, staysWhole: Uint8Array): string | undefined {
  if (staysWhole[line] === 1) return undefined
  const path = lineAt(lines, line)
  return isPath(path) ? path.slice(0, path.lastIndexOf('/') + 1) : undefined
}
