import { type Command, Option } from 'commander'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import type { ReportedWorking, SignatureReport } from '../../shared/signature/signature-report.ts'
import { dataFolder } from '../data-folder.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { openCaptureReader } from './engine-access.ts'
import { findCapture, ID_HELP } from './find-capture.ts'
import { jsonLine } from './json-line.ts'
import { parseProvider } from './option-parsers.ts'
import type { Output } from './output.ts'
import { printable, printableLines } from './printable.ts'
import { openReplayer } from './replayer.ts'
import { readSchemeFile, SCHEME_FILE_HELP } from './scheme-file.ts'
import { readSecretFile } from './secret-file.ts'
import { verifyCapture } from './verify-capture.ts'
import { verifyVectors } from './verify-vectors.ts'

export interface VerifyOptions {
  readonly provider?: string
  readonly schemeFile?: string
  readonly secretFile?: string
  readonly keyId?: string
  readonly vectors?: string
  readonly json?: true
  readonly data?: string
}

export function addVerifyCommand(program: Command, context: CommandContext, finish: (code: ExitCode) => void): void {
  program
    .command('verify')
    .summary('check the signature of a capture')
    .description('Checks the signature of a capture as of the time it came, and says why it is wrong.')
    .argument('[id]', ID_HELP)
    .option('--provider <id>', "as if this provider had sent it, whatever the endpoint's is", parseProvider)
    .addOption(new Option('--scheme-file <file>', `${SCHEME_FILE_HELP}; with --secret-file`).conflicts('provider'))
    .option(
      '--secret-file <file>',
      "check with the secret in this file, or from the standard input with -, in place of the endpoint's own",
    )
    .option('--key-id <id>', "the key's own id, where the provider names keys (Braintree's public key)")
    .addOption(
      new Option('--vectors <file>', 'judge every case of a JSON file of requests with known verdicts').conflicts([
        'provider',
        'schemeFile',
        'secretFile',
        'keyId',
      ]),
    )
    .option('--json', 'print one JSON object (with --vectors: one a line)')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
The expected signature is not printed: what is needed to find the mistake is.
Exit code: 0 valid, 1 invalid, 3 not checkable, 2 wrong usage. With --vectors: 0 if every verdict is the expected one
(cases marked sdkSpecific may differ), else 1.

Examples:
  hookbench verify latest
  hookbench verify 019c2f3a --provider stripe --secret-file ./stripe.secret --json
  hookbench verify --vectors signature-vectors.json --json`,
    )
    .action(async (id: string | undefined, _options, command: Command) =>
      finish(await verify(context, id, command.optsWithGlobals<VerifyOptions>())),
    )
}

async function verify(context: CommandContext, id: string | undefined, options: VerifyOptions): Promise<ExitCode> {
  if (options.vectors !== undefined) {
    if (id !== undefined) throw new UsageError('Give the id of a capture or --vectors, not both.')
    return verifyVectors(context, options.vectors, options.json === true)
  }
  if (id === undefined) throw new UsageError('Give the id of a capture, or a file of cases with --vectors.')
  const report = await reportOn(context, id, options)
  if (options.json) await context.out.line(jsonLine(reportJson(report)))
  else await printReport(context.out, report)
  return EXIT_OF[report.verdict]
}

const EXIT_OF = { valid: EXIT.done, invalid: EXIT.failed, 'not-checkable': EXIT.notCheckable } as const

async function reportOn(context: CommandContext, id: string, options: VerifyOptions): Promise<SignatureReport> {
  const folder = dataFolder({ asked: options.data, env: context.env })
  const { provider, schemeFile, secretFile, keyId } = options
  if (secretFile === undefined) {
    if (keyId !== undefined) throw new UsageError('--key-id belongs to a --secret-file.')
    if (schemeFile !== undefined) throw new UsageError('--scheme-file wants a --secret-file beside it.')
    return savedReport(folder, id, provider)
  }
  const scheme = schemeFile === undefined ? undefined : await readSchemeFile(schemeFile)
  const secret = await readSecretFile(context, secretFile)
  const reader = await openCaptureReader(folder)
  try {
    const capture: CaptureDetail = await findCapture(reader, id)
    if (reader === null) throw new Error('A capture was found where there are none')
    return await verifyCapture(reader, capture, { provider, scheme, secret, keyId })
  } finally {
    await reader?.close()
  }
}

/** With the endpoint's own secrets, which only an engine opens. */
async function savedReport(folder: string, id: string, provider: string | undefined): Promise<SignatureReport> {
  const engine = await openReplayer(folder)
  try {
    const capture = await findCapture(engine.reader, id)
    return await engine.call('signature.check', {
      captureId: capture.id,
      ...(provider === undefined ? {} : { provider }),
    })
  } finally {
    await engine.close()
  }
}

/** Without what was computed: it would sign a request of a stranger's. */
function reportJson(report: SignatureReport) {
  const [working] = report.workings
  return {
    id: report.captureId,
    verdict: report.verdict,
    provider: report.provider?.id ?? null,
    reason: report.reason,
    explanation: report.explanation,
    causes: report.causes,
    judgedAt: new Date(report.judgedAt).toISOString(),
    publicUrl: report.publicUrl,
    ...(working === undefined ? {} : workingJson(working)),
  }
}

function workingJson(working: ReportedWorking) {
  const { signedContent, algorithm, schemeName, signatureFrom, received, keyName, timestamp, conditions } = working
  return {
    algorithm,
    scheme: schemeName,
    secret: keyName,
    signatureFrom,
    received,
    timestamp,
    conditions,
    signedContent: {
      base64: contentBytes(working).toString('base64'),
      size: signedContent.size,
      cut: signedContent.cut,
    },
  }
}

function contentBytes({ signedContent }: ReportedWorking): Buffer {
  return Buffer.concat(
    signedContent.pieces.map((piece) => (piece.kind === 'bytes' ? Buffer.from(piece.base64, 'base64') : SECRET_PLACE)),
  )
}

const SECRET_PLACE = Buffer.from('(secret)')
/** Of the signed content, for people. */
const SHOWN_CHARACTERS = 2000

async function printReport(out: Output, report: SignatureReport): Promise<void> {
  const { verdict, provider, explanation, causes } = report
  const style = verdict === 'valid' ? 'green' : verdict === 'invalid' ? 'red' : 'yellow'
  const from = provider === null ? '' : `  ${provider.name}`
  await out.line(
    `${out.style(style, verdict === 'not-checkable' ? 'not checkable' : verdict)}${out.style('dim', from)}`,
  )
  if (causes.length === 0 && explanation !== null) await out.line(printable(explanation))
  for (const { sentence, evidence, nextStep } of causes) {
    await out.line(printable(sentence))
    for (const line of evidence) await out.line(out.style('dim', `  ${printable(line)}`))
    await out.line(printable(nextStep))
  }
  const [working] = report.workings
  if (working === undefined) return
  await out.line(`${out.style('dim', 'Algorithm  ')}${working.algorithm}`)
  await out.line(
    `${out.style('dim', 'Signature  ')}${printable(working.signatureFrom)}: ${printable(working.received)}`,
  )
  await out.line(`${out.style('dim', 'Secret     ')}${printable(working.keyName)}`)
  const content = contentBytes(working).toString('utf8')
  const rest = content.length > SHOWN_CHARACTERS ? ' …' : ''
  await out.line(out.style('dim', 'Signed content'))
  await out.line(printableLines(content.slice(0, SHOWN_CHARACTERS)) + rest)
}
