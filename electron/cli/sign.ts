import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { type HeaderPair, type HeaderPairs, headerValue } from '../../shared/http/header-pairs.ts'
import { headerFromText } from '../../shared/http/header-text.ts'
import { originForm } from '../../shared/http/raw-target.ts'
import { providerById } from '../../shared/signature/catalogue/catalogue.ts'
import type { Signer } from '../../shared/signature/check-signature.ts'
import { signRequest } from '../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../shared/signature/signature-request.ts'
import { newId } from '../engine/new-id.ts'
import { nodeCrypto } from '../engine/signature/node-crypto.ts'
import { type CommandContext, UsageError } from './command-context.ts'
import { jsonLine } from './json-line.ts'
import {
  collecting,
  parseHeader,
  parseMessageId,
  parseMethod,
  parseProvider,
  parseTimestamp,
  parseWebUrl,
} from './option-parsers.ts'
import { readGivenFile } from './read-given-file.ts'
import { readSchemeFile, SCHEME_FILE_HELP } from './scheme-file.ts'
import { readSecretFile } from './secret-file.ts'

interface SignOptions {
  readonly provider?: string
  readonly schemeFile?: string
  readonly secretFile: string
  readonly keyId?: string
  readonly scheme?: string
  readonly url?: string
  readonly method: string
  readonly timestamp?: number
  readonly id?: string
  readonly header?: HeaderPair[]
  readonly json?: true
}

export function addSignCommand(program: Command, context: CommandContext): void {
  program
    .command('sign')
    .summary('sign a body as a provider would')
    .description('Signs a body as a provider would, and prints the headers to send with it.')
    .argument('<bodyfile>', 'the body, from a file, or from the standard input with -')
    .option('--provider <id>', 'whose signature it is to be', parseProvider)
    .addOption(new Option('--scheme-file <file>', SCHEME_FILE_HELP).conflicts(['provider', 'scheme']))
    .requiredOption('--secret-file <file>', 'the secret, or the private key, from a file, or the standard input with -')
    .option('--key-id <id>', "the key's own id, where the provider names keys (Braintree's public key)")
    .option('--scheme <name>', 'which of several schemes of the provider, as verify --json names it')
    .option('--url <url>', 'the URL that it will be sent to, for providers that sign it', parseWebUrl)
    .option('--method <m>', 'the method that it will be sent with', parseMethod, 'POST')
    .option('--timestamp <t>', 'Unix seconds, or ISO 8601; now if left out', parseTimestamp)
    .option('--id <id>', 'message id, for providers that sign one; a new one if left out', parseMessageId)
    .option('--header <pair>', "'Name: value' that it will be sent with; may be repeated", collecting(parseHeader))
    .option('--json', 'print {headers, bodyBase64, url}; the body and the URL as they have to be sent')
    .addHelpText(
      'after',
      `
Some providers put the signature into the body or the URL: with --json these are printed as well.

Examples:
  hookbench sign --provider stripe --secret-file ./stripe.secret body.json
  hookbench sign --provider github --secret-file gh.secret body.json | curl -H @- --data-binary @body.json http://localhost:3000/
  hookbench sign --provider twilio --secret-file tw.token --url https://example.com/sms form.txt --json`,
    )
    .action((file: string, _options, command: Command) => signBody(context, file, command.opts<SignOptions>()))
}

async function signBody(context: CommandContext, file: string, options: SignOptions): Promise<void> {
  if (file === '-' && options.secretFile === '-') {
    throw new UsageError('The body and the secret cannot both come from the standard input.')
  }
  const signer = await signerOf(options)
  const secret = await readSecretFile(context, options.secretFile)
  const body = await readGivenFile('The body file', file, context.stdin)
  const request = requestToSign(body, options)
  const signed = signRequest(
    request,
    signer,
    { name: 'given secret', value: secret, id: options.keyId },
    { timestamp: options.timestamp ?? Date.now(), id: options.id ?? `msg_${newId().replaceAll('-', '')}` },
    nodeCrypto,
    options.scheme,
  )
  if (signed.kind === 'cannot-sign') {
    const nextStep = signed.lacks === 'public-url' ? ' Give the URL that it will be sent to with --url.' : ''
    throw new AppError('invalid-input', `It cannot be signed. ${signed.why}${nextStep}`)
  }
  const { headers, body: signedBody, url } = signed
  if (options.json) {
    const sent = signedBody ?? body
    const bodyBase64 = Buffer.from(sent).toString('base64')
    await context.out.line(jsonLine({ headers, bodyBase64, url: url ?? options.url ?? null }))
    return
  }
  for (const [name, value] of headers) await context.out.write(Buffer.from(`${name}: ${value}\n`, 'latin1'))
  if (signedBody !== undefined) await context.err.line('The signature stands in the body: --json prints that.')
  if (url !== undefined) await context.err.line(`It has to be sent to ${url}`)
}

async function signerOf({ provider: id, schemeFile }: SignOptions): Promise<Signer> {
  if (schemeFile !== undefined) return { scheme: await readSchemeFile(schemeFile) }
  if (id === undefined) throw new UsageError('Say whose signature it is to be, with --provider or --scheme-file.')
  const provider = providerById(id)
  if (provider === undefined) throw new UsageError(`No provider ${id} is known.`)
  return { provider }
}

function requestToSign(body: Uint8Array, { url, method, header = [] }: SignOptions): SignatureRequest {
  return {
    method,
    target: url === undefined ? '/' : originForm(headerFromText(url)) || '/',
    headers: withContentType(header, body),
    body,
    publicUrl: url ?? null,
  }
}

/** Some sign the fields of a form rather than its bytes. */
function withContentType(headers: HeaderPairs, body: Uint8Array): HeaderPairs {
  if (headerValue(headers, 'content-type') !== undefined) return headers
  const start = Buffer.from(body.subarray(0, 200)).toString('latin1')
  if (/^\s*[[{]/.test(start)) return [...headers, ['Content-Type', 'application/json']]
  return /^[A-Za-z0-9_.%+-]+=/.test(start)
    ? [...headers, ['Content-Type', 'application/x-www-form-urlencoded']]
    : headers
}
