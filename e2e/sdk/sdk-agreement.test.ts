import { expect, test } from 'vitest'
import { nodeCrypto } from '../../electron/engine/signature/node-crypto.ts'
import type { HeaderPair } from '../../shared/http/header-pairs.ts'
import { checkSignature } from '../../shared/signature/check-signature.ts'
import type { Scheme } from '../../shared/signature/scheme.ts'
import { signatureHeaders } from '../../shared/signature/signature-headers.ts'
import type { SignatureRequest } from '../../shared/signature/signature-request.ts'
import { type SdkCase, sdkCases } from './sdk-cases.ts'
import { asReceived, providerOf, signedRequest } from './signed-request.ts'

interface Variant {
  readonly name: string
  readonly request: SignatureRequest
  readonly key: string
}

type Change = (value: string) => string | null

/** What may happen to the value of a header, whatever it is. */
const VALUES: Readonly<Record<string, Change>> = {
  missing: () => null,
  empty: () => '',
  garbage: () => 'garbage',
  'cut off': (value) => value.slice(0, -4),
  altered: (value) => value.replace(/.(?=.{6}$)/, (last) => (last === 'a' ? 'b' : 'a')),
  'upper case': (value) => value.replace(/[0-9a-f]{40,}/g, (hex) => hex.toUpperCase()),
  'hex to base64': (value) => value.replace(/[0-9a-f]{40,}/g, (hex) => Buffer.from(hex, 'hex').toString('base64')),
  'base64 to hex': (value) => value.replace(/[\w+/]{43}=$/g, (text) => Buffer.from(text, 'base64').toString('hex')),
  'base64 to base64url': (value) =>
    value.replace(/[\w+/]{27,}=*$/, (text) => Buffer.from(text, 'base64').toString('base64url')),
  'no prefix': (value) => value.replace(/^.*?[=,](?=.)/, ''),
  'other version': (value) =>
    value.replace(/\b(v|h|s)([0-9])(?=[=,])/, (_, letter, digit) => `${letter}${(Number(digit) + 1) % 10}`),
  'sha1 for sha256': (value) => value.replace('sha256=', 'sha1='),
  'space before': (value) => ` ${value}`,
  'space behind': (value) => `${value} `,
  'in quotes': (value) => `"${value}"`,
  'twice with comma': (value) => `${value},${value}`,
  'twice with comma and space': (value) => `${value}, ${value}`,
  'twice with space': (value) => `${value} ${value}`,
  'spaces behind commas': (value) => value.replaceAll(',', ', '),
  'spaces behind semicolons': (value) => value.replaceAll(';', '; '),
  'pairs reversed': (value) =>
    value
      .split(/[,;]/)
      .reverse()
      .join(value.includes(';') ? ';' : ','),
  'another one behind': (value) => value.replace(/(,|;|^)([a-z0-9]+=)([^,;]{40,})$/, '$1$2$3$1$20000'),
  'another one before': (value) => value.replace(/(,|;)([a-z0-9]+=)([^,;]{40,})$/, '$1$20000$1$2$3'),
  'another version behind': (value) => value.replace(/(,|;)v1=([^,;]{40,})$/, '$1v1=$2$1v0=0000'),
  'another list item before': (value) => value.replace(/^(v1,)/, 'v1,AAAA $1'),
  'v1a before': (value) => value.replace(/^(v1,)/, 'v1a,AAAA $1'),
  'plus one': (value) => (/^\d+$/.test(value) ? String(Number(value) + 1) : value),
  milliseconds: (value) => (/^\d{10}$/.test(value) ? `${value}000` : value),
  'with fraction': (value) => (/^\d{10}$/.test(value) ? `${value}.0` : value),
  'not a number': (value) => (/^\d+$/.test(value) ? `${value}x` : value),
  'leading zero': (value) => (/^\d+$/.test(value) ? `0${value}` : value),
  't not a number': (value) => value.replace(/(\bt(?:s|=)?=?)(\d{10,13})/, '$1abc'),
}

const BODIES: Readonly<Record<string, (body: string) => string>> = {
  'newline added': (body) => `${body}\n`,
  'BOM added': (body) => `\ufeff${body}`,
  'pretty-printed': (body) => (body.startsWith('{') ? JSON.stringify(JSON.parse(body), null, 2) : body),
  empty: () => '',
  'ASCII only': (body) =>
    body.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
}

const KEYS: Readonly<Record<string, (key: string) => string>> = {
  'newline behind': (key) => `${key}\n`,
  'space before': (key) => ` ${key}`,
  'no prefix': (key) => key.replace(/^whsec_/, ''),
  another: (key) => key.replace(/.(?=.{4}$)/, (last) => (last === 'A' ? 'B' : 'A')),
}

const AHEAD = [3, 8, 25, 35, 55, 65, 175, 185, 290, 310, 590, 610, 3600, 90_000].flatMap((seconds) => [
  -seconds,
  seconds,
])

function variantsOf(sdk: SdkCase): Variant[] {
  const request = signedRequest(sdk)
  const key = sdk.keys.checking
  const provider = providerOf(sdk)
  const own = new Set(
    [...signatureHeaders({ provider }), ...provider.schemes.flatMap(signedBeside)].map((name) => name.toLowerCase()),
  )
  const present = request.headers.map(([name]) => name).filter((name) => own.has(name.toLowerCase()))
  const withHeader = (wanted: string, change: Change): SignatureRequest => ({
    ...request,
    headers: request.headers.flatMap(([name, value]): HeaderPair[] => {
      if (name !== wanted) return [[name, value]]
      const changed = change(value)
      return changed === null ? [] : [[name, changed]]
    }),
  })
  return [
    { name: 'as it is', request, key },
    ...present.flatMap((header) =>
      Object.entries(VALUES).map(([name, change]) => ({
        name: `${header}: ${name}`,
        request: withHeader(header, change),
        key,
      })),
    ),
    ...Object.entries(BODIES).map(([name, change]) => ({
      name: `body: ${name}`,
      request: { ...request, body: Buffer.from(change(request.body.toString())) },
      key,
    })),
    ...Object.entries(KEYS).map(([name, change]) => ({ name: `key: ${name}`, request, key: change(key) })),
    ...AHEAD.map((seconds) => ({ name: `time: ${seconds} s`, request: signedRequest(sdk, seconds), key })),
  ]
}

/** Headers that are signed beside the body. */
function signedBeside(scheme: Scheme): string[] {
  const timestamp = 'timestamp' in scheme ? (scheme.timestamp?.from ?? []) : []
  const id = 'id' in scheme && scheme.id !== undefined ? [scheme.id] : []
  return [...timestamp, ...id].flatMap((source) => (source.in === 'header' ? [source.name] : []))
}

/** What they differ in, and why Hookbench does. */
const DIFFERENT: ReadonlyArray<readonly [provider: RegExp, variant: RegExp, why: string]> = [
  [
    /./,
    /^[\w-]+: space (before|behind)$/,
    'Spaces around a header value are no part of it, and no HTTP server hands them on.',
  ],
  [
    /mux|paddle|sanity|stripe/,
    /: spaces behind (commas|semicolons)$/,
    'Providers do not write them, and other SDKs pass them over.',
  ],
  [
    /paddle/,
    /: another one behind$/,
    'The documentation allows several during a rotation, and the SDK keeps the last.',
  ],
  [/^(dodopayments|standard-webhooks|resend|svix|slack)$/, /-timestamp: /i, 'The SDK reads a number as far as it can.'],
  [
    /./,
    /-signature: twice with comma$/,
    'The SDK splits at the first comma, and takes what is in front of the second.',
  ],
  [
    /liveblocks|workos/,
    /: (other version|twice with comma( and space)?)$/,
    'The SDK looks at the place of a part, not at its name.',
  ],
  [/liveblocks/, /^key: no prefix$/, 'The secret is the same without its prefix.'],
  [/discord|truelayer/, /^key: space before$/, 'A space is no part of a public key.'],
  [/sendgrid/, /: (base64 to base64url|in quotes|twice with .*)$/, 'Node decodes whatever looks like base64.'],
  [/stripe/, /^body: BOM added$/, 'The SDK decodes the body, which loses a BOM.'],
  [/workos/, /^body: /, 'The SDK gets parsed JSON and writes it anew.'],
]

test.each(sdkCases)('$provider', { timeout: 60_000 }, async (sdk) => {
  const different: string[] = []
  for (const { name, request, key } of variantsOf(sdk)) {
    const accepted = await Promise.resolve()
      .then(() => sdk.accepts(asReceived(request, key)))
      .then(Boolean, () => false)
    const keys = [{ name: 'key', value: key }]
    const context = { now: Date.now(), providerIs: 'set' } as const
    const { verdict } = checkSignature(request, { provider: providerOf(sdk) }, keys, context, nodeCrypto)
    if ((verdict === 'valid') === accepted) continue
    if (DIFFERENT.some(([provider, variant]) => provider.test(sdk.provider) && variant.test(name))) continue
    different.push(`${name}: the SDK ${accepted ? 'accepts' : 'refuses'}, Hookbench says ${verdict}`)
  }
  expect(different).toEqual([])
})
