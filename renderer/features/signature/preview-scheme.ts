import { headerText } from '../../../shared/http/header-text.ts'
import { latin1FromBytes } from '../../../shared/http/latin1.ts'
import { parseTemplate } from '../../../shared/signature/content-template.ts'
import type { SignatureCrypto } from '../../../shared/signature/crypto.ts'
import { renderContent } from '../../../shared/signature/render-content.ts'
import { type RequestReader, readRequest } from '../../../shared/signature/request-reader.ts'
import type { FormScheme, SignedScheme } from '../../../shared/signature/scheme.ts'
import { parseSignature } from '../../../shared/signature/signature-layout.ts'
import type { ReportedWorking } from '../../../shared/signature/signature-report.ts'
import type { SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { describeSource, type ValueSource } from '../../../shared/signature/value-source.ts'

export interface SchemePreview {
  /** What the scheme looks for; null: it is not there. */
  readonly found: ReadonlyArray<{ readonly what: string; readonly value: string | null }>
  readonly content:
    | { readonly kind: 'content'; readonly content: ReportedWorking['signedContent'] }
    | { readonly kind: 'missing'; readonly why: string }
}

/**
 * What a scheme reads from a request and what it would sign, without a secret. `bodyHash`: SHA-256 of the body, which the
 * browser only computes asynchronously.
 */
export function previewScheme(scheme: FormScheme, request: SignatureRequest, bodyHash: Uint8Array): SchemePreview {
  if (!('content' in scheme)) return { found: [], content: { kind: 'missing', why: 'This scheme signs no content.' } }
  const crypto = previewCrypto(bodyHash)
  const reader = readRequest(request, crypto)
  const { found, fields, timestamp, id } = readPlaces(scheme, reader)
  const template = parseTemplate(scheme.content)
  if (template.kind === 'wrong') return { found, content: { kind: 'missing', why: template.why } }
  const rendered = renderContent(template.pieces, reader, { timestamp, id, fields }, crypto)
  if (rendered.kind === 'missing') {
    const what = 'name' in rendered ? rendered.name : rendered.what.replace('-', ' ')
    return {
      found,
      content: { kind: 'missing', why: `What is signed needs the ${what}, which this capture does not have.` },
    }
  }
  return { found, content: { kind: 'content', content: reportedContent(rendered.parts) } }
}

function readPlaces(scheme: SignedScheme, reader: RequestReader) {
  const found: { what: string; value: string | null }[] = []
  let fields: ReadonlyMap<string, string> = new Map()
  for (const source of scheme.signature.from) {
    const [value] = reader.valuesAt(source)
    const parsed = value === undefined ? null : parseSignature(value, scheme.signature.layout)
    if (parsed?.kind === 'parsed') fields = parsed.fields
    const signature = parsed?.kind === 'parsed' ? (parsed.signatures[0] ?? null) : null
    found.push({
      what: `Signature (${describeSource(source)})`,
      value: signature === null ? null : headerText(signature),
    })
  }
  const valueAt = (source: ValueSource) =>
    (source.in === 'signature' ? fields.get(source.key) : reader.valuesAt(source)[0]) ?? null
  const read = (what: string, source: ValueSource | undefined) => {
    if (source === undefined) return null
    const value = valueAt(source)
    found.push({ what: `${what} (${describeSource(source)})`, value: value === null ? null : headerText(value) })
    return value
  }
  return { found, fields, timestamp: read('Timestamp', scheme.timestamp?.from[0]), id: read('Message id', scheme.id) }
}

type Rendered = Extract<ReturnType<typeof renderContent>, { kind: 'content' }>['parts']

function reportedContent(parts: Rendered): ReportedWorking['signedContent'] {
  let size = 0
  const pieces = parts.map((part) => {
    if (typeof part === 'object' && 'secret' in part) return { kind: 'secret' as const, size: part.secret.length }
    const binary = typeof part === 'string' ? part : latin1FromBytes(part)
    size += binary.length
    return { kind: 'bytes' as const, base64: btoa(binary) }
  })
  return { pieces, size, cut: false }
}

/** No more of cryptography than rendering asks for: there is no secret here to do more with. */
function previewCrypto(bodyHash: Uint8Array): SignatureCrypto {
  const notHere = (): never => {
    throw new Error('A preview signs and verifies nothing.')
  }
  return {
    hmac: notHere,
    equal: notHere,
    publicKeys: notHere,
    verify: notHere,
    sign: notHere,
    encode: notHere,
    hash: () => [...bodyHash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    decode: (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    utf8: (text) => new TextEncoder().encode(text),
    text: (bytes) => new TextDecoder().decode(bytes),
  }
}
