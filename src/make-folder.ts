import { codeOf } from './errors.ts'

/** The part of Node's modules that is needed. */
export interface FolderMaker {
  /** Of `node:fs/promises`; of one folder. */
  mkdir(path: string, options: { readonly mode?: number }): Promise<unknown>
  /** Of `node:path`. */
  dirname(path: string): string
}

/**
 * Makes a folder and those above it, as far as they are not there. Node's own `mkdir` with `recursive: true` never returns where the system
 * takes a parent for there and refuses a folder in it as if it were not, as `/proc` does (seen in Node 20).
 *
 * @param mode of folders that are made
 * @throws the system's error, of the folder that could not be made
 */
export async function makeFolder(path: string, maker: FolderMaker, mode?: number): Promise<void> {
  const make = async (): Promise<void> => {
    try {
      await maker.mkdir(path, mode === undefined ? {} : { mode })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  try {
    await make()
  } catch (error) {
    const parent = maker.dirname(path)
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error
    await makeFolder(parent, maker, mode)
    await make()
  }
}
