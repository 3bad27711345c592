import { type Command, Option } from 'commander'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { COPY_FORMS, type CopyForm, type CopyFormId } from '../../shared/codegen/copy-form.ts'
import { rawHttpBytes } from '../../shared/codegen/raw-http.ts'
import type { SnippetRequest } from '../../shared/codegen/snippet-request.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { resolveTarget } from '../../shared/delivery/resolve-target.ts'
import { dataFolder } from '../data-folder.ts'
import { redactionOrderOfFolder } from '../engine/redact/order-of-folder.ts'
import { type RedactedCapture, redactCapture } from '../engine/redact/redact-capture.ts'
import { openReadingDatabase } from '../engine/store/open-database.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import type { CommandContext } from './command-context.ts'
import { openCaptureReader } from './engine-access.ts'
import { findCapture, ID_HELP } from './find-capture.ts'
import { printableLines } from './printable.ts'
import { readBody } from './read-body.ts'

interface CopyOptions {
  readonly as: CopyFormId
  readonly to?: string
  readonly redact?: boolean
  readonly data?: string
}

export function addCopyCommand(program: Command, context: CommandContext): void {
  program
    .command('copy')
    .summary('print a capture as a command or program that sends it again')
    .description('Prints a capture as a command or program that sends it again.')
    .argument('<id>', ID_HELP)
    .addOption(
      new Option('--as <form>', 'what to print').choices(COPY_FORMS.map(({ id }) => id)).default('curl' as CopyFormId),
    )
    .option('--to <url>', 'where it sends to; ends in /* to add the captured path (default: the receiver)')
    .option('--redact', 'take out what must not be shared: secrets, tokens, cookies, signatures, personal data')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
Forms:
${COPY_FORMS.map(({ id, title }) => `  ${id.padEnd(12)}${title}`).join('\n')}

Without --redact everything captured is in it, secrets too. What a tool cannot keep (the order or case of headers, say) is said in a
comment of what is printed. curl for bash sends the very bytes; http is the request itself, and goes into a file exactly.

Examples:
  hookbench copy latest | bash
  hookbench copy latest --as http --redact
  hookbench copy 019c2f3a --as fetch --to http://localhost:3000/webhooks
  hookbench copy latest --as http > request.http`,
    )
    .action((id: string, _options, command: Command) => copy(context, id, command.optsWithGlobals<CopyOptions>()))
}

async function copy(context: CommandContext, id: string, options: CopyOptions): Promise<void> {
  const folder = dataFolder({ asked: options.data, env: context.env })
  const reader = await openCaptureReader(folder)
  try {
    const capture = await findCapture(reader, id)
    if (reader === null) return
    const { method, httpVersion } = capture
    if (method === null) throw malformed()
    const redacted = options.redact ? await readRedacted(folder, capture.id) : null
    const shown = { ...capture, ...redacted }
    const where = options.to === undefined ? await atReceiver(folder, shown) : atTarget(options.to, shown)
    const body = redacted?.body ?? (await readBody(reader, capture.id))
    await print(context, options.as, {
      method,
      httpVersion,
      headers: shown.headers,
      trailers: shown.trailers,
      ...where,
      body,
    })
  } finally {
    await reader?.close()
  }
}

/** A body beyond this is nothing to paste. */
const LARGEST_REDACTED = 1024 * 1024

/** From the running engine; without one, by the settings and secrets of the folder. */
async function readRedacted(folder: string, id: string) {
  const running = await findRunningEngine(folder)
  const { target, headers, trailers, body, bodySize } =
    running === null
      ? await redactFromFiles(folder, id)
      : await running.client.call('redaction.capture', { id, maxBody: LARGEST_REDACTED })
  if (bodySize > LARGEST_REDACTED) {
    throw new AppError('invalid-input', 'A redacted body over 1 MiB is not copied. Use `hookbench export --redact`.')
  }
  return { target, headers, trailers, body: Buffer.from(body, 'base64') }
}

async function redactFromFiles(folder: string, id: string): Promise<RedactedCapture> {
  const db = openReadingDatabase(folder)
  try {
    return await redactCapture(db, id, redactionOrderOfFolder(db, folder), LARGEST_REDACTED)
  } finally {
    db.close()
  }
}

async function print({ out }: CommandContext, id: CopyFormId, request: SnippetRequest): Promise<void> {
  if (id === 'http' && !out.isTerminal) {
    await out.write(Buffer.from(rawHttpBytes(request), 'latin1'))
    return
  }
  const form: CopyForm = COPY_FORMS.find((known) => known.id === id) ?? COPY_FORMS[0]
  const text = form.write(request)
  await out.line(out.isTerminal ? printableLines(text) : text)
}

function atTarget(url: string, capture: CaptureDetail): { origin: string; target: string } {
  const { origin, requestTarget } = resolveTarget(url, capture)
  return { origin, target: requestTarget }
}

async function atReceiver(folder: string, { target }: CaptureDetail): Promise<{ origin: string; target: string }> {
  if (target === null) throw malformed()
  const running = await findRunningEngine(folder)
  if (running === null) {
    throw new AppError(
      'unavailable',
      'Nothing receives on this data folder now. Say where to send to with --to URL, or start `hookbench serve`.',
    )
  }
  const { receiver } = await running.client.call('engine.state', {})
  return { origin: receiver.urls[0] ?? `http://127.0.0.1:${receiver.port}`, target }
}

function malformed(): AppError {
  return new AppError(
    'invalid-input',
    'The parser rejected this request, so nothing can send it again. See its bytes with `hookbench show ID --body`.',
  )
}
