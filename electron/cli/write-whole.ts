import { open, rename, rm } from 'node:fs/promises'
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
  const handle = await open(part, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written: ${reasonOf(error, file, part)}`, { cause: error })
  })
  try {
    for await (const piece of bytes) await handle.writeFile(piece)
    await handle.close()
    await rename(part, file)
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(part, { force: true })
    throw error
  }
}

function reasonOf(error: NodeJS.ErrnoException, file: string, part: string): string {
  const folder = path.dirname(path.resolve(file))
  if (error.code === 'ENOENT') return `there is no folder ${folder}. Make it first.`
  if (error.code === 'ENOTDIR') return `${folder} is no folder. Choose another.`
  return `${error.message.replaceAll(part, file)}.`
}
