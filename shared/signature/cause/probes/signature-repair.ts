import type { HeaderPairs } from '../../../http/header-pairs.ts'
import type { Scheme } from '../../scheme.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signatureHeaders, sourcesOf } from './signature-sources.ts'

/** A signature header that is right but for how it was carried. */
export const signatureRepair: Probe = {
  about: 'quotes, prefixes, escapes and repetitions in the signature header',
  applies: ({ schemes }) => schemes.some((scheme) => sourcesOf(scheme).length > 0),
  *hypotheses(subject) {
    for (const name of signatureHeaders(subject.schemes)) {
      for (const [index, [header, value]] of subject.request.headers.entries()) {
        if (header.toLowerCase() !== name.toLowerCase()) continue
        for (const repair of repairs(value, subject)) {
          if (repair.value === value || repair.value === '') continue
          yield repaired(subject.request.headers, index, header, repair)
        }
      }
    }
  },
}

interface Repair {
  readonly code: CauseCode
  readonly value: string
  readonly sentence: string
}

function repaired(headers: HeaderPairs, index: number, name: string, repair: Repair): Hypothesis {
  return {
    changes: { headers: headers.with(index, [name, repair.value]) },
    causes: [
      () => ({
        code: repair.code,
        certainty: 'proven',
        sentence: `The header ${name} ${repair.sentence}.`,
        evidence: ['With that undone, the signature is right.'],
        nextStep:
          'Send the header exactly as the provider writes it; look at what copies headers between the sender and here.',
      }),
    ],
  }
}

const SURPLUS = ' \t,;.'
const MOST_SURPLUS = 16
const VERSION = /^v\d/
const OTHER_PREFIX = /^(?:sha(?:1|256|384|512)[=:]|v\d[a-z]?[=,:]|hmac[ =-]|bearer |token |basic |signature[=:]?\s?)/i

function* repairs(value: string, { schemes, crypto }: Subject): Iterable<Repair> {
  const text = value.trim()
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2]
  if (quoted !== undefined) yield { code: 'signature-quoted', value: quoted, sentence: 'has quotes around its value' }
  for (const prefix of schemes.flatMap(prefixesOf)) {
    yield {
      code: 'signature-prefix-missing',
      value: prefix + text,
      sentence: `lacks the “${prefix.trim()}” that belongs before the signature`,
    }
  }
  const prefix = OTHER_PREFIX.exec(text)?.[0]
  if (prefix !== undefined) {
    const bare = text.slice(prefix.length)
    yield {
      code: 'signature-prefix-extra',
      value: bare,
      sentence: `has “${prefix.trim()}” before the signature, which does not belong there`,
    }
    for (const wanted of schemes.flatMap(prefixesOf)) {
      const versions = VERSION.test(prefix) && VERSION.test(wanted)
      yield {
        code: versions ? 'signature-version-unknown' : 'signature-prefix-extra',
        value: wanted + bare,
        sentence: versions
          ? `says version “${prefix.trim()}”, and its signature is one of “${wanted.trim()}”`
          : `has “${prefix.trim()}” before the signature, where “${wanted.trim()}” belongs`,
      }
    }
  }
  if (/%[0-9a-f]{2}/i.test(text)) {
    const decoded = text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    yield { code: 'signature-escaped', value: decoded, sentence: 'was URL-encoded on its way' }
  }
  if (text.includes(' ')) {
    yield {
      code: 'signature-escaped',
      value: text.replaceAll(' ', '+'),
      sentence: 'was URL-decoded on its way: its plus signs became spaces',
    }
  }
  const [first = '', ...copies] = text.split(/[\s,]+/).filter((item) => item !== '')
  if (copies.length > 0 && copies.every((copy) => copy === first)) {
    yield { code: 'signature-repeated', value: first, sentence: 'was joined with a copy of itself' }
  }
  const clean = withoutSurplus(text)
  if (clean !== text) {
    const at = text.indexOf(clean)
    const surplus = (text.slice(0, at) + text.slice(at + clean.length)).replace(/\s/g, '')
    yield {
      code: 'signature-malformed',
      value: clean,
      sentence: `has “${surplus.slice(0, MOST_SURPLUS)}” around its value, which does not belong there`,
    }
  }
  const inner = crypto.decode(text, 'base64')
  const hex = inner === null ? '' : crypto.text(inner)
  const bytes = /^[0-9a-f]{32,128}$/i.test(hex) ? crypto.decode(hex, 'hex') : null
  if (bytes === null) return
  for (const signature of [hex, crypto.encode(bytes, 'base64')]) {
    yield {
      code: 'signature-encoding-differs',
      value: signature,
      sentence: 'has the hexadecimal signature, encoded in base64 once more',
    }
  }
}

/** A loop, since a pattern that looks for the end takes the square of a long run of commas. */
function withoutSurplus(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && SURPLUS.includes(text.charAt(start))) start++
  while (end > start && SURPLUS.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function prefixesOf(scheme: Scheme): string[] {
  if (scheme.kind === 'basic') return ['Basic ']
  if (scheme.kind === 'token') return scheme.prefix === undefined ? [] : [scheme.prefix]
  if (scheme.kind === 'jwt') return scheme.word === undefined ? [] : [`${scheme.word} `]
  if (scheme.kind === 'custom') return []
  const { layout } = scheme.signature
  if (layout.kind === 'plain' || layout.kind === 'list') {
    const { prefix = '' } = layout
    return prefix === '' || prefix.includes('*') ? [] : [prefix]
  }
  return layout.kind === 'pairs' ? layout.keys.filter((key) => key !== '').map((key) => `${key}=`) : []
}
