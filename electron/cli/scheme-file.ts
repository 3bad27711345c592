import { readFile } from 'node:fs/promises'
import { type FormScheme, formScheme } from '../../shared/signature/scheme.ts'
import { UsageError } from './command-context.ts'

export const SCHEME_FILE_HELP = 'a scheme of your own, from a JSON file, in place of a provider'

/** How a sender that is in no catalogue signs, in the one form that the catalogue and the settings of endpoints have. */
export async function readSchemeFile(file: string): Promise<FormScheme> {
  const scheme = formScheme.safeParse(parsed(file, await read(file)))
  if (scheme.success) return scheme.data
  const [issue] = scheme.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new UsageError(`The scheme file ${file} holds no scheme: ${where}${issue?.message}.`)
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The scheme file ${file} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`The scheme file ${file} is not JSON: ${(error as Error).message}.`, { cause: error })
  }
}
