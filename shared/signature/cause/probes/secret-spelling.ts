import type { SignatureKey } from '../../signature-request.ts'
import type { Cause } from '../cause.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'

/** A secret that is the right one but for how it was pasted. */
export const secretSpelling: Probe = {
  about: 'spaces, newlines, quotes, names, escapes and letter case of the secret',
  applies: ({ keys }) => keys.length > 0,
  *hypotheses(subject) {
    for (const key of subject.keys) yield* spellings(key)
  },
}

interface Spelling {
  readonly code: CauseCode
  readonly value: string
  /** `has a newline at its end`. */
  readonly what: string
}

function* spellings(key: SignatureKey): Iterable<Hypothesis> {
  const tried = new Set([key.value, ''])
  for (const spelling of variants(key.value)) {
    if (tried.has(spelling.value)) continue
    tried.add(spelling.value)
    yield { changes: { keys: [{ ...key, value: spelling.value }] }, causes: [() => causeOf(key.name, spelling)] }
  }
}

function causeOf(name: string, { code, what }: Spelling): Cause {
  return {
    code,
    certainty: 'proven',
    sentence: `The secret “${name}” ${what}.`,
    evidence: ['Without that, it gives the received signature.'],
    nextStep: `Enter “${name}” again as the provider shows it, and look whether your handler reads it the same wrong way.`,
  }
}

function* variants(value: string): Iterable<Spelling> {
  const trimmed = value.trim()
  yield { code: 'secret-has-whitespace', value: trimmed, what: whereSpaces(value, trimmed) }
  // PEM keys keep their line ends.
  if (!trimmed.includes('-----')) {
    yield {
      code: 'secret-has-whitespace',
      value: value.replace(UNSEEN, ''),
      what: 'has spaces, line ends or invisible characters inside it',
    }
  }
  const bare = unquoted(trimmed)
  yield { code: 'secret-has-quotes', value: bare, what: 'has quotes around it' }
  const named = /^(?:export\s+)?(?!sha\d+=)[A-Za-z_][\w.-]{1,60}\s*[=:]\s*(\S.*)$/s.exec(trimmed)?.[1]
  if (named !== undefined) {
    yield { code: 'secret-has-name', value: unquoted(named), what: 'has a name before it, as in a .env file' }
  }
  const word = /^(?:bearer|basic|token|secret|key)\s+(\S+)$/i.exec(trimmed)?.[1]
  if (word !== undefined) yield { code: 'secret-has-name', value: word, what: 'has a word before it' }
  for (const text of unescaped(bare)) {
    yield { code: 'secret-escaped', value: text, what: 'has escapes in it, as a URL or a JSON text writes them' }
  }
  yield {
    code: 'secret-letter-case',
    value: bare.toLowerCase(),
    what: 'is in capitals, and should be in small letters',
  }
  yield {
    code: 'secret-letter-case',
    value: bare.toUpperCase(),
    what: 'is in small letters, and should be in capitals',
  }
  const half = bare.slice(0, bare.length / 2)
  if (bare.length >= 16 && half + half === bare) {
    yield { code: 'secret-pasted-twice', value: half, what: 'was pasted twice in a row' }
  }
}

/** Spaces, and what editors and chats put in unseen. */
const UNSEEN = /[\s\p{Cc}\p{Cf}]/gu

function unquoted(text: string): string {
  const inner = /^(["'`“”‘’«<])(.*)(["'`“”‘’»>]);?$/s.exec(text)?.[2]
  return (inner ?? text).trim()
}

function* unescaped(text: string): Iterable<string> {
  if (text.includes('\\')) {
    yield text.replace(/(?:\\[rnt])+$/, '')
    yield text.replaceAll('\\r', '\r').replaceAll('\\n', '\n')
    yield text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    yield text.replace(/\\(.)/g, '$1')
  }
  if (text.includes('%')) {
    yield text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
  if (text.includes('&')) {
    yield text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  }
}

function whereSpaces(value: string, trimmed: string): string {
  const start = value.indexOf(trimmed)
  const before = value.slice(0, start)
  const after = value.slice(start + trimmed.length)
  const places = [
    before === '' ? '' : `${nameOf(before)} at its beginning`,
    after === '' ? '' : `${nameOf(after)} at its end`,
  ]
  return `has ${places.filter((place) => place !== '').join(' and ')}`
}

function nameOf(spaces: string): string {
  if (/[\r\n]/.test(spaces)) return 'a newline'
  if (spaces.includes('\t')) return 'a tab'
  return spaces.length === 1 ? 'a space' : 'spaces'
}
