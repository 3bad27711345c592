import type { Readable } from 'node:stream'
import { UsageError } from './command-context.ts'
import { openGivenFile } from './open-given-file.ts'
import { readAll } from './read-body.ts'

/** A file that was named on the command line, whole; `-` is the standard input, where there is one. `what`: what it is for. */
export async function readGivenFile(what: string, file: string, stdin?: Readable): Promise<Buffer> {
  return readAll(file === '-' && stdin !== undefined ? stdin : await openGivenFile(what, file))
}

/** What such a file says as JSON. */
export async function readGivenJson(what: string, file: string, stdin?: Readable): Promise<unknown> {
  const text = (await readGivenFile(what, file, stdin)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${what} ${file} is not JSON: ${(error as Error).message}.`, { cause: error })
  }
}
