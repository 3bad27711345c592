import type { HmacHash } from '../../crypto.ts'
import type { FormScheme, HashScheme, HmacScheme, SignatureEncoding, SignedScheme } from '../../scheme.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signatureHeaders } from './signature-sources.ts'

/** The right secret, used by another recipe: the hash, the encoding, or the text that is signed. */
export const signatureAlgorithm: Probe = {
  about: 'another hash, encoding or signed text',
  applies: ({ schemes }) => schemes.some((scheme) => 'signature' in scheme),
  *hypotheses(subject) {
    for (const scheme of subject.schemes) {
      if (!('signature' in scheme)) continue
      yield* asToken(scheme)
      if (scheme.kind === 'hmac') yield* namedHashes(scheme, subject)
      if (scheme.kind === 'hmac' || scheme.kind === 'hash') yield* otherRecipes(scheme, subject)
      else yield* otherEncodings(scheme)
    }
  },
}

const ENCODINGS: ReadonlyArray<SignatureEncoding> = ['hex', 'hex-any-case', 'base64', 'base64-unpadded', 'base64url']

function* asToken(scheme: SignedScheme): Iterable<Hypothesis> {
  const { layout } = scheme.signature
  const prefix = layout.kind === 'plain' && layout.prefix !== undefined ? { prefix: layout.prefix } : {}
  for (const beginning of 'prefix' in prefix ? [prefix, {}] : [prefix]) {
    yield recipe({ kind: 'token', from: scheme.signature.from, ...beginning }, 'signature-is-secret', {
      sentence: 'The header holds the secret itself, not a signature made with it.',
      nextStep: 'Let the sender compute the signature, and change the secret: it was sent in the open.',
    })
  }
}

function* otherEncodings(scheme: SignedScheme): Iterable<Hypothesis> {
  for (const encoding of ENCODINGS) {
    if (encoding === scheme.signature.encoding) continue
    yield recipe(
      { ...scheme, signature: { ...scheme.signature, encoding } },
      'signature-encoding-differs',
      encodingSaid(encoding, scheme),
    )
  }
  if (scheme.kind !== 'ecdsa') return
  const format = scheme.format === 'der' ? 'p1363' : 'der'
  for (const encoding of ENCODINGS) {
    yield recipe({ ...scheme, format, signature: { ...scheme.signature, encoding } }, 'signature-encoding-differs', {
      sentence: `The ECDSA signature is right, but written as ${format === 'der' ? 'ASN.1 (DER)' : 'r and s side by side'}.`,
      nextStep: 'Write the signature in the form that the scheme wants.',
    })
  }
}

/** `sha512=` where `sha256=` belongs: the header says which hash it was made with. */
function* namedHashes(scheme: HmacScheme, { request }: Subject): Iterable<Hypothesis> {
  const { layout } = scheme.signature
  if (layout.kind !== 'plain' || layout.prefix === undefined) return
  const names = signatureHeaders([scheme]).map((name) => name.toLowerCase())
  for (const [header, value] of request.headers) {
    if (!names.includes(header.toLowerCase())) continue
    const [prefix = '', name = ''] = /^(md5|sha(?:1|224|256|384|512))=/.exec(value.trim()) ?? []
    const hash = Object.values(HASHES)
      .flat()
      .find((known) => known === name)
    if (hash === undefined || prefix === layout.prefix) continue
    yield recipe(
      { ...scheme, hash, signature: { ...scheme.signature, layout: { ...layout, prefix } } },
      'signature-hash-differs',
      {
        sentence: `The signature begins with “${prefix}” and is one of ${hash.toUpperCase()}, where the scheme uses ${scheme.hash.toUpperCase()}.`,
        nextStep: 'Let the sender use the hash of the scheme, or set up a scheme of your own with that hash.',
      },
    )
  }
}

/** By the length of what arrived, so that few hashes have to be tried. */
function* otherRecipes(scheme: HmacScheme | HashScheme, subject: Subject): Iterable<Hypothesis> {
  const shapes = shapesOf(subject)
  const hashesOf = (bytes: number) => HASHES[bytes] ?? []
  for (const { encoding, bytes } of shapes) {
    const signature = { ...scheme.signature, encoding }
    for (const hash of hashesOf(bytes)) {
      if (hash === scheme.hash && encoding === scheme.signature.encoding) continue
      const sameHash = hash === scheme.hash
      yield recipe(
        { ...scheme, hash, signature },
        sameHash ? 'signature-encoding-differs' : 'signature-hash-differs',
        sameHash
          ? encodingSaid(encoding, scheme)
          : {
              sentence: `The signature was made with ${hash.toUpperCase()}, where the scheme uses ${scheme.hash.toUpperCase()}.`,
              nextStep: 'Let the sender use the hash of the scheme, or set up a scheme of your own with that hash.',
            },
      )
    }
  }
  const contents = otherContents(scheme, subject)
  for (const { encoding, bytes } of shapes) {
    const signature = { ...scheme.signature, encoding }
    for (const hash of hashesOf(bytes)) {
      for (const content of contents) {
        yield recipe(hmacOf(scheme, hash, signature, content), 'signature-content-differs', {
          sentence: `The signature was made over ${content}, where the scheme signs ${scheme.content}.`,
          nextStep: 'Let the sender sign what the scheme says, or set up a scheme of your own with that text.',
        })
      }
      if (scheme.kind !== 'hash' || scheme.content !== '{body}') {
        yield recipe({ ...scheme, kind: 'hash', hash, signature, content: '{body}' }, 'signature-not-hmac', {
          sentence: `The signature is a plain ${hash.toUpperCase()} of the body, made without any secret.`,
          evidence: 'The hash of the body alone is what was received.',
          nextStep: 'Let the sender compute an HMAC with the secret: anybody can make a hash of a body.',
        })
      }
      for (const content of ['{secret}{body}', '{body}{secret}', '{secret}{timestamp}{body}']) {
        if (scheme.kind === 'hash' && scheme.content === content) continue
        yield recipe({ ...scheme, kind: 'hash', hash, signature, content }, 'signature-not-hmac', {
          sentence: `The signature is a plain ${hash.toUpperCase()} of ${content}, not what the scheme makes.`,
          nextStep: 'Let the sender compute an HMAC; hashing a secret with the body invites length extension.',
        })
      }
    }
  }
}

function hmacOf(
  scheme: HmacScheme | HashScheme,
  hash: HmacHash,
  signature: HmacScheme['signature'],
  content: string,
): HmacScheme {
  return { ...scheme, kind: 'hmac', hash, signature, content }
}

const HASHES: Readonly<Record<number, ReadonlyArray<HmacHash>>> = {
  16: ['md5'],
  20: ['sha1'],
  28: ['sha224'],
  32: ['sha256'],
  48: ['sha384'],
  64: ['sha512'],
}

function shapesOf({ workings, crypto }: Subject): { encoding: SignatureEncoding; bytes: number }[] {
  const shapes = new Map<string, { encoding: SignatureEncoding; bytes: number }>()
  for (const { received } of workings) {
    for (const encoding of ENCODINGS) {
      const plain = encoding === 'hex-any-case' ? 'hex' : encoding === 'base64-unpadded' ? 'base64' : encoding
      if (plain === 'hex' && !/^[0-9a-f]+$/i.test(received)) continue
      const bytes = crypto.decode(received, plain)?.length ?? 0
      if (HASHES[bytes] !== undefined) shapes.set(`${encoding} ${bytes}`, { encoding, bytes })
    }
  }
  return [...shapes.values()]
}

const MOST_TIME_HEADERS = 3

/** Texts that schemes sign, with the request's own timestamp headers where this one has no timestamp. */
function otherContents(scheme: SignedScheme, { request }: Subject): string[] {
  const names = request.headers
    .map(([name]) => name)
    .filter((name) => /^[\w-]*time[\w-]*$/i.test(name))
    .slice(0, MOST_TIME_HEADERS)
  const times = scheme.timestamp === undefined ? names.map((name) => `{header:${name}}`) : ['{timestamp}']
  const contents = ['{body}']
  for (const time of times) {
    contents.push(
      `${time}.{body}`,
      `${time}{body}`,
      `${time}:{body}`,
      `v0:${time}:{body}`,
      `{body}${time}`,
      `${time}\\n{body}`,
    )
    if (scheme.id !== undefined) contents.push(`{id}.${time}.{body}`, `{id}${time}{body}`)
  }
  if (request.publicUrl !== null) contents.push('{url}{body}', '{method}{url}{body}', '{body}{url}')
  contents.push('{method}{path}{body}', '{body:sha256:hex}')
  return contents.filter((content) => content !== scheme.content)
}

function encodingSaid(encoding: SignatureEncoding, scheme: SignedScheme) {
  const names: Readonly<Record<SignatureEncoding, string>> = {
    hex: 'small hexadecimal letters',
    'hex-any-case': 'hexadecimal in capitals',
    base64: 'base64',
    'base64-unpadded': 'base64 without padding',
    base64url: 'base64url',
  }
  return {
    sentence: `The signature is right, but written in ${names[encoding]} instead of ${names[scheme.signature.encoding]}.`,
    nextStep:
      'Let the sender write the signature in the encoding of the scheme, or set up a scheme of your own with that one.',
  }
}

function recipe(
  scheme: FormScheme,
  code: CauseCode,
  { evidence, ...said }: { readonly sentence: string; readonly nextStep: string; readonly evidence?: string },
): Hypothesis {
  return {
    changes: { schemes: [scheme] },
    causes: [
      ({ working }) => ({
        code,
        certainty: 'proven',
        ...said,
        evidence: [evidence ?? `The secret “${working.keyName}”, used like this, gives the received signature.`],
      }),
    ],
  }
}
