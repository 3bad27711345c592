import { JSONPathEnvironment, JSONPathError, type JSONPathNode, JSONPathRecursionLimitError } from 'json-p3'
import { type JsonNode, jsonTree } from './json-tree.ts'

/** One value that a JSONPath selects. */
export interface JsonPathMatch {
  /** Normalized, as RFC 9535 writes it: `$['items'][0]`. */
  readonly path: string
  /** Its place in `jsonTree` of the same text. */
  readonly node: number
  /** Where it stands in the text. */
  readonly start: number
  readonly end: number
}

export type JsonPathResult =
  | {
      readonly kind: 'found'
      /** All of them, unless `isMore`. */
      readonly count: number
      /** There are more than were counted. */
      readonly isMore: boolean
      /** The first of them. */
      readonly matches: ReadonlyArray<JsonPathMatch>
    }
  | { readonly kind: 'invalid'; readonly message: string; readonly position: number | null }
  | { readonly kind: 'too-deep' }

/** Matches that are listed, highlighted and copied. */
export const LISTED_MATCHES = 10_000
/** Counting more says no more. */
const COUNTED_MATCHES = 1_000_000
/** Values of one text: their places fill the memory. */
const MOST_PATH_VALUES = 2_000_000
/** The library calls itself for each level, and so does whatever looks through its result. */
const DEEPEST = 1_000

const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: DEEPEST })

/** A JSON text that can be asked by JSONPath (RFC 9535). Matches are places in the text, so that no spelling is lost. */
export class JsonPathDocument {
  readonly source: string
  readonly #nodes: readonly JsonNode[]
  readonly #value: unknown
  /** By container: its children by name or index. */
  readonly #children = new Map<number, ReadonlyMap<string | number, number>>()

  private constructor(source: string, nodes: readonly JsonNode[]) {
    this.source = source
    this.#nodes = nodes
    this.#value = JSON.parse(source)
  }

  /** Null: it is no JSON, or has too many values. */
  static open(source: string): JsonPathDocument | null {
    const nodes = jsonTree(source, MOST_PATH_VALUES)
    try {
      return nodes && new JsonPathDocument(source, nodes)
    } catch {
      // The tree takes some of what is no JSON, since it only wants to know where values stand.
      return null
    }
  }

  query(path: string): JsonPathResult {
    try {
      return this.#found(environment.compile(path).lazyQuery(this.#value as never))
    } catch (error) {
      if (error instanceof JSONPathRecursionLimitError || error instanceof RangeError) return { kind: 'too-deep' }
      if (!(error instanceof JSONPathError)) throw error
      return { kind: 'invalid', message: plainMessage(error.message), position: error.token?.index ?? null }
    }
  }

  #found(found: Iterable<JSONPathNode>): JsonPathResult {
    const matches: JsonPathMatch[] = []
    let count = 0
    for (const { location } of found) {
      if (count === COUNTED_MATCHES) return { kind: 'found', count, isMore: true, matches }
      count++
      if (matches.length < LISTED_MATCHES) matches.push(this.#match(location))
    }
    return { kind: 'found', count, isMore: false, matches }
  }

  #match(location: ReadonlyArray<string | number>): JsonPathMatch {
    let node = 0
    for (const step of location) node = this.#childrenOf(node).get(step) ?? node
    const { start, end } = this.#nodes[node] as JsonNode
    return { path: normalizedPath(location), node, start, end }
  }

  /** Of several members of one name the last, which is the one that counts for `JSON.parse`. */
  #childrenOf(index: number): ReadonlyMap<string | number, number> {
    const known = this.#children.get(index)
    if (known !== undefined) return known
    const children = new Map<string | number, number>()
    const { after } = this.#nodes[index] as JsonNode
    for (let child = index + 1; child < after; child = (this.#nodes[child] as JsonNode).after) {
      const { key, place } = this.#nodes[child] as JsonNode
      children.set(key === null ? place : (JSON.parse(this.source.slice(key.start, key.end)) as string), child)
    }
    this.#children.set(index, children)
    return children
  }
}

/** As RFC 9535, 2.7 writes it. */
function normalizedPath(location: ReadonlyArray<string | number>): string {
  return `$${location.map((step) => (typeof step === 'number' ? `[${step}]` : `['${escaped(step)}']`)).join('')}`
}

function escaped(name: string): string {
  return JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
}

/** The library ends its messages with the query and the place, which the screen shows by itself. */
function plainMessage(message: string): string {
  const [said = message] = message.split(/ \('|\n/)
  if (said.includes("can't backup")) return 'The path ends too early: a name, an index or * should follow.'
  return `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.$/, '')}.`
}
