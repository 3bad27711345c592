import { type FormScheme, formScheme } from '../../shared/signature/scheme.ts'
import { UsageError } from './command-context.ts'
import { readGivenJson } from './read-given-file.ts'

export const SCHEME_FILE_HELP = 'a scheme of your own, from a JSON file, in place of a provider'

/** How a sender that is in no catalogue signs, in the one form that the catalogue and the settings of endpoints have. */
export async function readSchemeFile(file: string): Promise<FormScheme> {
  const scheme = formScheme.safeParse(await readGivenJson('The scheme file', file))
  if (scheme.success) return scheme.data
  const [issue] = scheme.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new UsageError(`The scheme file ${file} holds no scheme: ${where}${issue?.message.replace(/\.$/, '')}.`)
}
