import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { EXPORT_FORMATS, type ExportFormat, exportFormatFacts } from '../../shared/export/export-format.ts'
import type { ExportRequest } from '../../shared/export/export-job.ts'
import { leftOutSentence } from '../../shared/export/left-out.ts'
import type { SavedFilter } from '../../shared/search/saved-filter.ts'
import { dataFolder } from '../data-folder.ts'
import { redactionOrderOfFolder } from '../engine/redact/order-of-folder.ts'
import { type ExportCount, exportStream, newExportCount } from '../engine/share/export-stream.ts'
import { openReadingDatabase } from '../engine/store/open-database.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { formatBytes } from './capture-row.ts'
import { type CommandContext, EXIT, type ExitCode } from './command-context.ts'
import { counted } from './counted.ts'
import { checkEndpointOptionIn } from './endpoint-option.ts'
import { openCaptureReader } from './engine-access.ts'
import { captureFilterOf, checkFilterOption } from './filter-option.ts'
import { ProgressLine } from './progress-line.ts'
import { redactionLines } from './redaction-lines.ts'
import { writeWhole } from './write-whole.ts'

interface ExportOptions {
  readonly format?: ExportFormat
  readonly filter?: string
  readonly endpoint?: string
  readonly deliveries: boolean
  readonly redact?: boolean
  readonly output: string
  readonly data?: string
}

export function addExportCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('export')
    .summary('write captures to a file, to keep or to share')
    .description('Writes captures to a file, oldest first, from the running Hookbench or from the data folder.')
    .requiredOption('-o, --output <file>', 'where to; - for the standard output')
    .addOption(
      new Option('--format <format>', "what to write (default: what the file's name ends in, else bundle)").choices(
        EXPORT_FORMATS.map(({ id }) => id),
      ),
    )
    .option('--filter <text>', 'only those that match, such as "event:invoice.* after:2d"; see captures --help')
    .option('--endpoint <slug>', 'only those of this endpoint')
    .option('--no-deliveries', 'captures alone, without what was sent of them')
    .option('--redact', 'take out what must not be shared: secrets, tokens, cookies, signatures, personal data')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
Formats:
${EXPORT_FORMATS.map(({ id, description }) => `  ${id.padEnd(8)}${description}`).join('\n')}

Without --redact everything captured is in it as it came, secrets that were sent too. Secrets of endpoints never are.
What --redact takes out is set in the settings; what it found is said.
A file is there only once it is whole. Captures that cannot be read are left out, and named.
Exit code: 0 written, 1 not, or not all of it, 2 wrong usage.

Examples:
  hookbench export -o captures.hookbench
  hookbench export --endpoint stripe --format har --redact -o stripe.har
  hookbench export --format ndjson -o - | jq -r .target`,
    )
    .action(async (_options, command: Command) =>
      finish(await exportCaptures(context, command.optsWithGlobals<ExportOptions>())),
    )
}

async function exportCaptures(context: CommandContext, options: ExportOptions): Promise<ExitCode> {
  await checkFilterOption(context, options)
  const format = options.format ?? formatOfName(options.output)
  const folder = dataFolder({ asked: options.data, env: context.env })
  await checkEndpointOptionIn(folder, options)
  const request: ExportRequest = {
    scope: { kind: 'filter', filter: await captureFilterOf(options, () => savedFilters(folder)) },
    format,
    deliveries: options.deliveries,
    redact: options.redact ?? false,
  }
  const stopped = context.takeStopSignals()
  const progress = new ProgressLine(context.err)
  const opened = await openExport(folder, request)
  try {
    let bytes = 0
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of opened.bytes) {
        if (stopped.aborted) throw new AppError('conflict', 'The export was stopped. Nothing was written.')
        bytes += piece.length
        const { captures, share } = opened.count()
        await progress.show(`${Math.floor(share * 100)} %, ${counted(captures, 'capture')}, ${formatBytes(bytes)}`)
        yield piece
      }
    }
    await writeWhole(context.out, options.output, watched())
    const { captures, deliveries, redaction, leftOut } = opened.count()
    await progress.end()
    if (options.output !== '-') {
      const more = deliveries === 0 ? '' : `, ${counted(deliveries, 'delivery', 'deliveries')}`
      await context.err.line(
        `${counted(captures, 'capture')}${more}, ${formatBytes(bytes)}, as ${exportFormatFacts(format).title}.`,
      )
    }
    if (redaction !== null) for (const line of redactionLines(redaction)) await context.err.line(line)
    const missing = leftOutSentence(leftOut)
    if (missing === null) return EXIT.done
    await context.err.line(`hookbench: ${missing}`)
    return EXIT.failed
  } finally {
    await progress.end()
    await opened.close()
  }
}

interface OpenedExport {
  readonly bytes: AsyncIterable<Uint8Array>
  count(): ExportCount
  close(): Promise<void>
}

/** Of the running engine; without one, of the files alone. */
async function openExport(folder: string, request: ExportRequest): Promise<OpenedExport> {
  const running = await findRunningEngine(folder)
  if (running === null) {
    const db = openReadingDatabase(folder)
    const count = newExportCount()
    const order = { ...request, redaction: request.redact ? redactionOrderOfFolder(db, folder) : null }
    return { bytes: exportStream(db, order, count), count: () => count, close: async () => void db.close() }
  }
  const { client } = running
  let job = await client.call('export.start', request)
  const ended = new AbortController()
  const events = await client.events(ended.signal)
  const done = Promise.withResolvers<void>()
  const follow = async (): Promise<void> => {
    for await (const event of events) {
      if (event.event !== 'export.job' || event.job.id !== job.id) continue
      job = event.job
      if (job.state !== 'waiting' && job.state !== 'running') done.resolve()
    }
  }
  // The bytes tell whether the engine goes away.
  follow().catch(() => done.resolve())
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield* await client.exported(job.id)
    // How many there were is told apart from them.
    await done.promise
  }
  return {
    bytes: bytes(),
    count: () => job,
    close: async () => {
      if (job.state === 'waiting' || job.state === 'running') await client.call('export.cancel', { id: job.id })
      ended.abort()
    },
  }
}

function formatOfName(file: string): ExportFormat {
  return EXPORT_FORMATS.find(({ extension }) => file.toLowerCase().endsWith(`.${extension}`))?.id ?? 'bundle'
}

async function savedFilters(folder: string): Promise<SavedFilter[]> {
  const reader = await openCaptureReader(folder)
  try {
    return (await reader?.call('filters.list', {})) ?? []
  } finally {
    await reader?.close()
  }
}
