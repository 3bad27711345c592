import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { BodyPair } from '../../shared/diff/compare-bodies.ts'
import { compareHeaders, compareTargets } from '../../shared/diff/compare-requests.ts'
import { type Comparison, isSame } from '../../shared/diff/comparison.ts'
import { comparisonText } from '../../shared/diff/comparison-text.ts'
import { IgnoreRules } from '../../shared/diff/ignore-rules.ts'
import { summaryLine } from '../../shared/diff/summary-line.ts'
import { dataFolder } from '../data-folder.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { readSide, type Side } from './compare-sides.ts'
import { openCaptureReader } from './engine-access.ts'
import { ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import { printable, printableLines } from './printable.ts'

interface DiffOptions {
  readonly ignore: ReadonlyArray<string>
  readonly json?: true
  readonly patch?: true
  readonly data?: string
}

/** As `diff` has it: 1 is an outcome, so what goes wrong is 2. */
const DIFFERENT: ExitCode = EXIT.failed

export function addDiffCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('diff')
    .summary('compare two captures, or a capture and a file')
    .description('Compares two captures: body, headers and target. Of a file, only the body is compared.')
    .argument('<left>', `${ID_HELP}; or a file (with a slash or a dot in its name), or - for the standard input`)
    .argument('<right>', 'what it is compared with')
    .addOption(
      new Option(
        '--ignore <rule>',
        'what does not count: /id, **/timestamp, or the name of a header or field; repeatable',
      )
        .argParser((rule: string, before: ReadonlyArray<string>) => [...before, rule])
        .default([], 'nothing'),
    )
    .addOption(new Option('--json', 'print one JSON object').conflicts('patch'))
    .option('--patch', 'print the JSON Patch (RFC 6902) that makes the right body of the left')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
JSON is compared by what it means: the order of names does not count, numbers count by value and to the last digit,
items of arrays are known by their id or the like, else by what they have in common. With --patch only the bodies count.
Exit code: 0 the same but for what is ignored, 1 different, 2 not compared (wrong usage, no such capture or file).

Examples:
  hookbench diff 019c2f3a latest --ignore /id --ignore '**/timestamp' --ignore Date
  hookbench diff latest ./expected.json --patch`,
    )
    .action(async (left: string, right: string, _options, command: Command) =>
      finish(await diff(context, [left, right], command.optsWithGlobals<DiffOptions>())),
    )
}

async function diff(context: CommandContext, wanted: [string, string], options: DiffOptions): Promise<ExitCode> {
  const [left, right] = await readSides(context, wanted, options)
  const rules = new IgnoreRules(options.ignore)
  const bodies = new BodyPair(left, right, decodeText)
  if (options.patch) return printPatch(context, bodies, rules)
  const parts = comparedParts(left, right, bodies, rules)
  const same = parts.every(([, comparison]) => isSame(comparison))
  if (options.json) {
    const described = parts.map(([part, { counts, ...rest }]) => [
      part,
      { summary: summaryLine(counts), counts, ...rest },
    ])
    await context.out.line(jsonLine({ same, ...Object.fromEntries(described) }))
  } else {
    for (const [part, comparison] of parts) await context.out.line(printableLines(comparisonText(part, comparison)))
  }
  return same ? EXIT.done : DIFFERENT
}

async function readSides(
  context: CommandContext,
  wanted: [string, string],
  options: DiffOptions,
): Promise<[Side, Side]> {
  if (wanted[0] === '-' && wanted[1] === '-') throw new UsageError('Only one side can be the standard input.')
  const reader = await openCaptureReader(dataFolder({ asked: options.data, env: context.env }))
  try {
    return [await readSide(wanted[0], reader, context.stdin), await readSide(wanted[1], reader, context.stdin)]
  } catch (error) {
    // Otherwise it would end with 1, which says that they differ.
    throw error instanceof AppError ? new UsageError(error.message, { cause: error }) : error
  } finally {
    await reader?.close()
  }
}

function comparedParts(left: Side, right: Side, bodies: BodyPair, rules: IgnoreRules): Array<[string, Comparison]> {
  const body: [string, Comparison] = ['body', bodies.compare(rules)]
  if (left.capture === null || right.capture === null) return [body]
  return [
    body,
    ['headers', compareHeaders(left.capture.headers, right.capture.headers, rules)],
    ['target', compareTargets(left.capture.target, right.capture.target, rules)],
  ]
}

async function printPatch({ out }: CommandContext, bodies: BodyPair, rules: IgnoreRules): Promise<ExitCode> {
  const patch = bodies.patch(rules)
  if (patch === null) {
    const { notes } = bodies.compare(rules)
    throw new UsageError(
      `There is a JSON Patch between two bodies of JSON only. ${notes.map(printable).join(' ')}`.trim(),
    )
  }
  if (patch.kind === 'too-long')
    throw new UsageError('The patch would be longer than 64 MB: the bodies have little in common.')
  await out.write(out.isTerminal ? printableLines(patch.text) : patch.text)
  return patch.text === '[]\n' ? EXIT.done : DIFFERENT
}

/** By the charset that was named if there is such a one, else as UTF-8; null: the bytes are no text in it. */
function decodeText(bytes: Uint8Array, charset = 'utf-8'): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return charset === 'utf-8' ? null : decodeText(bytes)
  }
}
