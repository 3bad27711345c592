import { headerText } from '../../http/header-text.ts'
import { ADYEN_FIELDS } from '../custom/adyen-items.ts'
import type { CustomSchemeReference, HmacScheme } from '../scheme.ts'
import type { SignatureCheck, Working } from '../signature-check.ts'
import { parseSignature } from '../signature-layout.ts'

/**
 * The declarative form of a scheme that is code, where one says all that matters for this very capture: which fields it has
 * decides what was signed. Null where there is none.
 */
export function plainEquivalent(scheme: CustomSchemeReference, check: SignatureCheck): HmacScheme | null {
  const working = decidingWorking(check)
  if (working === null) return null
  switch (scheme.custom) {
    case 'twilio':
      return twilio(working)
    case 'mercado-pago':
      return mercadoPago(working)
    case 'hook0':
      return hook0(working)
    case 'contentful':
      return contentful(working)
    case 'adyen-items':
      return adyen(working)
    default:
      return null
  }
}

export function decidingWorking(check: SignatureCheck): Working | null {
  if (check.verdict === 'valid') return check.working
  return check.verdict === 'invalid' ? (check.workings[0] ?? null) : null
}

const TEXT_SECRET = { decode: 'text' } as const

/** A body that is no form is covered by its hash in the URL, which takes a second check. */
function twilio({ conditions, signedContent }: Working): HmacScheme | null {
  if (conditions.length > 0) return null
  return {
    kind: 'hmac',
    hash: 'sha1',
    signature: { from: [{ in: 'header', name: 'X-Twilio-Signature' }], layout: { kind: 'plain' }, encoding: 'base64' },
    content: signedContent[1] === '' ? '{url}' : '{url}{form:sorted}',
    secret: TEXT_SECRET,
  }
}

/** Pairs that the request lacks are left out of the text. */
function mercadoPago({ signedContent }: Working): HmacScheme {
  const manifest = typeof signedContent[0] === 'string' ? signedContent[0] : ''
  const id = manifest.startsWith('id:') ? 'id:{query:data.id};' : ''
  const requestId = /(?:^|;)request-id:/.test(manifest) ? 'request-id:{header:x-request-id};' : ''
  return {
    kind: 'hmac',
    hash: 'sha256',
    signature: {
      from: [{ in: 'header', name: 'x-signature' }],
      layout: { kind: 'pairs', separator: ',', keys: ['v1'] },
      encoding: 'hex',
    },
    content: `${id}${requestId}ts:{timestamp};`,
    timestamp: { from: [{ in: 'signature', key: 'ts' }], unit: 's-or-ms', maxAgeSeconds: null, maxFutureSeconds: null },
    secret: TEXT_SECRET,
  }
}

const ADYEN_ITEM = '/notificationItems/0/NotificationRequestItem'

/** Adyen sends one item. */
function adyen({ signatureFrom }: Working): HmacScheme | null {
  const pointer = `${ADYEN_ITEM}/additionalData/hmacSignature`
  if (signatureFrom !== `JSON field ${pointer}`) return null
  return {
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'json', pointer }], layout: { kind: 'plain' }, encoding: 'base64' },
    content: ADYEN_FIELDS.map((field) => `{json:${ADYEN_ITEM}${field}}`).join(':'),
    secret: { decode: 'hex' },
  }
}

/** The head of the signed text says which headers are in it. A query is escaped twice, and stands here as it came. */
function contentful({ signedContent, timestamp }: Working): HmacScheme | null {
  const head = typeof signedContent[0] === 'string' ? headerText(signedContent[0]) : ''
  const [, path = '', names = ''] = /^[^\n]*\n([^\n]*)\n[^\n]*?x-contentful-signed-headers:([^;\n]*)/.exec(head) ?? []
  const query = /\?.*$/s.exec(path)?.[0] ?? ''
  if (timestamp === null || !/^[\w-]+(?:,[\w-]+){0,63}$/.test(names)) return null
  const lines = names.split(',').map((name) => `${name}:{header:${name}}`)
  return {
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'header', name: 'x-contentful-signature' }], layout: { kind: 'plain' }, encoding: 'hex' },
    content: `{method}\\n{path}${literal(query)}\\n${lines.join(';')}\\n{body}`,
    timestamp: {
      from: [{ in: 'header', name: 'x-contentful-timestamp' }],
      unit: 'ms',
      maxAgeSeconds: 30,
      maxFutureSeconds: null,
      exclusive: true,
    },
    secret: TEXT_SECRET,
  }
}

function literal(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('{', '{{').replaceAll('}', '}}')
}

const HEADER_NAMES = /^[\w-]+(?: [\w-]+){0,15}$/

/** The signature header names the headers that are signed. */
function hook0({ signatureValue }: Working): HmacScheme | null {
  const parsed = parseSignature(signatureValue, { kind: 'pairs', separator: ',', keys: ['v1'] })
  const names = headerText(parsed.kind === 'parsed' ? (parsed.fields.get('h') ?? '') : '')
  if (!HEADER_NAMES.test(names)) return null
  const values = names.split(' ').map((name) => `{header:${name}}`)
  return {
    kind: 'hmac',
    hash: 'sha256',
    signature: {
      from: [{ in: 'header', name: 'X-Hook0-Signature' }],
      layout: { kind: 'pairs', separator: ',', keys: ['v1'] },
      encoding: 'hex',
    },
    content: `{timestamp}.${names}.${values.join('.')}.{body}`,
    timestamp: { from: [{ in: 'signature', key: 't' }], unit: 's', maxAgeSeconds: 300, maxFutureSeconds: null },
    secret: TEXT_SECRET,
  }
}
