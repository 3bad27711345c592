import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import type { ImportedRequest } from '../../shared/import/imported-request.ts'
import { parseCurl } from '../../shared/import/parse-curl.ts'
import { looksLikeRawHttp, parseRawHttp } from '../../shared/import/parse-raw-http.ts'
import { dataFolder } from '../data-folder.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { type CommandContext, UsageError } from './command-context.ts'
import { printable } from './printable.ts'
import { readAll } from './read-body.ts'

interface ImportOptions {
  readonly data?: string
}

export function addImportCommand(program: Command, context: CommandContext): void {
  program
    .command('import')
    .summary('keep a curl command or a raw HTTP request as a capture')
    .description('Keeps a curl command, or a request as HTTP writes it, as a capture. Nothing is sent.')
    .argument('<file>', 'file with one of them, or - for the standard input')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
A curl command is read as bash or cmd would, but nothing in it is run: variables stay as they are. One that takes its body
from a file is refused with the file's name. Prints the id of the capture; its note says that it was imported.
A Hookbench must run on the data folder.

Examples:
  hookbench import request.http
  pbpaste | hookbench import -`,
    )
    .action((file: string, _options, command: Command) =>
      importFile(context, file, command.optsWithGlobals<ImportOptions>()),
    )
}

async function importFile(
  { out, err, stdin, env }: CommandContext,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const bytes = file === '-' ? await readAll(stdin) : await readGiven(file)
  const request = parseRequest(bytes)
  if (request.neededFiles.length > 0) {
    throw new UsageError(
      `The command needs ${request.neededFiles.map(printable).join(', ')}. Put what is in it into the command, with --data-raw or --data-binary.`,
    )
  }
  const running = await findRunningEngine(dataFolder({ asked: options.data, env }))
  if (running === null) {
    throw new AppError('unavailable', 'No Hookbench runs on this data folder. Start `hookbench serve`, then import.')
  }
  const { client } = running
  const uploadId = request.body.length === 0 ? null : (await client.upload(once(request.body))).uploadId
  const { method, target, httpVersion, headers } = request
  const from = looksLikeRawHttp(bytes.toString('latin1')) ? 'a raw HTTP request' : 'a curl command'
  const note = `Imported from ${from}.`
  const { id } = await client.call('import.request', { method, target, httpVersion, headers, uploadId, note })
  for (const warning of request.warnings) await err.line(`hookbench: ${printable(warning)}`)
  await out.line(id)
}

function parseRequest(bytes: Buffer): ImportedRequest {
  const source = bytes.toString('latin1')
  return looksLikeRawHttp(source) ? parseRawHttp(source) : parseCurl(bytes.toString('utf8'))
}

async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new UsageError(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
