import type { HeaderPairs } from '../../../http/header-pairs.ts'
import type { Scheme, SignatureLayout } from '../../scheme.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signatureHeaders } from './signature-sources.ts'

/** A timestamp that was signed in seconds and sent in milliseconds, or the reverse, or written in another form. */
export const timestampRewritten: Probe = {
  about: 'the timestamp signed in another unit or form, or some seconds before or after',
  applies: hasTimestamp,
  hypotheses: (subject) => rewritten(subject, inOtherForms),
}

/** Milliseconds that were cut off after they were signed: each of the thousand is tried. */
export const timestampCut: Probe = {
  about: 'the milliseconds cut off the timestamp after it was signed',
  applies: (subject) => hasTimestamp(subject) && subject.request.body.length <= SHORT_BYTES,
  hypotheses: (subject) => rewritten(subject, withMilliseconds),
}

const SHORT_BYTES = 4096

function hasTimestamp({ schemes }: Subject): boolean {
  return schemes.some((scheme) => timestampSources(scheme).length > 0)
}

function timestampSources(scheme: Scheme) {
  return 'timestamp' in scheme ? (scheme.timestamp?.from ?? []) : []
}

/** A timestamp where it stands in the headers. */
interface Place {
  readonly text: string
  /** `header X-Timestamp`, `t of header Stripe-Signature`. */
  readonly where: string
  replaced(text: string): HeaderPairs
}

function* rewritten(subject: Subject, others: (text: string) => Iterable<OtherTime>): Iterable<Hypothesis> {
  for (const place of placesOf(subject)) {
    for (const { text, how } of others(place.text)) {
      yield {
        changes: { headers: place.replaced(text) },
        guessesTime: true,
        causes: [
          () => ({
            code: 'timestamp-rewritten',
            certainty: 'proven',
            sentence: `The timestamp that was signed is ${text}, and ${place.where} says ${place.text}: ${how}.`,
            evidence: [`With ${text} in ${place.where}, the signature is right.`],
            nextStep: 'Let the sender put the very text that it signs into the header.',
          }),
        ],
      }
    }
  }
}

function* placesOf({ schemes, request: { headers } }: Subject): Iterable<Place> {
  for (const scheme of schemes) {
    for (const source of timestampSources(scheme)) {
      const inSignature = source.in === 'signature' && 'signature' in scheme ? scheme.signature.layout : null
      const names = source.in === 'header' ? [source.name] : inSignature === null ? [] : signatureHeaders([scheme])
      const wanted = new Set(names.map((name) => name.toLowerCase()))
      for (const [index, [name, value]] of headers.entries()) {
        if (!wanted.has(name.toLowerCase())) continue
        const at =
          inSignature === null || source.in !== 'signature' ? whole(value) : within(value, source.key, inSignature)
        if (at === null) continue
        yield {
          text: at.text,
          where: inSignature === null ? `the header ${name}` : `the timestamp in the header ${name}`,
          replaced: (text) => headers.with(index, [name, at.before + text + at.after]),
        }
      }
    }
  }
}

interface Within {
  readonly before: string
  readonly text: string
  readonly after: string
}

const LONGEST = 40

function whole(value: string): Within | null {
  const text = value.trim()
  return text.length > LONGEST ? null : { before: '', text, after: '' }
}

/** `t=…` among the pairs of a signature, or what comes first there. */
function within(value: string, key: string, layout: SignatureLayout): Within | null {
  const pattern =
    layout.kind === 'timestamp-first' ? /^(\s*)(\d{10,13})/ : layout.kind === 'pairs' ? pairPattern(key) : null
  const found = pattern?.exec(value)
  if (found === null || found === undefined) return null
  const [all, start = '', text = ''] = found
  const before = value.slice(0, found.index) + start
  return { before, text, after: value.slice(found.index + all.length) }
}

function pairPattern(key: string): RegExp {
  return new RegExp(`((?:^|[,;\\s])${key.replace(/[^A-Za-z0-9_-]/g, '\\$&')}\\s*=\\s*)([0-9][0-9TZ:.+-]{8,${LONGEST}})`)
}

interface OtherTime {
  readonly text: string
  /** Said after what was signed and what was sent. */
  readonly how: string
}

const SIGNED_MS = 'it was signed in milliseconds, and sent in seconds'
const SIGNED_S = 'it was signed in seconds, and sent in milliseconds'
const SIGNED_ISO = 'it was signed as an ISO 8601 text'
const SIGNED_UNIX = 'it was signed as a Unix time'
/** Two looks at the clock, one to sign and one to send. */
const MOST_SECONDS_APART = 5

function* inOtherForms(text: string): Iterable<OtherTime> {
  if (/^\d{10}$/.test(text)) {
    yield { text: `${text}000`, how: SIGNED_MS }
    yield* isoForms(Number(text) * 1000)
    for (let apart = 1; apart <= MOST_SECONDS_APART; apart++) {
      for (const seconds of [-apart, apart]) {
        yield {
          text: String(Number(text) + seconds),
          how: 'the clock was read twice, to sign and to send, or the header was changed',
        }
      }
    }
  }
  if (/^\d{13}$/.test(text)) {
    yield { text: text.slice(0, 10), how: SIGNED_S }
    yield { text: `${text.slice(0, 10)}000`, how: 'its milliseconds were added after it was signed' }
    yield { text: `${text.slice(0, 10)}.${text.slice(10)}`, how: 'it was signed as seconds with decimals' }
    yield { text: String(Math.round(Number(text) / 1000)), how: SIGNED_S }
    yield* isoForms(Number(text))
  }
  if (/^\d{10}\.\d+$/.test(text)) {
    yield { text: text.slice(0, 10), how: 'it was signed without its decimals' }
    yield { text: String(Math.floor(Number(text) * 1000)), how: SIGNED_MS }
  }
  const parsed = /^\d{4}-\d{2}-\d{2}T|^[A-Z][a-z]{2}, \d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(parsed)) return
  yield { text: String(Math.floor(parsed / 1000)), how: SIGNED_UNIX }
  yield { text: String(parsed), how: SIGNED_UNIX }
  for (const iso of isoForms(parsed)) if (iso.text !== text) yield { ...iso, how: 'it was signed in another spelling' }
}

function* isoForms(at: number): Iterable<OtherTime> {
  const iso = new Date(at).toISOString()
  const short = iso.replace(/\.\d+Z$/, '')
  for (const text of [iso, `${short}Z`, `${short}+00:00`, iso.replace('Z', '+00:00'), short]) {
    yield { text, how: SIGNED_ISO }
  }
}

function* withMilliseconds(text: string): Iterable<OtherTime> {
  if (!/^\d{10}$/.test(text)) return
  for (let ms = 1; ms < 1000; ms++) yield { text: text + String(ms).padStart(3, '0'), how: SIGNED_MS }
}
