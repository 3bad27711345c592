import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from './command-context.ts'
import type { Output } from './output.ts'

/** Writes bytes to a file, which is there only once it is whole, or to the standard output (`-`). */
export async function writeWhole(out: Output, file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  if (file === '-') {
    for await (const piece of bytes) await out.write(piece)
    return
  }
  const part = `${file}.${process.pid}.part`
  // What is captured is personal data.
  const handle = await open(part, 'wx', 0o600).catch(async (error: Error) => {
    throw await cannotBeWritten(error, file, part)
  })
  try {
    for await (const piece of bytes) await handle.writeFile(piece)
    await handle.close()
    await rename(part, file).catch(async (error: Error) => {
      throw await cannotBeWritten(error, file, part)
    })
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(part, { force: true })
    throw error
  }
}

/** Told from what is there: systems have different codes for it. */
async function cannotBeWritten(error: Error, file: string, part: string): Promise<UsageError> {
  const folder = path.dirname(path.resolve(file))
  const inFolder = await kindOf(folder)
  const reason =
    inFolder === 'nothing'
      ? `there is no folder ${folder}. Make it first.`
      : inFolder === 'file'
        ? `${folder} is no folder. Choose another.`
        : (await kindOf(file)) === 'folder'
          ? 'it is a folder. Name a file in it.'
          : `${error.message.replaceAll(part, file)}.`
  return new UsageError(`${file} cannot be written: ${reason}`, { cause: error })
}

async function kindOf(file: string): Promise<'nothing' | 'file' | 'folder'> {
  const found = await stat(file).catch(() => null)
  if (found === null) return 'nothing'
  return found.isDirectory() ? 'folder' : 'file'
}
