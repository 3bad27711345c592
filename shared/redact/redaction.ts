import { contentEncoding } from '../http/content-encoding.ts'
import { type HeaderPair, type HeaderPairs, headerValue } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { KnownValues } from './known-values.ts'
import { LearnedValues } from './learned-values.ts'
import { OwnPatterns, type PatternClock } from './own-patterns.ts'
import { type KeyedName, Placeholders } from './placeholders.ts'
import { LARGEST_REDACTED_BODY, redactBody } from './redact-body.ts'
import { redactHeaders } from './redact-headers.ts'
import { leafEdits } from './redact-leaf.ts'
import { targetEdits } from './redact-target.ts'
import { type RedactionReport, RedactionTally } from './redaction-report.ts'
import type { RedactionRules } from './redaction-rules.ts'
import { Scan } from './scan.ts'
import { applyEdits } from './span.ts'

/** A request or a response that is to be shared. Target and header values are latin1. */
export interface SharedMessage {
  /** Request target or URL; null: it has none. */
  readonly target: string | null
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  readonly body: Uint8Array
  /** Where the headers name an encoding: what undoing it gave, and why that is not all; null: it was not undone. */
  readonly decoded: { readonly bytes: Uint8Array; readonly incomplete: string | null } | null
}

/** What goes out together: a capture with its answer and deliveries. */
export interface SharedEntry<Message extends SharedMessage = SharedMessage> {
  readonly messages: ReadonlyArray<Message>
  /** Texts beside them: notes, reasons, event types. */
  readonly texts: ReadonlyArray<string>
}

export interface RedactedMessage {
  readonly target: string | null
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  readonly body: Uint8Array
}

export interface RedactedEntry {
  /** In the order given. */
  readonly messages: ReadonlyArray<RedactedMessage>
  readonly texts: ReadonlyArray<string>
}

export interface RedactionParts {
  readonly rules: RedactionRules
  /** Values that must not go out, wherever they are: saved secrets, passwords, path tokens. */
  readonly secrets: Iterable<string>
  readonly keyedName: KeyedName
  /** Saved secrets that could not be opened, so that nobody can look for them. */
  readonly unreadable?: number
  /** How long own patterns may take in an entry. */
  readonly clock?: PatternClock
}

/**
 * Takes out of entries what must not be shared, one entry after another, with one set of placeholders for all: the same
 * value is the same `[email-1]` in the whole of an export. What was given is never changed. Redacting again what it gave
 * changes nothing.
 */
export class Redaction {
  readonly #off: RedactionRules['off']
  readonly #known: KnownValues
  readonly #own: OwnPatterns
  readonly #keyedName: KeyedName
  readonly #placeholders: Placeholders
  readonly #tally = new RedactionTally()

  /** Throws `AppError` that names a pattern which cannot be read. */
  constructor({ rules, secrets, keyedName, unreadable = 0, clock }: RedactionParts) {
    this.#off = rules.off
    this.#known = new KnownValues(secrets)
    this.#own = new OwnPatterns(rules.patterns, clock)
    this.#keyedName = keyedName
    this.#placeholders = new Placeholders(keyedName)
    if (unreadable > 0) {
      this.#tally.note(
        `${unreadable} saved secrets could not be opened, so they were not looked for. Look through the file.`,
      )
    }
  }

  /** `learned`: secret values that entries before it showed under a telling name; those that this one shows are added. */
  entry({ messages, texts }: SharedEntry, learned: LearnedValues = new LearnedValues()): RedactedEntry {
    const scan = this.#scan({ placeholders: this.#placeholders, tally: this.#tally, learned })
    let entry: SharedEntry = { messages, texts }
    for (let round = 0; ; round++) {
      const before = this.#tally.total
      const redacted = redactOnce(scan, entry)
      // What stood beside a value that went may be one by itself now: so until there is nothing left to find.
      if (this.#tally.total === before || round === MOST_ENTRY_ROUNDS) return redacted
      entry = { ...redacted, messages: redacted.messages.map((message) => ({ ...message, decoded: null })) }
    }
  }

  /** Adds the secret values that an entry shows under telling names. Nothing is counted, and no placeholder is used up. */
  learn({ messages, texts }: SharedEntry, learned: LearnedValues): void {
    const placeholders = new Placeholders(this.#keyedName)
    const scan = this.#scan({ placeholders, tally: new RedactionTally(), learned })
    for (const message of messages) redactMessage(scan, message)
    for (const text of texts) redactPlain(scan, text)
  }

  #scan(parts: { placeholders: Placeholders; tally: RedactionTally; learned: LearnedValues }): Scan {
    this.#own.restart()
    return new Scan({ off: new Set(this.#off), known: this.#known, own: this.#own, ...parts })
  }

  /** A text by itself, such as a name. */
  text(text: string): string {
    return this.entry({ messages: [], texts: [text] }).texts[0] ?? ''
  }

  /** What was taken out of all entries so far. */
  report(): RedactionReport {
    return this.#tally.report()
  }
}

const MOST_ENTRY_ROUNDS = 5

function redactOnce(scan: Scan, { messages, texts }: SharedEntry): RedactedEntry {
  const entry = caught(scan, {
    messages: messages.map((message) => redactMessage(scan, message)),
    texts: texts.map((text) => redactPlain(scan, text)),
  })
  return {
    texts: entry.texts,
    messages: entry.messages.map((message, index) => ({
      ...message,
      headers: fittingHeaders(message.headers, (messages[index] as SharedMessage).body, message.body),
    })),
  }
}

function redactMessage(scan: Scan, message: SharedMessage): RedactedMessage {
  return {
    target: message.target === null ? null : applyEdits(message.target, targetEdits(scan, message.target)),
    headers: redactHeaders(scan, message.headers),
    trailers: redactHeaders(scan, message.trailers, 'trailer'),
    body: redactedBody(scan, message),
  }
}

function redactedBody(scan: Scan, { headers, body, decoded }: SharedMessage): Uint8Array {
  const where = () => 'body'
  const type = headerValue(headers, 'content-type')
  const encoding = contentEncoding(headers)
  if (encoding === null || body.length === 0) return redactBody(scan, body, type, where)
  if (decoded === null || decoded.incomplete !== null || decoded.bytes.length > LARGEST_REDACTED_BODY) {
    scan.tally.note('A compressed body could not be decoded whole, so it was left out.')
    return bytesFromLatin1(scan.binaryPlaceholder('compressed', where))
  }
  scan.tally.note('A compressed body was decoded; its Content-Encoding is left out.')
  return redactBody(scan, decoded.bytes, type, where)
}

/** What headers say about the body has to hold for the one that goes out. */
export function fittingHeaders(headers: HeaderPairs, before: Uint8Array, after: Uint8Array): HeaderPairs {
  if (before === after) return headers
  return headers.flatMap(([name, value]): HeaderPair[] => {
    const lower = name.toLowerCase()
    if (lower === 'content-encoding') return []
    const isLength = lower === 'content-length' && value.trim() === String(before.length)
    return [[name, isLength ? String(after.length) : value]]
  })
}

function redactPlain(scan: Scan, text: string): string {
  const latin1 = headerFromText(text)
  const edits = leafEdits(scan, latin1, () => 'text')
  return edits.length === 0 ? text : headerText(applyEdits(latin1, edits))
}

/**
 * The net under it: a saved secret that lies across the structure of a body, and values that were known by their name in
 * one place and stand without it in another, such as a token that an answer repeats.
 */
function caught(scan: Scan, entry: RedactedEntry): RedactedEntry {
  const learned = repeated(scan.learned.values, entry)
  if (scan.learned.isFull) scan.tally.note(TOO_MANY_LEARNED)
  if (scan.known.isEmpty && learned.length === 0) return entry
  const net = learned.length === 0 ? [scan.known] : [scan.known, new KnownValues(learned, 'token')]
  const again = (text: string, where: string) =>
    net.reduce(
      (rest, known) =>
        applyEdits(
          rest,
          scan.knownEdits(rest, known, () => where),
        ),
      text,
    )
  return {
    messages: entry.messages.map(({ target, headers, trailers, body }) => ({
      target: target === null ? null : again(target, 'target'),
      headers: headers.map(([name, value]) => [name, again(value, `header ${name}`)] as const),
      trailers: trailers.map(([name, value]) => [name, again(value, `trailer ${name}`)] as const),
      body: againBytes(body, (text) => again(text, 'body')),
    })),
    texts: entry.texts.map((text) => headerText(again(headerFromText(text), 'text'))),
  }
}

const TOO_MANY_LEARNED =
  'There were more secret values in an entry than could be looked for elsewhere in it. Look through the file.'

/** Comparing them one by one with more text than that would take longer than looking for all at once. */
const MOST_COMPARED = 20_000_000

/** Those that are still there; or all, where nobody can say so quickly. */
function repeated(values: ReadonlySet<string>, { messages, texts }: RedactedEntry): string[] {
  if (values.size === 0) return []
  const size = messages.reduce((sum, { body }) => sum + body.length, 0)
  if (size * values.size > MOST_COMPARED) return [...values].map(headerText)
  const kept = messages.flatMap(({ target, headers, trailers, body }) => [
    target ?? '',
    ...[...headers, ...trailers].map(([, value]) => value),
    latin1FromBytes(body),
  ])
  const all = [...kept, ...texts.map(headerFromText)].join('\n')
  return [...values].filter((value) => all.includes(value)).map(headerText)
}

function againBytes(body: Uint8Array, again: (text: string) => string): Uint8Array {
  const text = latin1FromBytes(body)
  const redacted = again(text)
  return redacted === text ? body : bytesFromLatin1(redacted)
}
