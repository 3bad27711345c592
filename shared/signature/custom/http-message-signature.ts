import { cannotSign } from '../cannot-sign.ts'
import type { Content, SignatureCrypto } from '../crypto.ts'
import { invalid, notCheckable } from '../outcome.ts'
import { readPublicKeys } from '../public-keys.ts'
import type { RequestReader } from '../request-reader.ts'
import type { ConditionCheck } from '../signature-check.ts'
import { judgeTimestamp } from '../timestamp.ts'
import { comparePublicKeys } from './compare-public-keys.ts'
import type { CustomScheme } from './custom-scheme.ts'

const ED25519 = { kind: 'ed25519' } as const
const RULE = { maxAgeSeconds: 300, maxFutureSeconds: null }
const MOST_COMPONENTS = 64

/** RFC 9421 with Ed25519, over headers; the body is covered by its Content-Digest. */
export const httpMessageSignature: CustomScheme = {
  check(input, place) {
    const { request, context, crypto } = input
    const from = 'header Signature'
    const value = request.header('signature')
    const signatureInput = request.header('signature-input')
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    if (signatureInput === null) return invalid({ kind: 'content-missing', what: 'header Signature-Input' })
    const parsed = parseInput(signatureInput)
    const encoded = parsed === null ? null : signatureNamed(parsed.name, value)
    const signature = encoded === null ? null : crypto.decode(encoded, 'base64')
    if (parsed === null || signature === null) {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It does not fit its Signature-Input.' })
    }
    if (parsed.created === null) return invalid({ kind: 'timestamp-missing', where: 'created of Signature-Input' })
    if (!parsed.components.includes('content-digest')) {
      return invalid({ kind: 'content-missing', what: '"content-digest" in Signature-Input' })
    }
    const content = signatureBase(request, parsed.components, parsed.params)
    if (content === 'public-url-unknown') return notCheckable({ kind: content })
    if (content === null) return invalid({ kind: 'content-missing', what: 'a header that Signature-Input names' })
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const read = readPublicKeys({}, [], input)
    if (read.kind !== 'keys') return read
    return comparePublicKeys(input, place, {
      algorithm: ED25519,
      algorithmName: 'Ed25519 (RFC 9421)',
      from,
      value,
      signature,
      keys: read.keys,
      contents: [content],
      timestamp: judgeTimestamp(
        { from: 'created of Signature-Input', text: String(parsed.created), at: parsed.created * 1000 },
        RULE,
        context,
      ),
      conditions: [digestCondition(request, crypto)],
    })
  },
  sign(request, key, time, crypto) {
    const digest = `sha-256=:${crypto.hash('sha256', [request.raw.body], 'base64')}:`
    const params = `("content-digest");created=${Math.floor(time.timestamp / 1000)};alg="ed25519";keyid="${key.id ?? 'hookbench'}"`
    const content = [`"content-digest": ${digest}\n"@signature-params": ${params}`]
    const signed = crypto.sign(key.value, ED25519, content)
    if (signed.kind === 'unusable') return cannotSign(`The private key "${key.name}" cannot be used. ${signed.why}`)
    return {
      kind: 'signed',
      headers: [
        ['Content-Digest', digest],
        ['Signature-Input', `sig=${params}`],
        ['Signature', `sig=:${crypto.encode(signed.signature, 'base64')}:`],
      ],
      signedContent: content,
    }
  },
}

interface ParsedInput {
  readonly name: string
  readonly components: ReadonlyArray<string>
  /** Everything behind the name, as it stands: it is signed itself. */
  readonly params: string
  readonly created: number | null
}

/** The first signature of the header; a list of several begins the next with a comma. */
function parseInput(value: string): ParsedInput | null {
  const parts = /^\s*([a-z*][a-z0-9_\-.*]*)=(\(([^()]*)\)((?:;[a-z][a-z0-9_-]*=(?:\d+|"[^"\\]*"))*))/i.exec(value)
  if (parts === null) return null
  const [, name = '', params = '', list = '', rest = ''] = parts
  const components = [...list.matchAll(/"([^"]+)"/g)].slice(0, MOST_COMPONENTS).map((match) => match[1] as string)
  const created = /;created=(\d{1,12})(?:;|$)/.exec(rest)?.[1]
  return { name, components, params, created: created === undefined ? null : Number(created) }
}

function signatureNamed(name: string, value: string): string | null {
  for (const item of value.split(',', MOST_COMPONENTS)) {
    const text = item.trim()
    if (text.startsWith(`${name}=:`) && text.endsWith(':')) return text.slice(name.length + 2, -1)
  }
  return null
}

function signatureBase(
  request: RequestReader,
  components: ReadonlyArray<string>,
  params: string,
): Content | 'public-url-unknown' | null {
  const lines: string[] = []
  for (const component of components) {
    const value = component.startsWith('@') ? derived(component, request) : headerLine(request, component)
    if (value === 'public-url-unknown') return value
    if (value === null) return null
    lines.push(`"${component}": ${value}`)
  }
  lines.push(`"@signature-params": ${params}`)
  return [lines.join('\n')]
}

function headerLine(request: RequestReader, name: string): string | null {
  const values = request.headers(name)
  return values.length === 0 ? null : values.map((value) => value.trim()).join(', ')
}

function derived(component: string, request: RequestReader): string | null {
  const { raw } = request
  switch (component) {
    case '@method':
      return raw.method
    case '@target-uri':
      return raw.publicUrl ?? 'public-url-unknown'
    case '@authority':
      return /^[a-z]+:\/\/([^/?#]+)/i.exec(raw.publicUrl ?? '')?.[1]?.toLowerCase() ?? 'public-url-unknown'
    case '@path':
      return request.target().replace(/[?#].*$/s, '')
    case '@query':
      return `?${/\?([^#]*)/.exec(request.target())?.[1] ?? ''}`
    default:
      return null
  }
}

function digestCondition(request: RequestReader, crypto: SignatureCrypto): ConditionCheck {
  const received = request.header('content-digest')
  const expected = `sha-256=:${crypto.hash('sha256', [request.raw.body], 'base64')}:`
  const digests = (received ?? '').split(',', MOST_COMPONENTS).map((item) => item.trim())
  return { what: 'header Content-Digest', expected, received, holds: digests.includes(expected) }
}
