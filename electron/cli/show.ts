import { type Command, Option } from 'commander'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { rawRequest } from '../../shared/capture/raw-request.ts'
import { dataFolder } from '../data-folder.ts'
import { captureFacts, inColumns } from './capture-facts.ts'
import { captureDetailJson } from './capture-json.ts'
import { formatBytes } from './capture-row.ts'
import { type CommandContext, UsageError } from './command-context.ts'
import { type CaptureReader, openCaptureReader } from './engine-access.ts'
import { findCapture, ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import type { Output } from './output.ts'
import { printable, printableLines } from './printable.ts'
import { bodyStream, readBody } from './read-body.ts'
import { TerminalText } from './terminal-text.ts'

interface ShowOptions {
  readonly json?: true
  readonly raw?: true
  readonly body?: true
  readonly data?: string
}

/** Longer bodies are cut in the view for people. */
const SHOWN_BODY_BYTES = 16 * 1024

export function addShowCommand(program: Command, context: CommandContext): void {
  program
    .command('show')
    .summary('show one capture')
    .description('Shows one capture.')
    .argument('<id>', ID_HELP)
    .addOption(new Option('--json', 'everything that is kept, as one JSON object').conflicts(['raw', 'body']))
    .addOption(new Option('--raw', 'the request, rebuilt from what is kept').conflicts('body'))
    .option('--body', 'the exact bytes of the body, and nothing else')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
--raw keeps the target, and the headers in their order, number and case. Line ends, spaces around values and the cuts
between chunks are not kept: what it prints there is rebuilt. On a terminal --raw and --body spell control characters
out, and --body refuses what is not text; a file or a program gets the exact bytes.

Examples:
  hookbench show latest
  hookbench show 019c2f3a --json
  hookbench show latest --body > body.bin`,
    )
    .action((id: string, _options, command: Command) => show(context, id, command.optsWithGlobals<ShowOptions>()))
}

async function show(context: CommandContext, id: string, options: ShowOptions): Promise<void> {
  const reader = await openCaptureReader(dataFolder({ asked: options.data, env: context.env }))
  try {
    const capture = await findCapture(reader, id)
    if (reader !== null) await printCapture(context, reader, capture, options)
  } finally {
    await reader?.close()
  }
}

async function printCapture(
  context: CommandContext,
  reader: CaptureReader,
  capture: CaptureDetail,
  options: ShowOptions,
): Promise<void> {
  const { out } = context
  if (options.json) await out.line(jsonLine(captureDetailJson(capture, await readBody(reader, capture.id))))
  else if (options.raw) await printBytes(context, rawBytes(reader, capture))
  else if (options.body) await printBody(context, reader, capture)
  else await printForPeople(out, reader, capture)
}

async function* rawBytes(reader: CaptureReader, capture: CaptureDetail): AsyncGenerator<Uint8Array> {
  const { head, beforeBody, afterBody } = rawRequest(capture)
  yield Buffer.from(head + beforeBody, 'latin1')
  yield* await bodyStream(reader, capture.id)
  yield Buffer.from(afterBody, 'latin1')
}

async function printBody(context: CommandContext, reader: CaptureReader, { id, bodySize }: CaptureDetail) {
  if (context.out.isTerminal) {
    const start = await firstBytes(await bodyStream(reader, id))
    if (textOf(start, start.length < bodySize) === null) {
      throw new UsageError(
        'The body is not text, and could upset the terminal. Send it to a file or a program: hookbench show … --body > body.bin',
      )
    }
  }
  await printBytes(context, await bodyStream(reader, id))
}

/** Exact, but for a terminal, which captured bytes must not steer. */
async function printBytes({ out, err }: CommandContext, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  if (!out.isTerminal) {
    for await (const piece of bytes) await out.write(piece)
    return
  }
  const text = new TerminalText()
  for await (const piece of bytes) await out.write(text.piece(piece))
  await out.write(text.end())
  if (text.changed) {
    await err.line(
      '\nControl characters are spelled out here, and � stands for what is not UTF-8. A file or a program gets the exact bytes.',
    )
  }
}

async function printForPeople(out: Output, reader: CaptureReader, capture: CaptureDetail): Promise<void> {
  const request =
    capture.method === null || capture.target === null
      ? 'Rejected by the parser'
      : `${printable(capture.method)} ${printable(capture.target)} HTTP/${capture.httpVersion ?? '?'}`
  await out.line(out.style('bold', request))
  for (const [name, value] of inColumns(captureFacts(capture, Date.now()))) {
    await out.line(`${out.style('dim', name)}${value}`)
  }
  await printPairs(out, 'Headers', capture.headers)
  await printPairs(out, 'Trailers', capture.trailers)
  await out.line(`\n${out.style('bold', 'Body')} ${out.style('dim', formatBytes(capture.bodySize))}`)
  if (capture.state === 'malformed' && capture.bodySize > 0) {
    for (const note of rawRequest(capture).notes) await out.line(out.style('dim', note))
  }
  if (capture.bodySize > 0)
    await out.line(describeBody(await firstBytes(await bodyStream(reader, capture.id)), capture))
}

async function printPairs(out: Output, title: string, pairs: CaptureDetail['headers']): Promise<void> {
  if (pairs.length === 0) return
  await out.line(`\n${out.style('bold', title)}`)
  for (const [name, value] of pairs) await out.line(`${out.style('cyan', printable(name))}: ${printable(value)}`)
}

async function firstBytes(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    size += piece.length
    if (size >= SHOWN_BODY_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, SHOWN_BODY_BYTES)
}

function describeBody(start: Buffer, { id, bodySize }: CaptureDetail): string {
  const text = textOf(start, start.length < bodySize)
  if (text === null) return `It is not text. See its bytes with: hookbench show ${id} --body`
  const rest = start.length < bodySize ? `\n… The rest with: hookbench show ${id} --body` : ''
  return printableLines(text) + rest
}

/** Null unless it is UTF-8. Where it was cut, the last character may be broken. */
function textOf(bytes: Buffer, cut: boolean): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut })
  } catch {
    return null
  }
}
