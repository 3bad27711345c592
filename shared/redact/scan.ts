import { cookieValues } from './cookie-values.ts'
import { findCards } from './find-cards.ts'
import { findCommands } from './find-commands.ts'
import { findEmails } from './find-emails.ts'
import { findLabelledLines } from './find-labelled-lines.ts'
import { findLabelledPairs } from './find-labelled-pairs.ts'
import { findNamedValues, isNoValue } from './find-named-values.ts'
import { findOptions } from './find-options.ts'
import { findPhones, looksLikePhone } from './find-phones.ts'
import { findSaidValues } from './find-said-values.ts'
import { findTables } from './find-tables.ts'
import { findJwts, findTokens } from './find-tokens.ts'
import type { KnownValues } from './known-values.ts'
import type { LearnedValues } from './learned-values.ts'
import { type OwnPatterns, PATTERN_MS } from './own-patterns.ts'
import { isPlaceholder, type Placeholders, placeholdersIn } from './placeholders.ts'
import { isMessage } from './plain-sentence.ts'
import { pushAll } from './push-all.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { RedactionTally } from './redaction-report.ts'
import { applyEdits, composedEdits, type Edit, mergedSpans, type Span } from './span.ts'

/** Says for people where in a request something stood. Asked only when something is found. */
export type Where = () => string

/** Edits of what stands encoded in a text, in order, but for what `spans` take the whole or an end of. */
export type InWords = (spans: ReadonlyArray<Span>) => ReadonlyArray<Edit>

const NONE: ReadonlyArray<Edit> = []
/** Values under a telling name that are looked for elsewhere, too. Shorter or plainer ones are part of other words. */
const LEARNED = /^(?![\d.eE+-]*$)(?:(?=.*[A-Za-z])(?=.*\d).{8,}|\S{20,})$/s
/** What stood in an Authorization header is a secret however plain it is. */
const LEARNED_CREDENTIAL = /^(?![\d.eE+-]*$)\S{8,}$/
/** Each looks through a text again, in which what is left may be a value only now. */
const MOST_TEXT_ROUNDS = 4

/** What an entry is looked through with. Texts are latin1, one character a byte. */
export class Scan {
  readonly learned: LearnedValues
  readonly #off: ReadonlySet<RedactionKind>
  readonly #known: KnownValues
  readonly #own: OwnPatterns
  readonly #placeholders: Placeholders
  readonly tally: RedactionTally

  constructor(parts: {
    off: ReadonlySet<RedactionKind>
    known: KnownValues
    own: OwnPatterns
    placeholders: Placeholders
    tally: RedactionTally
    learned: LearnedValues
  }) {
    this.learned = parts.learned
    this.#off = parts.off
    this.#known = parts.known
    this.#own = parts.own
    this.#placeholders = parts.placeholders
    this.tally = parts.tally
  }

  isOn(kind: RedactionKind): boolean {
    return !this.#off.has(kind)
  }

  /** Whatever can be told by its form, in a text. */
  textEdits(text: string, where: Where, inWords?: InWords): ReadonlyArray<Edit> {
    if (text.length < 3 && this.#known.isEmpty) return NONE
    const spans = mergedSpans(this.#spans(text))
    const words = inWords?.(spans) ?? NONE
    let edits = inOrder(words, this.#edits(text, notWithin(spans, words), where))
    // What stood between two that went may be one by itself now.
    for (let round = 0, more = edits; more.length > 0 && round < MOST_TEXT_ROUNDS; round++) {
      const redacted = applyEdits(text, edits)
      more = this.#edits(redacted, mergedSpans(this.#spans(redacted)), where)
      edits = composedEdits(edits, more, redacted)
    }
    return edits
  }

  /** Tokens that can be told by their form and go across what looked like a structure, apart from what has been found. */
  tornEdits(text: string, edits: ReadonlyArray<Edit>, where: Where): ReadonlyArray<Edit> {
    if (!this.isOn('token')) return NONE
    const spans = mergedSpans(findTokens(text)).filter(({ start, end }) => !/["\n]/.test(text.slice(start, end)))
    return this.#edits(text, apartFrom(spans, edits), where)
  }

  /** Only what is known: a net under whatever kept its structure. */
  knownEdits(text: string, known: KnownValues, where: Where): ReadonlyArray<Edit> {
    return known.isEmpty ? NONE : this.#edits(text, mergedSpans(known.find(text)), where)
  }

  get known(): KnownValues {
    return this.#known
  }

  /** The whole of a value whose name says what it is; null: it is none, and is looked at as any text. */
  namedEdits(kind: RedactionKind, text: string, where: Where): ReadonlyArray<Edit> | null {
    if (!this.isOn(kind) || isNoValue(text) || (kind === 'token' && isMessage(text))) return null
    if (kind === 'phone' && !looksLikePhone(text) && !isPlaceholder(text)) return null
    if (kind === 'cookie' && text.includes('=')) return this.#cookieEdits(text, where)
    const scheme = kind === 'authorization' ? /^\s*[A-Za-z][\w-]*[ \t]+(?=\S)/.exec(text)?.[0].length : undefined
    const start = scheme ?? 0
    if (isPlaceholder(text.slice(start))) return NONE
    return [this.#edit(text, { start, end: text.length, kind }, where)]
  }

  /** `a=1; b=2`: names stay, and so do attributes of a `Set-Cookie`. */
  #cookieEdits(text: string, where: Where): ReadonlyArray<Edit> {
    return cookieValues(text)
      .filter(({ value }) => !isPlaceholder(value))
      .map(({ start, value }) => this.#edit(text, { start, end: start + value.length, kind: 'cookie' }, where))
  }

  /** Bytes that cannot be looked through. */
  binaryPlaceholder(bytes: string, where: Where): string {
    this.tally.add('binary', where())
    return this.#placeholders.of('binary', bytes)
  }

  /** `Set-Cookie`: what follows the first `;` are attributes. */
  setCookieEdits(text: string, where: Where): ReadonlyArray<Edit> | null {
    if (!this.isOn('cookie')) return null
    const end = text.indexOf(';')
    return this.#cookieEdits(end === -1 ? text : text.slice(0, end), where)
  }

  #spans(text: string): Span[] {
    const spans = this.#known.find(text)
    const own = this.#own.find(text)
    if (own === null) return this.#tooSlow(text)
    pushAll(spans, own)
    const add = (kind: RedactionKind, found: Span[]) => {
      if (this.isOn(kind)) pushAll(spans, found)
    }
    if (text.includes('eyJ')) add('jwt', findJwts(text))
    if (text.includes('@') || text.includes('%40')) add('email', findEmails(text))
    if (text.length >= 12 && /\d{4}[ -]?\d{4}/.test(text)) add('card', findCards(text))
    if (text.length >= 9 && /\d{2}/.test(text)) add('phone', findPhones(text))
    if (text.length >= 8) add('token', findTokens(text))
    const addNamed = (found: Span[]) =>
      pushAll(
        spans,
        found.filter(({ kind }) => this.isOn(kind)),
      )
    if (/[=:]|<\/|\xef\xbc[\x9a\x9d]/.test(text)) {
      addNamed(findNamedValues(text))
      addNamed(findLabelledPairs(text))
      if (text.includes('\n')) addNamed(findLabelledLines(text))
    }
    if (text.includes('-')) addNamed(findOptions(text))
    if (/[ '"-]/.test(text)) addNamed(findCommands(text))
    if (text.includes('|')) addNamed(findTables(text))
    if (text.length >= 12 && text.includes(' ')) addNamed(findSaidValues(text))
    return spans
  }

  /** Nobody knows what is in it: so all of it goes. */
  #tooSlow(text: string): Span[] {
    this.tally.note(
      `Own patterns took more than ${PATTERN_MS / 1000} s in a request, so what they had not looked through was left out.`,
    )
    return [{ start: 0, end: text.length, kind: 'pattern' }]
  }

  #edits(text: string, spans: ReadonlyArray<Span>, where: Where): ReadonlyArray<Edit> {
    if (spans.length === 0) return NONE
    const kept = placeholdersIn(text)
    const parts = kept.length === 0 ? spans : outside(spans, kept)
    return parts.map((span) => this.#edit(text, span, where))
  }

  #edit(text: string, { start, end, kind }: Span, where: Where): Edit {
    const value = text.slice(start, end)
    const telling = kind === 'authorization' ? LEARNED_CREDENTIAL : LEARNED
    if (kind !== 'email' && kind !== 'phone' && kind !== 'card' && telling.test(value)) this.learned.add(value)
    this.tally.add(kind, where())
    return { start, end, text: this.#placeholders.of(kind, value) }
  }
}

/** Those that are not within what an edit rewrites. Both are in order, and no span goes beyond an edit that it is in. */
function notWithin(spans: ReadonlyArray<Span>, edits: ReadonlyArray<Edit>): ReadonlyArray<Span> {
  if (edits.length === 0) return spans
  let next = 0
  return spans.filter(({ start }) => {
    while (next < edits.length && (edits[next] as Edit).end <= start) next++
    return next === edits.length || start < (edits[next] as Edit).start
  })
}

/** Those that no edit touches. Both are in order. */
function apartFrom(spans: ReadonlyArray<Span>, edits: ReadonlyArray<Edit>): ReadonlyArray<Span> {
  let next = 0
  return spans.filter(({ start, end }) => {
    while (next < edits.length && (edits[next] as Edit).end <= start) next++
    return next === edits.length || (edits[next] as Edit).start >= end
  })
}

export function inOrder(some: ReadonlyArray<Edit>, others: ReadonlyArray<Edit>): ReadonlyArray<Edit> {
  if (some.length === 0) return others
  return [...some, ...others].sort((left, right) => left.start - right.start)
}

/** What of spans is not within places that stay. Both are in order. */
function outside(spans: ReadonlyArray<Span>, kept: ReadonlyArray<{ start: number; end: number }>): Span[] {
  const parts: Span[] = []
  let next = 0
  for (const { start, end, kind } of spans) {
    let at = start
    while (next < kept.length && (kept[next]?.end ?? 0) <= start) next++
    for (let index = next; index < kept.length && (kept[index]?.start ?? end) < end; index++) {
      const hole = kept[index] as { start: number; end: number }
      if (hole.start > at) parts.push({ start: at, end: hole.start, kind })
      at = Math.max(at, hole.end)
    }
    if (at < end) parts.push({ start: at, end, kind })
  }
  return parts
}
