import { parseContentType } from '../http/content-type.ts'
import { headerFromText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { parsePairs, parseQuery, type QueryPair } from '../http/query.ts'
import { originForm } from '../http/raw-target.ts'
import { parseJson } from '../parse-json.ts'
import type { SignatureCrypto } from './crypto.ts'
import { jsonAt } from './json-at.ts'
import type { SignatureRequest } from './signature-request.ts'
import type { ValueSource } from './value-source.ts'

/** Values of one place that are looked at; a hostile request may repeat a header thousands of times. */
const MOST_VALUES = 8

/** A longer body is not taken apart: as JSON or a form it would cost ten times its size in memory. */
export const PARSED_BODY_BYTES = 8 * 1024 * 1024

/** Fields of a form; nobody who signs webhooks sends as many. */
const MOST_FIELDS = 10_000

/** The views of a request that schemes ask for; each is made once, when it is first asked for. */
export interface RequestReader {
  readonly raw: SignatureRequest
  /** The values of a header, in order, at most eight; latin1. */
  headers(name: string): string[]
  header(name: string): string | null
  /** Parsed body; undefined if it is not JSON. */
  json(): unknown
  form(): ReadonlyArray<QueryPair>
  query(): ReadonlyArray<QueryPair>
  /** Path and query as the provider spells them: of the public URL, else of the target. */
  target(): string
  isForm(): boolean
  /** Values at a place, as latin1 strings of their bytes. Not for places inside the signature header. */
  valuesAt(source: ValueSource): string[]
}

export function readRequest(request: SignatureRequest, crypto: SignatureCrypto): RequestReader {
  return new LazyReader(request, crypto)
}

/** A class, since one is made for every check: its methods are not made anew as closures would be. */
class LazyReader implements RequestReader {
  readonly raw: SignatureRequest
  private readonly crypto: SignatureCrypto
  private parsedJson: { readonly value: unknown } | null = null
  private parsedForm: ReadonlyArray<QueryPair> | null = null
  private parsedQuery: ReadonlyArray<QueryPair> | null = null
  private knownTarget: string | null = null

  constructor(raw: SignatureRequest, crypto: SignatureCrypto) {
    this.raw = raw
    this.crypto = crypto
  }

  headers(name: string): string[] {
    const wanted = name.toLowerCase()
    const values: string[] = []
    for (const [key, value] of this.raw.headers) {
      if (key.length === wanted.length && key.toLowerCase() === wanted) values.push(value)
      if (values.length === MOST_VALUES) break
    }
    return values
  }

  header(name: string): string | null {
    return this.headers(name)[0] ?? null
  }

  json(): unknown {
    this.parsedJson ??= { value: this.isShort() ? parseJson(this.crypto.text(this.raw.body)) : undefined }
    return this.parsedJson.value
  }

  form(): ReadonlyArray<QueryPair> {
    // Not as for a screen, which takes a line end at the end for a habit: it is part of the last value, as for a handler.
    this.parsedForm ??= this.isShort() ? parsePairs(latin1FromBytes(this.raw.body), MOST_FIELDS) : []
    return this.parsedForm
  }

  query(): ReadonlyArray<QueryPair> {
    this.parsedQuery ??= parseQuery(this.target().replace(/#.*$/s, ''))
    return this.parsedQuery
  }

  target(): string {
    this.knownTarget ??= originForm(this.raw.publicUrl ?? this.raw.target)
    return this.knownTarget
  }

  isForm(): boolean {
    return parseContentType(this.header('content-type') ?? undefined).mediaType === 'application/x-www-form-urlencoded'
  }

  valuesAt(source: ValueSource): string[] {
    switch (source.in) {
      case 'header':
        return this.headers(source.name)
      case 'query':
        return fieldValues(this.query(), source.name)
      case 'form':
        return fieldValues(this.form(), source.name)
      case 'json': {
        const value = scalarText(jsonAt(this.json(), source.pointer))
        return value === null ? [] : [headerFromText(value)]
      }
      case 'body':
        return this.isShort() ? [headerFromText(this.crypto.text(this.raw.body).trim())] : []
      case 'signature':
        return []
    }
  }

  private isShort(): boolean {
    return this.raw.body.length <= PARSED_BODY_BYTES
  }
}

function fieldValues(pairs: ReadonlyArray<QueryPair>, name: string): string[] {
  return pairs
    .filter((pair) => pair.name === name)
    .slice(0, MOST_VALUES)
    .map((pair) => headerFromText(pair.value ?? ''))
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
