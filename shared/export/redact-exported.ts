import type { EndpointAnswer } from '../endpoint/endpoint.ts'
import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import type { HeaderPair, HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { LearnedValues } from '../redact/learned-values.ts'
import { placeholdersIn } from '../redact/placeholders.ts'
import { fittingHeaders, type Redaction, type SharedMessage } from '../redact/redaction.ts'
import type { ExportedCapture, ExportedDelivery, ExportedEndpoint } from './exported-capture.ts'

type AnswerBody = EndpointAnswer['body']

/** Undoes the encoding that headers name; null if they name none. */
export type DecodeContent = (headers: HeaderPairs, body: Uint8Array) => Promise<SharedMessage['decoded']>

/** Redacts what an export writes, piece by piece, with one set of placeholders for all of it. */
export class ExportRedactor {
  readonly #redaction: Redaction
  readonly #decode: DecodeContent
  /** Of the capture whose deliveries follow. */
  #learned = new LearnedValues()
  #bodyBefore: Uint8Array = NO_BYTES
  #bodyAfter: Uint8Array = NO_BYTES

  constructor(redaction: Redaction, decode: DecodeContent) {
    this.#redaction = redaction
    this.#decode = decode
  }

  /**
   * `deliveries`: of it, whether they go out or not. They are gone through first for what they tell, one at a time: the
   * capture is written before them, and would show a token that only a forward or an answer to it calls one.
   */
  async capture(capture: ExportedCapture, deliveries: Iterable<ExportedDelivery> = []): Promise<ExportedCapture> {
    this.#learned = new LearnedValues()
    for (const delivery of deliveries) this.#redaction.learn(await this.#deliveryEntry(delivery), this.#learned)
    const { answer, found } = capture
    const request = await this.#message(capture.target, capture.headers, capture.trailers, capture.body)
    const content = answer.content
    const response = content === null ? null : await this.#message(null, content.headers, [], content.body)
    const texts = [capture.method, capture.reason, capture.note, answer.reason, found.eventType, ...capture.tags]
    const out = this.#entry(response === null ? [request] : [request, response], texts)
    const [redacted, redactedAnswer] = out.messages
    this.#bodyBefore = capture.body
    this.#bodyAfter = redacted?.body ?? capture.body
    const [method, reason, note, answerReason, eventType, ...tags] = out.texts
    return {
      ...capture,
      method: tokenText(method ?? null),
      reason: reason ?? null,
      note: note ?? '',
      tags: [...new Set(tags.map((tag) => tagText(tag ?? '')))],
      ...(redacted === undefined
        ? {}
        : { target: redacted.target, headers: redacted.headers, trailers: redacted.trailers, body: redacted.body }),
      answer: {
        ...answer,
        reason: answerReason ?? null,
        content: redactedAnswer === undefined ? null : { headers: redactedAnswer.headers, body: redactedAnswer.body },
      },
      found: { ...found, eventType: eventType ?? null },
    }
  }

  /** One of the capture that was given last. */
  async delivery(delivery: ExportedDelivery): Promise<ExportedDelivery> {
    const { outcome, response, requestBody } = delivery
    const { messages, texts } = await this.#deliveryEntry(delivery)
    const out = this.#entry(messages, texts)
    const [redacted, redactedAnswer, redactedChanges] = out.messages
    if (redacted === undefined || redactedAnswer === undefined) return delivery
    const [message, statusText] = out.texts
    return {
      ...delivery,
      url: redacted.target ?? '',
      // Of an unchanged body the capture has the redacted one.
      requestHeaders:
        requestBody === null ? fittingHeaders(redacted.headers, this.#bodyBefore, this.#bodyAfter) : redacted.headers,
      requestBody: requestBody === null ? null : redacted.body,
      responseBody: redactedAnswer.body,
      response:
        response === null
          ? null
          : {
              ...response,
              statusText: statusText ?? '',
              headers: redactedAnswer.headers,
              trailers: redactedAnswer.trailers,
            },
      outcome: outcome.kind === 'failed' ? { ...outcome, message: message ?? '' } : outcome,
      changes: delivery.changes.map((change, index) => ({
        ...change,
        from: change.from === null ? null : (redactedChanges?.headers[2 * index]?.[1] ?? ''),
        to: change.to === null ? null : (redactedChanges?.headers[2 * index + 1]?.[1] ?? ''),
      })),
    }
  }

  async #deliveryEntry(delivery: ExportedDelivery) {
    const { outcome, response, requestBody } = delivery
    const request =
      requestBody === null
        ? { ...bare(delivery.requestHeaders), target: delivery.url }
        : await this.#message(delivery.url, delivery.requestHeaders, [], requestBody)
    const answer = await this.#message(null, response?.headers ?? [], response?.trailers ?? [], delivery.responseBody)
    const changes = bare(delivery.changes.flatMap(({ header, from, to }) => [pair(header, from), pair(header, to)]))
    const failure = outcome.kind === 'failed' ? outcome.message : ''
    return { messages: [request, answer, changes], texts: [failure, response?.statusText ?? ''] }
  }

  /** How an endpoint is set up: what it answers and forwards to may have secrets of the user's in it. */
  async endpoint(endpoint: ExportedEndpoint): Promise<ExportedEndpoint> {
    const { answer, forward } = endpoint
    const body = bytesOf(answer.body)
    const message = await this.#message(forward?.url ?? null, answer.headers, [], body)
    const fileName = answer.body.kind === 'file' ? answer.body.name : ''
    const { messages, texts } = this.#redaction.entry({
      messages: [message],
      texts: [endpoint.name, fileName, ...endpoint.ignoreRules],
    })
    const [redacted] = messages
    if (redacted === undefined) return endpoint
    const [name = '', redactedName = '', ...ignoreRules] = texts
    return {
      ...endpoint,
      name,
      ignoreRules,
      answer: {
        ...answer,
        headers: redacted.headers,
        body: redactedAnswer(answer.body, redacted.body === body ? null : redacted.body, redactedName),
      },
      forward: forward === null ? null : { ...forward, url: redacted.target ?? '' },
    }
  }

  #entry(messages: ReadonlyArray<SharedMessage>, texts: ReadonlyArray<string | null>) {
    const out = this.#redaction.entry({ messages, texts: texts.map((text) => text ?? '') }, this.#learned)
    return { messages: out.messages, texts: out.texts.map((text, index) => (texts[index] === null ? null : text)) }
  }

  async #message(
    target: string | null,
    headers: HeaderPairs,
    trailers: HeaderPairs,
    body: Uint8Array,
  ): Promise<SharedMessage> {
    return { target, headers, trailers, body, decoded: await this.#decode(headers, body) }
  }
}

/** A method cannot have brackets. */
function tokenText(placeholder: string | null): string | null {
  return placeholder?.replace(/[[\]]/g, '') ?? null
}

/** A tag is short: what was found in it stands for all of it. */
function tagText(tag: string): string {
  const [found] = placeholdersIn(tag)
  return found === undefined ? tag : tag.slice(found.start, found.end)
}

const NO_BYTES = new Uint8Array()

function bare(headers: HeaderPairs): SharedMessage {
  return { target: null, headers, trailers: [], body: NO_BYTES, decoded: null }
}

function pair(name: string, value: string | null): HeaderPair {
  return [name, value ?? '']
}

function bytesOf(body: AnswerBody): Uint8Array {
  return bytesFromLatin1(body.kind === 'text' ? headerFromText(body.text) : (latin1FromBase64(body.base64) ?? ''))
}

/** `bytes`: null if nothing had to go. */
function redactedAnswer(body: AnswerBody, bytes: Uint8Array | null, fileName: string): AnswerBody {
  if (body.kind === 'text') return bytes === null ? body : { kind: 'text', text: headerText(latin1FromBytes(bytes)) }
  return { kind: 'file', name: fileName, base64: bytes === null ? body.base64 : base64(bytes) }
}
