import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { IMPORT_TITLES, type ImportFormat, importFormat } from '../../shared/import/import-format.ts'
import type { ImportJob, ImportRequest } from '../../shared/import/import-job.ts'
import { wholeFile } from '../../shared/import/whole-file.ts'
import { dataFolder } from '../data-folder.ts'
import { importFormatOf } from '../engine/share/detect-import.ts'
import { type EngineClient, findRunningEngine } from '../transport/http/client.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { counted } from './counted.ts'
import { jsonLine } from './json-line.ts'
import { type NamedFile, readNamedFiles } from './named-files.ts'
import { openGivenFile } from './open-given-file.ts'
import { parseSlug } from './option-parsers.ts'
import { printable } from './printable.ts'
import { ProgressLine } from './progress-line.ts'

interface ImportOptions {
  readonly format?: ImportFormat
  readonly endpoint?: string
  /** True: from where the file is. */
  readonly files?: string | true
  readonly anyway?: true
  readonly json?: true
  readonly data?: string
}

const ASKED_MS = 150

export function addImportCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('import')
    .summary('bring captures in from a file')
    .description(
      'Brings captures in from a file: what was exported before, HAR, requests, curl commands or fetch calls. Nothing is sent.',
    )
    .argument('<file>', 'the file, or - for the standard input')
    .addOption(
      new Option('--format <format>', 'what it is (default: told from the content)').choices(importFormat.options),
    )
    .option('--endpoint <slug>', 'where all of it goes; made if there is none (default: where each belongs)', parseSlug)
    .option('--files [folder]', 'read the files that requests name from this folder (default: the folder of <file>)')
    .option('--anyway', 'even if the limits of keeping captures delete some of it, or of what is here')
    .option('--json', 'print what was done as one JSON object')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
Formats: ${Object.entries(IMPORT_TITLES)
        .map(([id, title]) => `${id} (${title})`)
        .join(', ')}.

A file is read whole first: with one bad entry nothing is imported. Captures keep their ids; those that are here already,
byte for byte, are left as they are. Nothing is forwarded or answered. A curl command is read as bash, cmd or PowerShell
would, but nothing in it is run. Files that it names (-d @body.json) are read with --files alone, and none outside its
folder: what is imported may come from anybody. Without --files such a command is refused with the file's name.
Prints the ids of requests and curl commands, else what was done. A Hookbench must run on the data folder.
Exit code: 0 imported, 1 not, 2 wrong usage or a file that cannot be read.

Examples:
  hookbench import captures.hookbench
  hookbench import browser.har --endpoint shop
  hookbench import requests.sh --files
  pbpaste | hookbench import - --files ./examples`,
    )
    .action(async (file: string, _options, command: Command) =>
      finish(await importFile(context, file, command.optsWithGlobals<ImportOptions>())),
    )
}

async function importFile(context: CommandContext, file: string, options: ImportOptions): Promise<ExitCode> {
  const given = file === '-' ? null : await openGivenFile('The file', file)
  try {
    return await importBytes(context, given ?? context.stdin, file, options)
  } finally {
    given?.destroy()
  }
}

async function importBytes(
  context: CommandContext,
  bytes: Readable,
  file: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const requests = options.files === undefined ? null : await withNamedFiles(bytes, file, options)
  const running = await findRunningEngine(dataFolder({ asked: options.data, env: context.env }))
  if (running === null) {
    throw new AppError('unavailable', 'No Hookbench runs on this data folder. Start `hookbench serve`, then import.')
  }
  const { client } = running
  const stopped = context.takeStopSignals()
  const progress = new ProgressLine(context.err)
  try {
    const { uploadId } = await client.uploadImport(requests === null ? bytes : Readable.from([requests.bytes]))
    const request = { uploadId, fileName: file === '-' ? '' : path.basename(file) }
    const { id } = await client.call('import.check', {
      ...request,
      format: options.format ?? null,
      endpoint: options.endpoint ?? null,
      files: requests === null ? null : await uploadFiles(client, requests.files),
    })
    const checked = await ended(client, id, 'checking', stopped, progress)
    if (checked.state !== 'checked') return await tellProblem(context, checked, options)
    for (const { where, message } of checked.remarks)
      await context.err.line(`hookbench: ${where}: ${printable(message)}`)
    if (checked.losses.length > 0 && options.anyway !== true) {
      await client.call('import.cancel', { id })
      throw new AppError(
        'conflict',
        `Not all of it would stay. ${checked.losses.join(' ')} Change the limits, or add --anyway.`,
      )
    }
    await client.call('import.write', { id, anyway: options.anyway === true })
    const done = await ended(client, id, 'writing', stopped, progress)
    if (done.state !== 'done') return await tellProblem(context, done, options)
    await progress.end()
    await tellDone(context, done, options)
    return EXIT.done
  } finally {
    await progress.end()
  }
}

/** What is imported, and the files that it names. */
async function withNamedFiles(
  bytes: Readable,
  file: string,
  { files, format }: ImportOptions,
): Promise<{ bytes: Buffer; files: NamedFile[] }> {
  const whole = Buffer.from(await wholeFile(bytes, 'requests'))
  const known = format ?? importFormatOf(whole)
  if (known !== 'curl' && known !== 'http') {
    throw new UsageError(`--files is for requests and curl commands, and this is ${IMPORT_TITLES[known]}.`)
  }
  const beside = file === '-' ? '.' : path.dirname(file)
  return { bytes: whole, files: readNamedFiles(whole, typeof files === 'string' ? files : beside) }
}

/** One behind the other; null if none is named. */
async function uploadFiles(client: EngineClient, files: ReadonlyArray<NamedFile>): Promise<ImportRequest['files']> {
  if (files.length === 0) return null
  const { uploadId } = await client.uploadImport(Readable.from(files.map(({ bytes }) => bytes)))
  return { uploadId, entries: files.map(({ name, bytes }) => ({ name, size: bytes.length })) }
}

/** The job once it is past a state. A signal to stop cancels it; what is on disk already then comes to its end. */
async function ended(
  client: EngineClient,
  id: string,
  state: ImportJob['state'],
  stopped: AbortSignal,
  progress: ProgressLine,
): Promise<ImportJob> {
  let isCancelled = false
  for (;;) {
    const { job } = await client.call('import.job', {})
    if (job === null || job.id !== id) throw new AppError('conflict', 'Another import took the place of this one.')
    if (job.state !== state) return job
    if (stopped.aborted && !isCancelled) {
      isCancelled = true
      await client.call('import.cancel', { id })
    }
    const what =
      state === 'checking'
        ? `Reading: ${counted(job.captures, 'capture')}`
        : `Writing: ${job.written} of ${counted(job.captures, 'capture')}`
    await progress.show(`${what}, ${Math.floor(job.share * 100)} %`)
    await sleep(ASKED_MS)
  }
}

async function tellProblem({ out, err }: CommandContext, job: ImportJob, { json }: ImportOptions): Promise<ExitCode> {
  if (json) await out.line(jsonLine(job))
  if (job.state === 'cancelled') {
    await err.line('hookbench: The import was stopped. Nothing was imported.')
    return EXIT.failed
  }
  for (const { where, message } of job.problems) await err.line(`hookbench: ${where}: ${printable(message)}`)
  if (job.problems.length === 0) await err.line(`hookbench: ${printable(job.problem ?? 'It failed.')}`)
  else {
    for (const next of job.nextSteps) await err.line(`hookbench: ${printable(next)}`)
    const more = job.problemCount - job.problems.length
    await err.line(
      `hookbench: ${more > 0 ? `${counted(more, 'more bad entry', 'more bad entries')}. ` : ''}Nothing was imported.`,
    )
  }
  // The file is at fault, unless nothing was found wrong with it.
  return job.captures === 0 || job.problemCount > 0 ? EXIT.usage : EXIT.failed
}

async function tellDone({ out }: CommandContext, job: ImportJob, { json }: ImportOptions): Promise<void> {
  if (json) return out.line(jsonLine(job))
  if ((job.format === 'http' || job.format === 'curl') && job.ids.length === job.written) {
    for (const id of job.ids) await out.line(id)
    return
  }
  const facts = [
    counted(job.written, 'capture'),
    ...(job.deliveries > 0 ? [counted(job.deliveries, 'delivery', 'deliveries')] : []),
    ...(job.already > 0 ? [`${counted(job.already, 'was', 'were')} here already`] : []),
    ...(job.renamed > 0 ? [`${job.renamed} got new ids, since theirs are taken`] : []),
  ]
  await out.line(`${facts.join(', ')}.`)
  const made = job.endpoints.filter(({ isNew }) => isNew).map(({ slug }) => slug)
  if (made.length > 0) await out.line(`Endpoints that were made: ${made.join(', ')}.`)
}
