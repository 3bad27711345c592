import type { HeaderPair } from '../../../http/header-pairs.ts'
import type { Scheme } from '../../scheme.ts'
import type { Cause } from '../cause.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import { quoteCaptured } from '../quote-captured.ts'
import type { Subject } from '../subject.ts'
import { signatureHeaders } from './signature-sources.ts'

/** Headers that a gateway gave other names (`HTTP_X_SIGNATURE`), or that a sender spells in another way. */
export const headerRenamed: Probe = {
  about: 'the signature in a header of a similar name',
  applies: ({ schemes }) => schemes.length > 0,
  *hypotheses(subject) {
    for (const renaming of renamings(subject)) yield renamedHeaders(renaming)
  },
}

/** Headers that are not there, and others that may be meant by them. */
export interface Renaming {
  readonly headers: ReadonlyArray<{ readonly found: string; readonly wanted: string; readonly value: string }>
  readonly request: Subject['request']
}

/** What may stand in the place of a missing header; the nearest names first. */
export function* renamings({ request, schemes, provider }: Subject): Iterable<Renaming> {
  const present = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const missing = (names: ReadonlyArray<string>) => names.filter((name) => !present.has(name.toLowerCase()))
  // Schemes in code do not say where they look; what their requests are recognised by does.
  const inCode = schemes.some(({ kind }) => kind === 'custom')
    ? (provider?.detect.headers ?? []).filter(saysSignature)
    : []
  const signatures = missing([...signatureHeaders(schemes), ...inCode])
  const others = missing([...new Set(schemes.flatMap(headersBeside))])
  const beside = others.flatMap((wanted) => nearest(wanted, request.headers, isBeside).slice(0, 1))
  if (signatures.length === 0) {
    if (beside.length > 0) yield renaming(beside, request)
    return
  }
  for (const wanted of signatures) {
    for (const found of nearest(wanted, request.headers, isSignature).slice(0, MOST_CANDIDATES)) {
      yield renaming([found, ...beside], request)
    }
  }
}

const MOST_CANDIDATES = 4

function renaming(headers: Renaming['headers'], request: Subject['request']): Renaming {
  const added = headers.map(({ wanted, value }): HeaderPair => [wanted, value])
  return { headers, request: { ...request, headers: [...request.headers, ...added] } }
}

function renamedHeaders({ headers, request }: Renaming): Hypothesis {
  return { changes: { headers: request.headers }, causes: [() => renamedCause(headers)] }
}

export function renamedCause(headers: Renaming['headers']): Cause {
  const what = headers.map(({ found, wanted }) => `${found} (should be ${wanted})`).join(', ')
  return {
    code: 'signature-header-renamed',
    certainty: 'proven',
    sentence: `${headers.length === 1 ? 'A header has' : 'Headers have'} another name than the scheme's: ${what}.`,
    evidence: ['Read from there, the signature is right.'],
    nextStep: 'Let the sender use the name of the scheme, or find the gateway that renames headers.',
  }
}

/** Said where nothing explains the value of such a header. */
export function lookAlike({ headers }: Renaming, subject: Subject): Cause {
  const [{ found, wanted, value } = { found: '', wanted: '', value: '' }] = headers
  const tried = subject.keys.map(({ name }) => `“${name}”`).join(', ')
  return {
    code: 'signature-header-renamed',
    certainty: 'seen',
    sentence: `The header ${found} looks like the missing ${wanted}, but read as that, it does not fit either.`,
    evidence: [
      ...(isToken(found) ? [] : [`${found}: ${quoteCaptured(value, subject)}`]),
      `Tried, and not right: ${tried}.`,
    ],
    nextStep: `Let the sender use the header ${wanted}, and copy the secret from the provider again; or set the provider of this endpoint to the one whose header ${found} is.`,
  }
}

/** The timestamp, and the id of the message. */
function headersBeside(scheme: Scheme): string[] {
  const sources = 'timestamp' in scheme ? [...(scheme.timestamp?.from ?? [])] : []
  if ('id' in scheme && scheme.id !== undefined) sources.push(scheme.id)
  return sources.flatMap((source) => (source.in === 'header' ? [source.name] : []))
}

type IsLikely = (wanted: string, other: string) => boolean

function nearest(
  wanted: string,
  headers: Subject['request']['headers'],
  isLikely: IsLikely,
): { found: string; wanted: string; value: string }[] {
  return headers
    .filter(([name, value]) => value.trim() !== '' && (isSameName(wanted, name) || isLikely(wanted, name)))
    .map(([found, value]) => ({
      found: found.slice(0, LONGEST_NAME),
      wanted,
      value,
      likeness: likeness(wanted, found),
    }))
    .sort((left, right) => right.likeness - left.likeness)
    .map(({ likeness: _, ...rest }) => rest)
}

const LONGEST_NAME = 60

function isSameName(wanted: string, other: string): boolean {
  const [one, two] = [bare(wanted), bare(other)]
  return one === two || (one.length >= 6 && two.endsWith(one))
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(?:http|forwarded|original)+/, '')
    .replace(/^x/, '')
}

/** A name that says what it holds, and has a word of the wanted one or none that is anybody's. */
function isSignature(wanted: string, other: string): boolean {
  if (/input$/i.test(other)) return false
  if (isToken(wanted)) return isToken(other) && likeness(wanted, other) >= 1
  return saysSignature(other) && (likeness(wanted, other) >= 1 || words(other).every((word) => ANYBODYS.has(word)))
}

function saysSignature(name: string): boolean {
  return /sign|hmac|digest|sha-?(?:1|256|384|512)/i.test(name)
}

/** Its value is the secret itself. */
function isToken(name: string): boolean {
  return /token|secret|key$/i.test(name)
}

const ANYBODYS: ReadonlySet<string> = new Set(
  'signature webhook hook hub hmac request body payload event sha1 sha256 sha512 1 256 512 v1 v2'.split(' '),
)

/** A timestamp or an id: told by the last word. */
function isBeside(wanted: string, other: string): boolean {
  const [one, two] = [words(wanted).at(-1) ?? '', words(other).at(-1) ?? '']
  return one === two && /^(?:timestamp|time|id|nonce)$/.test(one) && !/request-id|correlation-id|trace/i.test(other)
}

/** How many words two names share; the same name, but for how it is written, is nearer than any. */
function likeness(wanted: string, other: string): number {
  if (isSameName(wanted, other)) return Number.POSITIVE_INFINITY
  const own = new Set(words(other))
  return words(wanted).filter((word) => own.has(word)).length
}

function words(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'x' && word !== 'http')
}
