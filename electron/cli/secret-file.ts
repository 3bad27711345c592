import { readFile } from 'node:fs/promises'
import { type CommandContext, UsageError } from './command-context.ts'
import { readAll } from './read-body.ts'

/** A secret from a file, or from the standard input with `-`: never from an argument, which every user of the machine sees. */
export async function readSecretFile({ stdin }: CommandContext, file: string): Promise<string> {
  const text = file === '-' ? (await readAll(stdin)).toString('utf8') : await read(file)
  // Editors end files with a line end; it belongs to none of them.
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') throw new UsageError(`There is no secret in ${file === '-' ? 'the standard input' : file}.`)
  return secret
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The secret file ${file} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}
