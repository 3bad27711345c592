import { type CommandContext, UsageError } from './command-context.ts'
import { readGivenFile } from './read-given-file.ts'

/** A secret from a file, or from the standard input with `-`: never from an argument, which every user of the machine sees. */
export async function readSecretFile({ stdin }: CommandContext, file: string): Promise<string> {
  const text = (await readGivenFile('The secret file', file, stdin)).toString('utf8')
  // Editors end files with a line end; it belongs to none of them.
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') throw new UsageError(`There is no secret in ${file === '-' ? 'the standard input' : file}.`)
  return secret
}
