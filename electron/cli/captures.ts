import type { Command } from 'commander'
import type { CaptureDetail, CaptureSummary } from '../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../shared/capture/capture-filter.ts'
import { nullIfNotFound } from '../../shared/contract/null-if-not-found.ts'
import { dataFolder } from '../data-folder.ts'
import { listedCaptureJson } from './capture-json.ts'
import { captureRow } from './capture-row.ts'
import { type CommandContext, UsageError } from './command-context.ts'
import { checkEndpointOption } from './endpoint-option.ts'
import { type CaptureReader, openCaptureReader } from './engine-access.ts'
import {
  captureFilterOf,
  checkFilterOption,
  FILTER_OPTION,
  FILTER_OPTION_HELP,
  type FilterOptions,
} from './filter-option.ts'
import { jsonLine } from './json-line.ts'
import { capturesNewestFirst } from './list-captures.ts'
import { parseCount } from './option-parsers.ts'
import { readBody } from './read-body.ts'

interface CapturesOptions extends FilterOptions {
  readonly limit?: number
  readonly json?: true
  readonly bodies?: true
  readonly data?: string
}

/** On a terminal; a file or a program gets them all. */
const SHOWN_ON_TERMINAL = 50
/** Details that are asked for ahead of the one that is printed. */
const AHEAD = 16

export function addCapturesCommand(program: Command, context: CommandContext): void {
  program
    .command('captures')
    .summary('list captures, newest first')
    .description('Lists captures, newest first, from the running Hookbench or from the data folder.')
    .option(FILTER_OPTION, FILTER_OPTION_HELP)
    .option('--endpoint <slug>', 'only those of this endpoint')
    .option('--limit <n>', `at most this many (default: all, or ${SHOWN_ON_TERMINAL} on a terminal)`, parseCount)
    .option('--json', 'one JSON object a line')
    .option('--bodies', 'with --json: the bodies too, as bodyBase64')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
With --json each line has id, receivedAt, method, target, endpoint, httpVersion, remoteAddress, headers (pairs, as
received), bodySize, state, answeredStatus, eventType, eventId, attempt and duplicateOf. Header values and the target are latin1: one character a byte.

Examples:
  hookbench captures
  hookbench captures --filter "method:POST event:push.*" --limit 5
  hookbench captures --filter 'body.data.object.amount:>1000 -verdict:valid'
  hookbench captures --filter 'pi_3Q after:2h'
  hookbench captures --endpoint stripe --json --bodies | jq -r '.bodyBase64 | @base64d'`,
    )
    .action((_options, command: Command) => listCaptures(context, command.optsWithGlobals<CapturesOptions>()))
}

async function listCaptures(context: CommandContext, options: CapturesOptions): Promise<void> {
  if (options.bodies && !options.json) throw new UsageError('--bodies goes with --json.')
  await checkFilterOption(context, options)
  const folder = dataFolder({ asked: options.data, env: context.env })
  const reader = await openCaptureReader(folder)
  if (reader === null) {
    if (!options.json) await context.err.line(`There are no captures in ${folder} yet.`)
    return
  }
  try {
    await checkEndpointOption(reader, options)
    if (options.json) await printJson(context, reader, options)
    else await printRows(context, reader, options)
  } finally {
    await reader.close()
  }
}

async function printRows({ out, err }: CommandContext, reader: CaptureReader, options: CapturesOptions): Promise<void> {
  const limit = options.limit ?? (out.isTerminal ? SHOWN_ON_TERMINAL : undefined)
  let shown = 0
  for await (const capture of capturesNewestFirst(reader, await filterOf(reader, options), limit)) {
    await out.line(captureRow(capture, out))
    shown += 1
  }
  if (shown === 0) await err.line('There are no such captures.')
  if (options.limit === undefined && shown === limit) await err.line(`These are the newest ${shown}; see --limit.`)
}

async function printJson({ out }: CommandContext, reader: CaptureReader, options: CapturesOptions): Promise<void> {
  const summaries = capturesNewestFirst(reader, await filterOf(reader, options), options.limit)
  for await (const capture of details(reader, summaries)) {
    const body = options.bodies ? await readBody(reader, capture.id) : undefined
    await out.line(jsonLine(listedCaptureJson(capture, body)))
  }
}

/** Details in the order of the summaries, some asked for ahead. Those deleted in the meantime are left out. */
async function* details(
  reader: CaptureReader,
  summaries: AsyncIterable<CaptureSummary>,
): AsyncGenerator<CaptureDetail> {
  const asked: Array<Promise<CaptureDetail | null>> = []
  for await (const { id } of summaries) {
    const detail = nullIfNotFound(reader.call('captures.get', { id }))
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    detail.catch(() => {})
    asked.push(detail)
    if (asked.length < AHEAD) continue
    const next = await asked.shift()
    if (next) yield next
  }
  for (const each of asked) {
    const next = await each
    if (next) yield next
  }
}

function filterOf(reader: CaptureReader, options: CapturesOptions): Promise<CaptureFilter> {
  return captureFilterOf(options, () => reader.call('filters.list', {}))
}
