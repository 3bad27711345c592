import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { UsageError } from './command-context.ts'

/**
 * Opens a file that was named on the command line, here and now: before it is read other things are asked for, and a
 * stream that opens by itself fails while nobody listens. Destroy it when the command ends. `what`: what it is for.
 */
export async function openGivenFile(what: string, file: string): Promise<Readable> {
  try {
    const handle = await open(file)
    if ((await handle.stat()).isDirectory()) {
      await handle.close()
      throw new Error('it is a folder')
    }
    return handle.createReadStream()
  } catch (error) {
    throw new UsageError(`${what} ${file} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}
