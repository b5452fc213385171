import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { StorageError, messageOf } from '../errors.ts'

/**
 * All of a file or of standard input, as text; a byte order mark stays.
 *
 * @throws StorageError when it cannot be read or is not UTF-8: decoding it with replacement characters would write other bytes back
 */
export async function readInput(file: string | undefined, stdin: Readable): Promise<string> {
  const name = file === undefined ? 'standard input' : file
  let bytes: Uint8Array
  try {
    bytes = file === undefined ? await readAll(stdin) : await readFile(file)
  } catch (cause) {
    throw new StorageError(`${name} cannot be read: ${messageOf(cause)}`, { cause })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new StorageError(`${name} is not UTF-8 text`, { cause })
  }
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk as Buffer) // a stream of bytes
  return Buffer.concat(chunks)
}
