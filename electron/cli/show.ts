import { type Command, Option } from 'commander'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { rawRequest } from '../../shared/capture/raw-request.ts'
import { dataFolder } from '../data-folder.ts'
import { captureFacts, inColumns } from './capture-facts.ts'
import { captureDetailJson } from './capture-json.ts'
import { formatBytes } from './capture-row.ts'
import type { CommandContext } from './command-context.ts'
import { type CaptureReader, openCaptureReader } from './engine-access.ts'
import { findCapture, ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import type { Output } from './output.ts'
import { printable, printableLines } from './printable.ts'
import { bodyStream, readBody } from './read-body.ts'

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
between chunks are not kept: what it prints there is rebuilt.

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
    if (reader !== null) await printCapture(context.out, reader, capture, options)
  } finally {
    await reader?.close()
  }
}

async function printCapture(
  out: Output,
  reader: CaptureReader,
  capture: CaptureDetail,
  options: ShowOptions,
): Promise<void> {
  if (options.json) await out.line(jsonLine(captureDetailJson(capture, await readBody(reader, capture.id))))
  else if (options.raw) await printRaw(out, reader, capture)
  else if (options.body) await printBytes(out, await bodyStream(reader, capture.id))
  else await printForPeople(out, reader, capture)
}

async function printRaw(out: Output, reader: CaptureReader, capture: CaptureDetail): Promise<void> {
  const { head, beforeBody, afterBody } = rawRequest(capture)
  await out.write(Buffer.from(head + beforeBody, 'latin1'))
  await printBytes(out, await bodyStream(reader, capture.id))
  await out.write(Buffer.from(afterBody, 'latin1'))
}

async function printBytes(out: Output, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of bytes) await out.write(piece)
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
