import * as fs from 'node:fs/promises'
import { codeOf } from '../../errors.ts'

/** An open file. */
export interface OpenFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
  write(buffer: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>
  stat(): Promise<FileFacts>
  close(): Promise<void>
}

export interface FileFacts {
  readonly size: number
  readonly mtimeMs: number
  readonly ino: number
  readonly dev: number
}

/** The part of `node:fs/promises` that stores need. */
export interface FileSystem {
  open(path: string, flags: string, mode?: number): Promise<OpenFile>
  mkdir(path: string, options: { readonly mode?: number }): Promise<unknown>
  readdir(path: string): Promise<string[]>
  rename(from: string, to: string): Promise<void>
  stat(path: string): Promise<FileFacts>
  unlink(path: string): Promise<void>
  readFile(path: string, encoding: 'utf8'): Promise<string>
  writeFile(path: string, text: string, options: { readonly mode: number }): Promise<void>
}

export const nodeFileSystem: FileSystem = fs

/** `undefined` in place of the error for a file that is not there. */
export async function orAbsent<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
