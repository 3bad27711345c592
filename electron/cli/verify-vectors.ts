import { z } from 'zod'
import { providerById } from '../../shared/signature/catalogue/catalogue.ts'
import { explainCheck } from '../../shared/signature/explain-check.ts'
import { checkVector, signatureVector, vectorKeys, vectorRequest } from '../../shared/signature/vector.ts'
import { nodeCrypto } from '../engine/signature/node-crypto.ts'
import { causesOf } from '../engine/signature/report-capture.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { jsonLine } from './json-line.ts'
import { printable } from './printable.ts'
import { readGivenJson } from './read-given-file.ts'

type Vector = z.infer<typeof vector>

/** A case need not say what is expected: then its verdict is only printed. */
const vector = signatureVector.partial({ expected: true })

/** Judges every case of a file, each at its time and with its keys, and prints a line for it as it goes. */
export async function verifyVectors(context: CommandContext, file: string, json: boolean): Promise<ExitCode> {
  const cases = casesIn(file, await readGivenJson('The file', file, context.stdin))
  let asExpected = true
  for (const item of cases) {
    const result = judge(item)
    if (item.expected !== undefined && result.verdict !== item.expected && item.sdkSpecific !== true) asExpected = false
    await context.out.line(json ? jsonLine(result) : lineFor(item, result))
  }
  return asExpected ? EXIT.done : EXIT.failed
}

function casesIn(file: string, parsed: unknown): Vector[] {
  const cases = z.array(vector).safeParse(parsed)
  if (cases.success) return cases.data
  const [issue] = cases.error.issues
  throw new UsageError(`The file ${file} is no list of cases: ${whatIsWrong(parsed, issue)}.`)
}

function whatIsWrong(parsed: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (!Array.isArray(parsed)) return 'it is not an array. Put each case between [ and ], with commas between'
  const [index, ...field] = issue?.path ?? []
  const id = z.object({ id: z.string() }).safeParse(parsed[Number(index)]).data?.id
  const named = id === undefined ? '' : ` (${printable(id)})`
  const where = field.length === 0 ? '' : `, ${printable(field.join('.'))}`
  return `case ${String(index)}${named}${where}: ${issue?.message}`
}

function judge(item: Vector) {
  const full = { ...item, expected: item.expected ?? 'valid' }
  const check = checkVector(full, nodeCrypto)
  const provider = providerById(item.provider)
  const signer = provider === undefined ? null : { provider }
  const context = { now: item.now * 1000, providerIs: 'set', toleranceSeconds: item.toleranceSeconds } as const
  const causes = causesOf(vectorRequest(full, nodeCrypto), check, vectorKeys(full), signer, context)
  return { id: item.id, provider: item.provider, verdict: check.verdict, causes, explanation: explainCheck(check) }
}

function lineFor(
  { expected }: Vector,
  { id, provider, verdict, causes, explanation }: ReturnType<typeof judge>,
): string {
  const mark = expected === undefined || expected === verdict ? ' ' : '!'
  const why = causes[0]?.sentence ?? explanation ?? ''
  return `${mark} ${printable(id)}  ${printable(provider)}  ${verdict}  ${printable(why)}`.trimEnd()
}
