import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { BodyPair } from '../../shared/diff/compare-bodies.ts'
import { compareHeads } from '../../shared/diff/compare-heads.ts'
import { type Comparison, isSame } from '../../shared/diff/comparison.ts'
import { comparisonText } from '../../shared/diff/comparison-text.ts'
import { IgnoreRules } from '../../shared/diff/ignore-rules.ts'
import { splitRules } from '../../shared/diff/split-rules.ts'
import { summaryLine } from '../../shared/diff/summary-line.ts'
import { dataFolder } from '../data-folder.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { readSides, type Side } from './compare-sides.ts'
import { noSuchEndpoint } from './endpoint-option.ts'
import { type CaptureReader, openCaptureReader } from './engine-access.ts'
import { ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import { printable, printableLines } from './printable.ts'

interface DiffOptions {
  readonly ignore: ReadonlyArray<string>
  readonly endpointRules?: true
  readonly endpoint?: string
  readonly json?: true
  readonly patch?: true
  readonly data?: string
}

/** As `diff` has it: 1 is an outcome, so what goes wrong is 2. */
const DIFFERENT: ExitCode = EXIT.failed

const NOT_TAKEN_FOR_JSON =
  'JSON is what has a Content-Type of JSON, a file whose name ends in .json, or what begins with { or [.'

export function addDiffCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('diff')
    .summary('compare any two of captures, deliveries and files')
    .description(
      'Compares two captures, what was sent or came back, or files: body, headers, target or status. Of a file, only the body is compared.',
    )
    .argument(
      '<left>',
      `${ID_HELP}; id of a delivery, with :sent or :response after it; @file; or - for the standard input`,
    )
    .argument('<right>', 'what it is compared with')
    .addOption(
      new Option(
        '--ignore <rule>',
        'what does not count: /id, **/timestamp, or the name of a header or field; several with commas between; repeatable',
      )
        .argParser((rule: string, before: ReadonlyArray<string>) => [...before, ...splitRules(rule)])
        .default([], 'nothing'),
    )
    .option('--endpoint-rules', 'ignore too what the Compare window ignores at the endpoint of what is compared')
    .option('--endpoint <slug>', 'ignore too what it ignores at this endpoint')
    .addOption(new Option('--json', 'print one JSON object').conflicts('patch'))
    .option('--patch', 'print the JSON Patch (RFC 6902) that makes the right body of the left')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
JSON is compared by what it means: the order of names does not count, numbers count by value and to the last digit,
items of arrays are known by their id or the like, else by what they have in common. With --patch only the bodies count.
Of a delivery, what was sent is compared with a capture, and what came back with anything else.
Rules are those of the Compare window: commas or spaces between them, double quotes around one that has either in it.
Exit code: 0 the same but for what is ignored, 1 different, 2 not compared (wrong usage, no such capture or file).

Examples:
  hookbench diff 019c2f3a latest --ignore /id --ignore '**/timestamp' --ignore Date
  hookbench diff latest @expected.json --patch
  hookbench diff 019c2f3a latest --endpoint-rules
  hookbench diff 019c2f3a-…:sent 019c2f3b-…:sent`,
    )
    .action(async (left: string, right: string, _options, command: Command) =>
      finish(await diff(context, [left, right], command.optsWithGlobals<DiffOptions>())),
    )
}

async function diff(context: CommandContext, wanted: [string, string], options: DiffOptions): Promise<ExitCode> {
  const { left, right, kept } = await bothSides(context, wanted, options)
  const rules = new IgnoreRules([...options.ignore, ...kept])
  const bodies = new BodyPair(left, right, (label, options) => new TextDecoder(label, options))
  if (options.patch) return printPatch(context, bodies, rules)
  const parts = comparedParts(left, right, bodies, rules)
  const same = parts.every(([, comparison]) => isSame(comparison))
  if (options.json) {
    const described = parts.map(([part, { counts, ...rest }]) => [
      part,
      { summary: summaryLine(counts), counts, ...rest },
    ])
    await context.out.line(jsonLine({ same, left: left.label, right: right.label, ...Object.fromEntries(described) }))
  } else {
    for (const [part, comparison] of parts) await context.out.line(printableLines(comparisonText(part, comparison)))
  }
  return same ? EXIT.done : DIFFERENT
}

interface ComparedSides {
  readonly left: Side
  readonly right: Side
  /** Rules that are kept for an endpoint, as far as they were asked for. */
  readonly kept: ReadonlyArray<string>
}

/** As the Compare window has them. */
async function keptRules(
  left: Side,
  right: Side,
  reader: CaptureReader | null,
  { endpoint, endpointRules }: DiffOptions,
): Promise<ReadonlyArray<string>> {
  if (endpoint === undefined && endpointRules === undefined) return []
  const slug = endpoint ?? right.endpoint ?? left.endpoint
  const lists = (await reader?.call('ignoreRules.list', {})) ?? []
  const rules = lists.find((list) => list.endpoint === slug)?.rules
  if (rules === undefined && endpoint !== undefined) {
    const slugs = ((await reader?.call('endpoints.list', {})) ?? []).map(({ slug }) => slug)
    if (!slugs.includes(endpoint)) throw noSuchEndpoint(endpoint, slugs)
  }
  return rules ?? []
}

async function bothSides(
  context: CommandContext,
  wanted: [string, string],
  options: DiffOptions,
): Promise<ComparedSides> {
  if (wanted[0] === '-' && wanted[1] === '-') throw new UsageError('Only one side can be the standard input.')
  const reader = await openCaptureReader(dataFolder({ asked: options.data, env: context.env }))
  try {
    const [left, right] = await readSides(wanted, reader, context.stdin)
    return { left, right, kept: await keptRules(left, right, reader, options) }
  } catch (error) {
    // Otherwise it would end with 1, which says that they differ.
    throw error instanceof AppError ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await reader?.close()
  }
}

function comparedParts(left: Side, right: Side, bodies: BodyPair, rules: IgnoreRules): Array<[string, Comparison]> {
  const { headers, target, status } = compareHeads(left.head, right.head, rules)
  const body = bodies.compare(rules)
  const incomplete = [left, right].flatMap((side) =>
    side.incomplete === null
      ? []
      : [`The body of the ${side === left ? 'left' : 'right'} is not whole: ${side.incomplete}`],
  )
  return [
    ['body', { ...body, notes: [...incomplete, ...body.notes] }],
    ...Object.entries({ headers, target, status }).flatMap(
      ([part, comparison]): Array<[string, Comparison]> => (comparison === null ? [] : [[part, comparison]]),
    ),
  ]
}

async function printPatch({ out }: CommandContext, bodies: BodyPair, rules: IgnoreRules): Promise<ExitCode> {
  const patch = bodies.patch(rules)
  if (patch === null) {
    const { notes } = bodies.compare(rules)
    const why = notes.length === 0 ? [NOT_TAKEN_FOR_JSON] : notes.map(printable)
    throw new UsageError(`There is a JSON Patch between two bodies of JSON only. ${why.join(' ')}`)
  }
  if (patch.kind === 'too-long')
    throw new UsageError('The patch would be longer than 64 MB: the bodies have little in common.')
  await out.write(out.isTerminal ? printableLines(patch.text) : patch.text)
  return patch.text === '[]\n' ? EXIT.done : DIFFERENT
}
