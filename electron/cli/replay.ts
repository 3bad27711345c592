import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import type { DeliveryDetail } from '../../shared/delivery/delivery.ts'
import type { EditedBody, ReplayEdit, ReplayRequest } from '../../shared/delivery/replay-request.ts'
import type { ReplaySigning } from '../../shared/delivery/replay-signing.ts'
import type { HeaderPair, HeaderPairs } from '../../shared/http/header-pairs.ts'
import { dataFolder } from '../data-folder.ts'
import { newId } from '../engine/new-id.ts'
import { formatBytes } from './capture-row.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { editHeaders } from './edit-headers.ts'
import { findCapture, ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import { openGivenFile } from './open-given-file.ts'
import { collecting, parseHeader, parseHeaderName, parseMethod, parseSigning } from './option-parsers.ts'
import type { Output } from './output.ts'
import { printable } from './printable.ts'
import { readAll } from './read-body.ts'
import { openReplayer, type Replayer } from './replayer.ts'

interface ReplayOptions {
  readonly to: string
  readonly method?: string
  readonly header?: HeaderPair[]
  readonly removeHeader?: string[]
  readonly bodyFile?: string
  readonly keepHost?: true
  readonly asProvider?: true
  readonly leaveOut?: string[]
  readonly sign?: ReplaySigning
  readonly secretName?: string
  readonly newId?: true
  readonly json?: true
  readonly data?: string
}

export function addReplayCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('replay')
    .summary('send a capture to a target')
    .description('Sends a capture to a target, as it came or edited, and keeps the delivery.')
    .argument('<id>', ID_HELP)
    .requiredOption('--to <url>', 'where to; one that ends in /* takes the rest of the captured target')
    .option('--method <m>', 'another method', parseMethod)
    .option(
      '--header <pair>',
      "'Name: value', in the place of every header of that name; may be repeated",
      collecting(parseHeader),
    )
    .option(
      '--remove-header <name>',
      'leave out every header of that name; may be repeated',
      collecting(parseHeaderName),
    )
    .option('--body-file <file>', 'another body, from a file, or from the standard input with -')
    .option('--keep-host', "send the captured Host, not the target's")
    .option('--as-provider', 'send Host and X-Forwarded-* as the provider called the public URL')
    .option(
      '--leave-out <name>',
      'do not send a header that the tunnel added; may be repeated',
      collecting(parseHeaderName),
    )
    .option(
      '--sign <how>',
      'the signature: keep, resign (with the secret of the endpoint), strip, or break (break=flip, stale or wrong-secret)',
      parseSigning,
    )
    .option('--secret-name <name>', 'sign with the secret of this name, not the one that Hookbench would choose')
    .option('--new-id', 'sign with a new message id, for providers that sign one; the captured one is kept otherwise')
    .option('--json', 'print {deliveryId, outcome, changed}')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
What is not edited is sent byte for byte. Redirects are answers and are not followed.
Exit code: 0 answered (whatever the status), 1 failed, 2 wrong usage.

Examples:
  hookbench replay latest --to http://localhost:3000/webhooks
  hookbench replay latest --to 'http://localhost:3000/*'
  hookbench replay latest --to http://localhost:3000/webhooks --sign resign
  hookbench replay 019c2f3a --to http://localhost:3000/ --header 'X-Test: 1' --remove-header X-Signature
  jq '.amount = 1' body.json | hookbench replay latest --to http://localhost:3000/ --body-file -`,
    )
    .action(async (id: string, _options, command: Command) =>
      finish(await replay(context, id, command.optsWithGlobals<ReplayOptions>())),
    )
}

async function replay(context: CommandContext, id: string, options: ReplayOptions): Promise<ExitCode> {
  // Before an engine is asked for: a wrong file is the caller's mistake, whoever runs.
  expectSigning(options)
  const { bodyFile } = options
  const given = bodyFile === undefined || bodyFile === '-' ? null : await openGivenFile('The body file', bodyFile)
  try {
    return await replayWith(context, id, options, bodyFile === '-' ? context.stdin : given)
  } finally {
    given?.destroy()
  }
}

async function replayWith(
  context: CommandContext,
  id: string,
  options: ReplayOptions,
  body: Readable | null,
): Promise<ExitCode> {
  const replayer = await openReplayer(dataFolder({ asked: options.data, env: context.env }))
  try {
    const capture = await findCapture(replayer.reader, id)
    const sign = await signingOf(replayer, capture, options)
    const edit = await editOf(replayer, capture, options, body)
    const delivery = await send(context, replayer, {
      captureId: capture.id,
      url: options.to,
      deliveryId: newId(),
      ...(edit === null ? {} : { edit }),
      ...(options.keepHost ? { keepHost: true } : {}),
      ...(options.asProvider ? { asProvider: true } : {}),
      ...(options.leaveOut === undefined ? {} : { leaveOut: options.leaveOut }),
      ...(sign === undefined ? {} : { sign }),
    })
    if (options.json) await context.out.line(jsonLine(await deliveryJson(replayer, delivery)))
    else await printDelivery(context.out, delivery)
    return delivery.outcome.kind === 'answered' ? EXIT.done : EXIT.failed
  } finally {
    await replayer.close()
  }
}

function expectSigning({ sign, secretName, newId: asNew }: ReplayOptions): void {
  if ((secretName === undefined && asNew === undefined) || sign?.kind === 'resign' || sign?.kind === 'break') return
  throw new UsageError('--secret-name and --new-id belong to --sign resign or --sign break.')
}

async function signingOf(
  replayer: Replayer,
  { endpoint }: CaptureDetail,
  { sign, secretName, newId: asNew }: ReplayOptions,
): Promise<ReplaySigning | undefined> {
  if (sign?.kind !== 'resign' && sign?.kind !== 'break') return sign
  const secretId = secretName === undefined ? undefined : await secretNamed(replayer, endpoint, secretName)
  return { ...sign, ...(secretId === undefined ? {} : { secretId }), ...(asNew ? { newId: true } : {}) }
}

async function secretNamed(replayer: Replayer, endpoint: string, name: string): Promise<string> {
  const secrets = await replayer.call('secrets.list', { endpoint })
  const secret = secrets.find((candidate) => candidate.name === name)
  if (secret !== undefined) return secret.id
  const names = secrets.map((candidate) => candidate.name).join(', ')
  throw new UsageError(
    `The endpoint ${endpoint} has no secret named ${name}. It has: ${names === '' ? 'none' : names}.`,
  )
}

async function editOf(
  replayer: Replayer,
  capture: CaptureDetail,
  options: ReplayOptions,
  body: AsyncIterable<Uint8Array> | null,
): Promise<ReplayEdit | null> {
  const { method, header: set = [], removeHeader: removed = [] } = options
  if (method === undefined && set.length === 0 && removed.length === 0 && body === null) return null
  return {
    ...(method === undefined ? {} : { method }),
    ...(set.length + removed.length === 0 ? {} : { headers: mutable(editHeaders(capture.headers, set, removed)) }),
    ...(body === null ? {} : { body: await upload(replayer, body) }),
  }
}

async function upload(replayer: Replayer, body: AsyncIterable<Uint8Array>): Promise<EditedBody> {
  const { uploadId } = await replayer.upload(body)
  return { kind: 'upload', uploadId }
}

/** A signal cancels the delivery, which is then kept and reported as aborted. */
async function send(
  context: CommandContext,
  replayer: Replayer,
  request: ReplayRequest & { deliveryId: string },
): Promise<DeliveryDetail> {
  const stop = context.takeStopSignals()
  const cancel = (): void => {
    // If it cannot be cancelled any more its outcome is on the way.
    replayer.call('replay.cancel', { id: request.deliveryId }).catch(() => {})
  }
  stop.addEventListener('abort', cancel)
  try {
    return await replayer.call('replay.send', request)
  } finally {
    stop.removeEventListener('abort', cancel)
  }
}

async function deliveryJson(replayer: Replayer, { id, outcome, changes, response }: DeliveryDetail) {
  if (outcome.kind === 'failed') {
    const { kind, reason, message } = outcome
    return { deliveryId: id, outcome: { kind, reason, message }, changed: changes }
  }
  const content = await replayer.reader.content({ kind: 'delivery-response-body', id, decoded: false })
  const body = content === null ? Buffer.alloc(0) : await readAll(content.bytes)
  return {
    deliveryId: id,
    outcome: {
      kind: outcome.kind,
      status: outcome.status,
      headers: response?.headers ?? [],
      bodyBase64: body.toString('base64'),
      ...(outcome.bodyTruncated ? { bodyTruncated: true } : {}),
      timings: outcome.timings,
    },
    changed: changes,
  }
}

async function printDelivery(out: Output, { method, url, outcome, changes, response }: DeliveryDetail): Promise<void> {
  await out.line(`${out.style('bold', printable(method))} ${printable(url)}`)
  if (outcome.kind === 'failed') {
    await out.line(`${out.style('red', `failed (${outcome.reason})`)}  ${printable(outcome.message)}`)
  } else {
    const size = `${formatBytes(outcome.bodySize)}${outcome.bodyTruncated ? ' kept, cut' : ''}`
    const status = out.style(outcome.status < 400 ? 'green' : 'red', String(outcome.status))
    await out.line(
      `${status} ${printable(response?.statusText ?? '')}  ${outcome.timings.total.toFixed(1)} ms  ${size}`,
    )
  }
  for (const { kind, header, from, to, why } of changes) {
    const value = kind === 'removed' ? (from ?? '') : (to ?? '')
    await out.line(out.style('dim', `${kind} ${printable(header)}: ${printable(value)}  (${why})`))
  }
}

function mutable(pairs: HeaderPairs): Array<[string, string]> {
  return pairs.map(([name, value]) => [name, value])
}
