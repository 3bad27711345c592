/** A JSON text that was read: where everything stands in it, so that its exact spelling is never lost. */
export interface JsonDocument {
  readonly source: string
  readonly root: JsonValue
}

export type JsonValue = JsonObject | JsonArray | JsonScalar

interface JsonSpan {
  readonly start: number
  readonly end: number
  /** Equal for values that mean the same, in documents that were read with the same `Meanings`. */
  readonly meaning: number
}

export interface JsonObject extends JsonSpan {
  readonly kind: 'object'
  /** Decoded, in the order in which they stand; a name may be there more than once. */
  readonly names: ReadonlyArray<string>
  readonly values: ReadonlyArray<JsonValue>
  readonly hasDuplicates: boolean
}

export interface JsonArray extends JsonSpan {
  readonly kind: 'array'
  readonly items: ReadonlyArray<JsonValue>
}

export interface JsonScalar extends JsonSpan {
  readonly kind: 'scalar'
}

/** As it is written. */
export function spelling({ source }: JsonDocument, { start, end }: JsonValue): string {
  return source.slice(start, end)
}
