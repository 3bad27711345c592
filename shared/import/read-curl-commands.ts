import { AppError } from '../contract/errors.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import { parseCurl } from './parse-curl.ts'
import { requestItems } from './requested-capture.ts'
import { splitCommands } from './shell-words.ts'
import { wholeFile } from './whole-file.ts'

/** One or more curl commands, as people paste them. */
export async function* readCurlCommands(source: ImportSource): AsyncIterable<ImportItem> {
  const bytes = await wholeFile(source.bytes, 'curl commands')
  const text = source.text.fromUtf8(bytes)
  if (text === null) throw new AppError('invalid-input', 'The file is not UTF-8. Save it as UTF-8.')
  const commands = splitCommands(text.replace(/^\ufeff/, ''))
  for (const [index, command] of commands.entries()) {
    const where = commands.length === 1 ? 'The command' : `Command ${index + 1}`
    yield* itemsOf(command.text, where, source)
  }
}

function itemsOf(command: string, where: string, source: ImportSource): ImportItem[] {
  try {
    return requestItems(parseCurl(command), where, 'a curl command', source)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [problem(where, error.message)]
  }
}
